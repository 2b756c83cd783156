"""The tables of upkeep: what workers have counted, and which chores are due."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.store.tables import METADATA


class ChoreRow(SQLModel, table=True):
    """Something that one worker does now and then for all."""

    metadata = METADATA
    __tablename__ = "chore"

    name: str = Field(primary_key=True)
    next_at: float
    """Not before; by the database's clock."""
    place: int = Field(sa_type=BigInteger)
    """How far it has come, where it goes through a table."""


class TallyRow(SQLModel, table=True):
    """One count by all workers together: a sample as Prometheus names it."""

    metadata = METADATA
    __tablename__ = "tally"

    name: str = Field(primary_key=True)
    labels: str = Field(primary_key=True)
    """Names and values as JSON, in order."""
    value: float
