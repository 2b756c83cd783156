"""A slip that goes with each request from the doorstep to its route, for the way back.

The scope itself is copied on the way (HEAD becomes GET); the slip stays the same one.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope

SLIP = "qualidata.slip"


@dataclass(slots=True)
class Slip:
    """What the doorstep wants to know of an answer."""

    route: str = ""
    """Template of the route that answered: ``/v1/jobs/{job_id}``; empty: none."""
    dataset: str = ""
    """The dataset that a public answer is about: it may be given again until that one changes."""
    failed: bool = False
    """What the answer leans on is away: an older answer is better than this one."""


def slip_of(scope: Scope) -> Slip:
    """Give a request's slip; a new one where it came in by no doorstep of ours."""
    slip: Slip = scope.setdefault(SLIP, Slip())
    return slip


def same_for_all(request: Request, dataset: str) -> None:
    """Note that the answer is the same for everyone, until this dataset is assessed again."""
    slip_of(request.scope).dataset = dataset
