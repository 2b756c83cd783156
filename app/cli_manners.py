"""How the command line speaks before and after a command: which language, which version, the last word."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

import typer

from app import __version__
from rules.core.text import Lang


def say_version(*, asked: bool) -> None:
    """Say which version this is, and end."""
    if asked:
        typer.echo(f"qualidata {__version__}")
        raise typer.Exit


def spoken() -> Lang:
    """Find the language asked for on the command line, for refusals met before it was parsed."""
    words = sys.argv
    return "en" if "--lang=en" in words or ("--lang", "en") in pairwise(words) else "fr"


def flush() -> None:
    """Send what is left; a reader who has gone away (``| head``) is no error."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
