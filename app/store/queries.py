"""Every question that we ask of the tables, built once: building one costs more than running it."""

from __future__ import annotations

from sqlalchemy import bindparam, select, text, tuple_
from sqlmodel import col
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from app.store.tables import AssessmentRow, DatasetRow

_dataset, _at = col(DatasetRow.id), col(DatasetRow.assessed_at)
HEAD = select(DatasetRow).where(_dataset == bindparam("id"))
# A dropped file has no address: it is found by whoever knows its id, and listed for nobody.
_published = ~col(DatasetRow.url).startswith("urn:")
# An address whose head is another's assessment only leads there: it is no dataset of its own.
_own = col(AssessmentRow.dataset_id) == _dataset
HEADS = (
    select(DatasetRow)
    .join(AssessmentRow, col(AssessmentRow.id) == col(DatasetRow.assessment_id))
    .where(_published, _own)
    .order_by(_at.desc(), _dataset.desc())
    .limit(bindparam("limit"))
)
HEADS_AFTER = HEADS.where(
    tuple_(_at, _dataset)
    < tuple_(bindparam("at", type_=UTCDateTime()), bindparam("id", type_=AutoString()))
)

_assessment, _number = col(AssessmentRow.id), col(AssessmentRow.number)
_when, _document = col(AssessmentRow.assessed_at), col(AssessmentRow.document)
DOCUMENT = select(_document).where(_assessment == bindparam("id"))
LATEST = (
    select(_document)
    .join(DatasetRow, col(DatasetRow.assessment_id) == _assessment)
    .where(_dataset == bindparam("id"))
)
_entries = (
    select(
        _number,
        _assessment,
        _when,
        col(AssessmentRow.grade),
        col(AssessmentRow.score),
        col(AssessmentRow.coverage),
        col(AssessmentRow.policy),
        col(AssessmentRow.sha256),
        col(AssessmentRow.limits),
    )
    .where(col(AssessmentRow.dataset_id) == bindparam("id"))
    .order_by(_when.desc(), _number.desc())
)
HISTORY = _entries.where(_when < bindparam("before")).limit(bindparam("limit"))
SAME_INSTANT = _entries.where(_when == bindparam("at"), _number < bindparam("number"))

REVISION = text("SELECT version_num FROM alembic_version")
