"""What someone at a terminal sees while a file is fetched and read: a bar, the step, the rows."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.assess import Watch
from app.web.steps import STEPS
from rules.core.text import Lang, Text

_ROWS = Text(en="{rows} rows", fr="{rows} lignes")
_BYTES = Text(en="{size} MB", fr="{size} Mo")


class LookingOn(Watch):
    """Shows how far an order is; only on a terminal, and on its error stream."""

    def __init__(self, name: str, lang: Lang) -> None:
        console = Console(stderr=True)
        self._lang = lang
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[done]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._name = name
        self._task = self._bar.add_task(name, total=None, done="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def step(self, name: str) -> None:
        """Show the step."""
        text = STEPS[name].say(self._lang)
        self._bar.update(self._task, description=f"{self._name} · {text}")

    def taken(self, size: int) -> None:
        """Show how much is there."""
        self._show(_BYTES.say(self._lang, {"size": round(size / 1e6, 1)}))

    def read(self, rows: int) -> None:
        """Show how many rows are read."""
        self._show(_ROWS.say(self._lang, {"rows": rows}))

    def _show(self, done: str) -> None:
        self._bar.update(self._task, done=done)
