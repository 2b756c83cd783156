"""Which databases we open, and how: files with their log, servers that may be gone."""

import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine

from app.store import Store, Unavailable
from app.store.engine import address
from app.store.migrate import upgrade


def test_a_store_is_not_ready_without_its_database(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'none.db'}")
    assert not store.ready()
    assert list(tmp_path.iterdir()) == []
    store.close()


def test_a_store_is_not_ready_while_its_server_is_gone(tmp_path):
    store = Store(f"postgresql://nobody@/none?host={tmp_path}")
    assert not store.ready()
    store.close()


def test_a_database_that_is_gone_is_a_problem_with_words_not_a_crash(tmp_path, assess):
    for url in (f"sqlite:///{tmp_path / 'none.db'}", f"postgresql://nobody@/none?host={tmp_path}"):
        store = Store(url)
        with pytest.raises(Unavailable) as caught:
            store.head("0")
        assert (caught.value.code, caught.value.status) == ("database_unavailable", 503)
        with pytest.raises(Unavailable):
            store.save(assess())
        store.close()


def test_an_error_never_quotes_what_was_being_stored(tmp_path, assess, caplog):
    upgrade(f"sqlite:///{tmp_path / 'q.db'}")
    with closing(sqlite3.connect(tmp_path / "q.db")) as connection:
        connection.execute("DROP TABLE assessment")
    store = Store(f"sqlite:///{tmp_path / 'q.db'}")
    with pytest.raises(Unavailable) as caught:
        store.save(assess(title="a private matter"))
    store.close()
    assert "no such table" in caplog.text
    assert "private" not in caplog.text + str(caught.value.__cause__)


def test_connections_that_a_server_cut_are_replaced_unnoticed(store_migrated, assess):
    store = Store(store_migrated)
    saved = assess()
    store.save(saved)
    engine = create_engine(store_migrated)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    engine.dispose()
    assert store.assessment(saved.id) == saved
    store.save(assess())
    store.close()


def test_the_file_and_its_folder_are_made_where_missing(tmp_path):
    file = tmp_path / "mes données" / "#1 ? %20 à 100%" / "q.db"
    store = Store(f"sqlite:///{quote(str(file))}")
    store.migrate()
    assert store.ready()
    store.close()
    assert file.is_file()


def test_the_file_has_its_write_ahead_log_for_good(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'q.db'}")
    store.migrate()
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["q.db"]
    with closing(sqlite3.connect(tmp_path / "q.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    "url", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d", "sqlite:///q.db"]
)
def test_the_databases_that_we_speak(url):
    assert address(url).drivername in ("postgresql+psycopg", "sqlite")


@pytest.mark.parametrize(
    "url",
    ["", "sqlite://", "sqlite:///:memory:", "mysql://h/d", "postgresql+asyncpg://u:secret@h/d"],
)
def test_the_databases_that_we_do_not_speak_are_refused_at_once(url):
    with pytest.raises(ValueError, match="database URL") as caught:
        Store(url)
    assert "secret" not in str(caught.value)
