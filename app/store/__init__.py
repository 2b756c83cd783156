"""The store room: assessments go in, and come out by id, by dataset, by time; work waits here."""

from app.store.model import Entry, Graded, Head
from app.store.outage import Unavailable
from app.store.store import Store
from app.store.work import Work
from app.store.work_admit import Admission
from app.store.work_model import Bid, Claim, End, Handed, Job, JobState, Lane, Mark, Submission

__all__ = [
    "Admission",
    "Bid",
    "Claim",
    "End",
    "Entry",
    "Graded",
    "Handed",
    "Head",
    "Job",
    "JobState",
    "Lane",
    "Mark",
    "Store",
    "Submission",
    "Unavailable",
    "Work",
]
