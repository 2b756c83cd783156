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
from app.store.keys import ApiKey, Keys
from app.store.mail import Round
from app.store.model import Entry, Graded, Head
from app.store.news import Newcomers
from app.store.outage import Unavailable
from app.store.roll import Present, Roll
from app.store.store import Store
from app.store.tallies import Tallies
from app.store.work import Work
from app.store.work_admit import Admission
from app.store.work_model import Bid, Claim, End, Handed, Job, JobState, Lane, Mark, Submission

__all__ = [
    "Admission",
    "Announcement",
    "ApiKey",
    "Bid",
    "Claim",
    "Delivery",
    "End",
    "Entry",
    "Errand",
    "Event",
    "Filters",
    "Graded",
    "Handed",
    "Head",
    "Hook",
    "HookChange",
    "Job",
    "JobState",
    "Keys",
    "Lane",
    "Mark",
    "NewHook",
    "Newcomers",
    "News",
    "PortalResource",
    "Present",
    "Roll",
    "Round",
    "RunNews",
    "Sent",
    "Store",
    "Submission",
    "Tallies",
    "Try",
    "Unavailable",
    "Work",
]
