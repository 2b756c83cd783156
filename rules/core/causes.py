"""The causes behind findings: what to tell the clerk about each, and how hard it is to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.core.rule import Effort
from rules.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One pattern of trouble. Every text may use {column} {count} {of} {row} {value} {fixed}.

    ``{row}``, ``{value}`` and ``{fixed}`` are those of the first sample (``—`` where there is none);
    a finding's own facts are offered too.
    """

    id: str
    title: Text
    """The trouble, in a few words: title of the finding and of the suggestion."""
    text: Text
    """What is wrong, with the concrete value and row."""
    fix: Text
    """What to change, and how."""
    effort: Effort = "low"
    repairable: bool = False
    """True where a corrected value can be computed without guessing."""


_TABLE = (
    Cause(
        id="date-dmy",
        title=Text(en="Dates written day first", fr="Dates écrites jour d’abord"),
        text=Text(
            en="Column “{column}”: {count} dates of {of} are written like “{value}” (row {row}).",
            fr="Colonne « {column} » : {count} dates sur {of} sont écrites comme « {value} » (ligne {row}).",
        ),
        fix=Text(
            en="Write dates year first: “{value}” becomes “{fixed}”. In a spreadsheet, format the column as YYYY-MM-DD.",
            fr="Écrivez l’année d’abord : « {value} » devient « {fixed} ». Dans le tableur, donnez à la colonne le format AAAA-MM-JJ.",
        ),
        repairable=True,
    ),
)

CAUSES: Mapping[str, Cause] = MappingProxyType({c.id: c for c in _TABLE})
