"""Orders wait here, durably, and workers take them up: this service's own, and others beside it."""

from app.jobs.board import Board
from app.jobs.catalogues import Catalogues, Plan, Progress
from app.jobs.desk import Answer, Desk, Terms
from app.jobs.endings import problem_of
from app.jobs.letters import new_secret, usable_secret
from app.jobs.overseer import Overseer
from app.jobs.postman import Postman
from app.jobs.priority import Priority
from app.jobs.runner import Runner
from app.jobs.uploads import Uploads
from app.jobs.yard import Yard, open_yard

__all__ = [
    "Answer",
    "Board",
    "Catalogues",
    "Desk",
    "Overseer",
    "Plan",
    "Postman",
    "Priority",
    "Progress",
    "Runner",
    "Terms",
    "Uploads",
    "Yard",
    "new_secret",
    "open_yard",
    "problem_of",
    "usable_secret",
]
