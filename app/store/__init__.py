"""The store room: assessments go in, and come out by id, by dataset, by time; work waits here."""

from app.store.keys import ApiKey, Keys
from app.store.model import Entry, Graded, Head
from app.store.news import News
from app.store.outage import Unavailable
from app.store.store import Store
from app.store.tallies import Tallies
from app.store.work import Work
from app.store.work_admit import Admission
from app.store.work_model import Bid, Claim, End, Handed, Job, JobState, Lane, Mark, Submission

__all__ = [
    "Admission",
    "ApiKey",
    "Bid",
    "Claim",
    "End",
    "Entry",
    "Graded",
    "Handed",
    "Head",
    "Job",
    "JobState",
    "Keys",
    "Lane",
    "Mark",
    "News",
    "Store",
    "Submission",
    "Tallies",
    "Unavailable",
    "Work",
]
