"""The store room: assessments go in, and come out by id, by dataset, by time; work waits here."""

from app.store.announced import Announcement
from app.store.hook_model import (
    Delivery,
    Errand,
    Event,
    Filters,
    Hook,
    HookChange,
    NewHook,
    News,
    PortalResource,
    RunNews,
    Sent,
    Try,
)
from app.store.mail import Round
from app.store.model import Entry, Graded, Head
from app.store.outage import Unavailable
from app.store.store import Store
from app.store.work import Work
from app.store.work_model import Bid, Claim, End, Job, JobState, Lane, Mark, Submission

__all__ = [
    "Announcement",
    "Bid",
    "Claim",
    "Delivery",
    "End",
    "Entry",
    "Errand",
    "Event",
    "Filters",
    "Graded",
    "Head",
    "Hook",
    "HookChange",
    "Job",
    "JobState",
    "Lane",
    "Mark",
    "NewHook",
    "News",
    "PortalResource",
    "Round",
    "RunNews",
    "Sent",
    "Store",
    "Submission",
    "Try",
    "Unavailable",
    "Work",
]
