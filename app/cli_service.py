"""The commands that stay: ``qualidata serve`` and ``qualidata worker``.

Run by a person, each is a supervisor of processes; run by a supervisor, each is such a process.
"""

from __future__ import annotations

from typing import Annotated

import typer

from app.errors import Problem
from app.settings import Settings
from app.supervised import inherited

TRY_AGAIN = 75
"""Exit code where it may go better later, as in sysexits.h: whoever watches over us tries again."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Assessments at the same time; 0: none here.")
    ] = None,
) -> None:
    """Start the service; the database is brought up to date first."""
    from app.listening import refuse_open_door  # noqa: PLC0415
    from app.logs import set_up  # noqa: PLC0415

    settings = Settings()
    set_up(settings.log_format, settings.log_level)
    refuse_open_door(settings, host)
    given = inherited()
    if given is None and not settings.one_process:
        from app.processes import serve_all  # noqa: PLC0415

        raise typer.Exit(serve_all(host, port, settings.workers if workers is None else workers))
    changed: dict[str, object] = {}
    if "public_base_url" not in settings.model_fields_set:
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        changed["public_base_url"] = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
    if workers is not None:
        changed["workers"] = workers
    from app.main import serve as run  # noqa: PLC0415
    from app.store import Unavailable  # noqa: PLC0415

    try:
        run(settings.model_copy(update=changed), host, port, given)
    except Unavailable as outage:
        raise _later(outage) from None


def worker(
    slots: Annotated[int, typer.Option(min=1, max=256, help="Assessments at the same time.")] = 2,
) -> None:
    """Do assessments for the services on the same database, beside them or on another machine."""
    settings = Settings()
    given = inherited()
    if given is None and not settings.one_process:
        from app.processes import work_all  # noqa: PLC0415

        raise typer.Exit(work_all(slots))
    from app.store import Unavailable  # noqa: PLC0415
    from app.worker import work  # noqa: PLC0415

    try:
        stopped = work(settings, slots, given.wire if given else None)
    except Unavailable as outage:
        raise _later(outage) from None
    if stopped:
        raise _later(stopped)


def _later(problem: Problem) -> typer.Exit:
    typer.echo(f"qualidata: {problem.code}: {problem.say('fr')}", err=True)
    return typer.Exit(TRY_AGAIN)
