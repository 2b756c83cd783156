"""The table of API keys: whose they are, what they open, and the hash of each secret."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.store.tables import METADATA


class ApiKeyRow(SQLModel, table=True):
    """One API key; the secret itself is nowhere."""

    metadata = METADATA
    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    """The part of the key that may be shown and logged."""
    owner: str = Field(index=True)
    digest: str
    """SHA-256 of the secret, in hexadecimal."""
    scopes: str
    """Parted by spaces."""
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
    """To the hour: a key in use is not a row written at each call."""
