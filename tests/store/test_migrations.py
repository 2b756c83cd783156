"""The tables come up, go down and change without losing a row, on both databases."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from app.store import Store
from app.store.engine import migrating, sqlite_file
from app.store.migrate import SCRIPTS, UnknownRevision, configured, head, revision, upgrade
from app.store.tables import METADATA
from rules.core.assessment import dataset_id

HEAD = head()
OWN = dataset_id("https://mairie.example/budget.csv")
ALTER_PARENT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "HEAD"
def upgrade():
    with op.batch_alter_table("dataset") as batch:  # SQLite can only do this by a new table
        batch.alter_column("title", existing_type=sa.String(), nullable=True)
        batch.add_column(sa.Column("publisher", sa.String(), nullable=False, server_default="?"))
def downgrade():
    with op.batch_alter_table("dataset") as batch:
        batch.drop_column("publisher")
        batch.alter_column("title", existing_type=sa.String(), nullable=False)
"""
FAIL_HALFWAY = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "HEAD"
def upgrade():
    op.add_column("dataset", sa.Column("publisher", sa.String()))
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    raise RuntimeError("halfway")
def downgrade():
    pass
"""
ORPHAN_CHILDREN = """
from alembic import op
revision, down_revision = "9999", "HEAD"
def upgrade():
    op.execute("DELETE FROM dataset")
def downgrade():
    pass
"""


@pytest.fixture
def next_scripts(tmp_path):
    """Give a function that writes tomorrow's revisions: ours, and one more."""

    def write(source: str) -> Path:
        scripts = tmp_path / "100% alembic"
        shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "9999_next.py").write_text(source.replace("HEAD", HEAD))
        return scripts

    return write


@pytest.fixture
def filled(store_empty, assess):
    """Give a store of its own with two datasets and three assessments."""
    store = Store(store_empty)
    store.migrate()
    for assessment in (assess(id="a", day=1), assess(id="b", day=2), assess("https://x/", id="c")):
        store.save(assessment)
    yield store
    store.close()


@contextmanager
def looking(url: str) -> Iterator[Connection]:
    with migrating(url) as connection:
        yield connection


def columns(url: str) -> set[str]:
    with looking(url) as connection:
        return {column["name"] for column in inspect(connection).get_columns("dataset")}


def backups(url: str) -> list[Path]:
    file = sqlite_file(url)
    return sorted(file.parent.glob(f"{file.name}.*T*")) if file else []


def still_there(store: Store) -> bool:
    return [e.assessment for e in store.history(OWN)] == ["b", "a"] and all(
        store.assessment(id_) is not None for id_ in "abc"
    )


def test_an_empty_database_comes_up_and_needs_no_backup(store_empty):
    store = Store(store_empty)
    assert not store.ready()
    store.migrate()
    assert store.ready()
    store.migrate()
    store.close()
    assert backups(store_empty) == []


def test_the_tables_are_those_that_the_code_speaks_of(filled, store_empty):
    with looking(store_empty) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_every_constraint_and_index_has_its_name(filled, store_empty):
    with looking(store_empty) as connection:
        found = inspect(connection)
        assert found.get_pk_constraint("assessment")["name"] == "pk_assessment"
        assert found.get_unique_constraints("assessment")[0]["name"] == "uq_assessment_id"
        assert found.get_foreign_keys("assessment")[0]["name"] == "fk_assessment_dataset_id"
        indexes = {i["name"] for i in found.get_indexes("dataset")}
        assert "ix_dataset_assessed_at_id" in indexes
        assert found.get_check_constraints("work_item")[0]["name"] == "ck_work_item_state"
        merging = {i["name"]: i for i in found.get_indexes("work_item")}["uq_work_item_topic"]
        assert merging["unique"]
        kind = connection.dialect.name
        assert "queued" in str(merging["dialect_options"][f"{kind}_where"])


def test_the_first_release_comes_up_with_all_that_it_holds(filled, store_empty):
    with migrating(store_empty) as connection:
        downgrade(configured(connection), "0001")
    assert not filled.ready()
    filled.migrate()
    assert filled.ready()
    assert still_there(filled)
    assert filled.upkeep.depth() == {}


def test_the_tables_go_down_and_come_up_again(filled, store_empty):
    with migrating(store_empty) as connection:
        downgrade(configured(connection), "base")
    assert not filled.ready()
    filled.migrate()
    assert filled.ready()
    assert filled.datasets() == ((), "")


def test_altering_a_parent_table_keeps_its_children(filled, store_empty, next_scripts):
    scripts = next_scripts(ALTER_PARENT)
    upgrade(store_empty, scripts)
    assert "publisher" in columns(store_empty)
    assert still_there(filled)
    with migrating(store_empty) as connection:
        downgrade(configured(connection, scripts), HEAD)
    assert "publisher" not in columns(store_empty)
    assert still_there(filled)
    upgrade(store_empty, scripts)
    assert still_there(filled)


def test_a_migration_that_fails_halfway_leaves_nothing_behind(filled, store_empty, next_scripts):
    with pytest.raises(RuntimeError, match="halfway"):
        upgrade(store_empty, next_scripts(FAIL_HALFWAY))
    assert "publisher" not in columns(store_empty)
    with looking(store_empty) as connection:
        assert "half" not in inspect(connection).get_table_names()
        assert revision(connection) == HEAD
    assert still_there(filled)
    assert filled.ready()


def test_a_migration_never_leaves_children_without_parents(filled, store_empty, next_scripts):
    upgraded = next_scripts(ORPHAN_CHILDREN)
    if sqlite_file(store_empty):
        with pytest.raises(RuntimeError, match="without their parents"):
            upgrade(store_empty, upgraded)
        assert still_there(filled)
    else:  # foreign keys stay on there, and the cascade is what was asked for
        upgrade(store_empty, upgraded)
        assert filled.history(OWN) == ()


def test_a_filled_file_is_copied_before_its_upgrade(filled, store_empty, next_scripts):
    file = sqlite_file(store_empty)
    if file:
        file.chmod(0o600)
    scripts = next_scripts(ALTER_PARENT)
    upgrade(store_empty, scripts)
    upgrade(store_empty, scripts)  # nothing to do, so nothing to copy
    if not file:
        assert backups(store_empty) == []
        return
    (copy,) = backups(store_empty)
    assert copy.name.startswith(f"qualidata.db.{HEAD}.")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    old = Store(f"sqlite:///{copy}")
    assert old.ready()
    assert still_there(old)
    old.migrate()
    assert still_there(old)
    old.close()


def test_a_database_from_the_future_is_left_alone_and_said_so(filled, store_empty, next_scripts):
    upgrade(store_empty, next_scripts(ALTER_PARENT))
    with pytest.raises(UnknownRevision, match="9999"):
        filled.migrate()
    assert not filled.ready()
    assert still_there(filled)


def test_the_command_line_of_alembic_works_on_the_settings(store_empty, tmp_path):
    toml = tmp_path / "pyproject.toml"
    toml.write_text(f'[tool.alembic]\nscript_location = "{SCRIPTS}"\nprepend_sys_path = ["."]\n')
    environment = {**os.environ, "QUALIDATA_DATABASE_URL": store_empty}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "alembic", "-c", str(toml), *words],
            cwd=SCRIPTS.parent,
            env=environment,
            text=True,
            capture_output=True,
            check=True,
            timeout=60,
        )

    run("upgrade", "head")
    assert "No new upgrade operations" in run("check").stdout
