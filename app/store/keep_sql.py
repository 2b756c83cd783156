"""What is said to keep an assessment, built once: building it costs more than running it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from app.store.tables import AssessmentRow, DatasetRow

_dataset = col(DatasetRow.id)
LOCK = select(DatasetRow).where(_dataset == bindparam("dataset")).with_for_update()
"""On SQLite, whoever writes is alone already."""
BEGIN = {
    name: insert(DatasetRow).on_conflict_do_nothing().returning(_dataset)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
WRITE = {
    name: insert(AssessmentRow)
    .on_conflict_do_nothing(index_elements=["id"])
    .returning(col(AssessmentRow.number))
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_HEAD = ("assessment_id", "assessed_at", "grade", "score", "title")
_GRADED = ("graded_id", "graded_at", "graded_grade", "graded_score")
UNGRADED = dict.fromkeys(_GRADED)
"""What is known of a dataset before its first grade."""
ADVANCE: Mapping[tuple[str, ...], Update] = {
    names: update(DatasetRow)
    .where(_dataset == bindparam("dataset"))
    .values({name: bindparam(name) for name in names})
    for names in (_HEAD, _GRADED, _HEAD + _GRADED)
}
"""By the columns that change."""
