"""What every public shape is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """A JSON object of ours."""

    model_config = ConfigDict(frozen=True)
