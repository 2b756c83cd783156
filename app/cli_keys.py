"""``qualidata keys create | list | rotate | revoke``: who may write here, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.api_key import SCOPES, mint
from app.settings import Settings

if TYPE_CHECKING:
    from app.store import ApiKey, Keys

keys_app = typer.Typer(help="API keys: who may write, and what.", no_args_is_help=True)
ScopeName = StrEnum("ScopeName", {scope.replace(":", "_"): scope for scope in SCOPES})  # type: ignore[misc] # from one list
_LONGEST = 80


def _named(owner: str) -> str:
    """Take a name that fits on one line of the list."""
    if not owner.strip() or len(owner) > _LONGEST or not owner.isprintable():
        raise typer.BadParameter(f"a name has 1 to {_LONGEST} visible characters")
    return owner.strip()


_Owner = Annotated[
    str,
    typer.Argument(help="Whose key it is: a portal, a service, a person.", callback=_named),
]


@keys_app.command("create")
def create(
    owner: _Owner,
    scope: Annotated[
        list[ScopeName] | None, typer.Option(help="What it opens; may be given several times.")
    ] = None,
    days: Annotated[int, typer.Option(min=0, max=3650, help="Days it lasts; 0: for ever.")] = 365,
) -> None:
    """Make a key and show it, once: only its hash is kept."""
    scopes = [known for known in SCOPES if known in {s.value for s in scope or ()}] or ["submit"]
    minted = mint()
    with _keys() as keys:
        key = keys.add(minted, owner, scopes, timedelta(days=days) if days else None)
    _show(key, minted.text)


@keys_app.command("rotate")
def rotate(
    owner: _Owner,
    days: Annotated[
        int, typer.Option(min=0, max=365, help="Days that the old key lives on beside the new one.")
    ] = 7,
) -> None:
    """Make the key that takes the place of the owner's own, and show it, once."""
    minted = mint()
    with _keys() as keys:
        key = keys.rotate(minted, owner, timedelta(days=days))
    _show(key, minted.text)


@keys_app.command("revoke")
def revoke(id_: Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it.")]) -> None:
    """Close a key at once."""
    with _keys() as keys:
        key = keys.revoke(id_)
    typer.echo(f"{key.id} {key.owner}: revoked")


@keys_app.command("list")
def list_() -> None:
    """List every key, newest first; no secret is known here."""
    with _keys() as keys:
        for key in keys.all():
            typer.echo(
                f"{key.id}  {_state(key):<8} {key.owner:<24} {' '.join(key.scopes):<24} "
                f"expires {_day(key.expires_at)}  used {_day(key.last_used_at)}"
            )


@contextmanager
def _keys() -> Iterator[Keys]:
    from app.store import Store  # noqa: PLC0415 # `score` must stay quick

    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database)
    try:
        store.migrate()
        yield store.keys
    finally:
        store.close()


def _show(key: ApiKey, text: str) -> None:
    """Give the key alone on standard output, for scripts, and what it is on the other."""
    about = f"{key.id} {key.owner}: {' '.join(key.scopes)}; expires {_day(key.expires_at)}"
    typer.echo(about, err=True)
    typer.echo("Keep it now: it is shown this once.", err=True)
    typer.echo(text)


def _state(key: ApiKey) -> str:
    return "live" if key.live else "revoked" if key.revoked_at else "expired"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "never"
