"""Evidence as it is kept and shown: examples without persons in them.

The judgement is made on the file itself; only the examples beside it are veiled (but for one thing:
a date of birth is never taken for the latest date of the data). A column is about
persons by what its values are (e-mail, telephone), or by what its name says (birth, a person's name).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from app.table.names import words
from app.table.personal import masked, veiled
from rules.core.evidence import Column, Evidence, Expectations, Finding, Sample, Table

_MEANINGS = frozenset({"email", "phone"})
_SAID = frozenset(
    "courriel telephone portable mobile fax nir iban rib patronyme naissance firstname lastname "  # noqa: SIM905 # reads better
    "surname birthdate birthday civilite".split()
)
"""Words of a label that are about persons by themselves."""
_BIRTH = frozenset({"naissance", "birthdate", "birthday"})
_FIRST, _LAST = "prenom", "nom"
_WHOSE = frozenset(
    "famille naissance usage patronymique marital elu elue candidat candidate agent maire depute "  # noqa: SIM905 # reads better
    "senateur conseiller conseillere representant representante contact responsable personne titulaire "
    "referent referente president presidente dirigeant auteur demandeur usager eleve enfant parent "
    "salarie medecin praticien professionnel proprietaire locataire".split()
)
"""Words after “nom” that make it a person’s; a bare “nom” is one only beside a “prénom”."""
_LABELS = frozenset({"clean_header", "header_labels", "columns_match_schema"})
"""Rules whose examples are names of columns."""


def discreet(evidence: Evidence) -> Evidence:
    """Veil what names, reaches or identifies a person, in every example."""
    columns = evidence.table.columns if evidence.table else ()
    personal = _personal(columns)
    table, found = evidence.table, evidence.expectations
    return replace(
        evidence,
        table=_table(table, personal) if table else None,
        findings=tuple(_finding(finding, personal) for finding in evidence.findings),
        expectations=_expectations(found, personal) if found else None,
    )


def _personal(columns: Iterable[Column]) -> frozenset[str]:
    """Name the columns that are about persons, by label and by field."""
    said = [(column, frozenset({*words(column.label), *words(column.field)})) for column in columns]
    first = any(_FIRST in names for _, names in said)
    about = (
        column
        for column, names in said
        if column.meaning in _MEANINGS
        or names & _SAID
        or (_LAST in names and (names & _WHOSE or _FIRST in names or (first and names == {_LAST})))
        or (_FIRST in names and any(_of_a_person(other) for _, other in said))
    )
    return frozenset(name for column in about for name in (column.label, column.field) if name)


def _of_a_person(names: frozenset[str]) -> bool:
    """Tell a person's name from a town's: without one, first names are statistics."""
    return names == {_LAST} or bool(_LAST in names and names & (_WHOSE | {_FIRST}))


def _table(table: Table, personal: frozenset[str]) -> Table:
    return replace(table, columns=tuple(_column(column, personal) for column in table.columns))


def _column(column: Column, personal: frozenset[str]) -> Column:
    veil = _veil({column.label, column.field}, personal)
    top = tuple((veil(value), count) for value, count in column.top)
    least, most = veil(column.minimum), veil(column.maximum)
    # Somebody's birth dates nothing: it would be told as the file's latest day, and says nothing of it.
    last = None if _BIRTH & {*words(column.label), *words(column.field)} else column.last_date
    if (top, least, most, last) == (column.top, column.minimum, column.maximum, column.last_date):
        return column
    return replace(column, top=top, minimum=least, maximum=most, last_date=last)


def _finding(finding: Finding, personal: frozenset[str]) -> Finding:
    others = finding.facts.get("others", "")
    named = {*finding.column.split(", "), *str(others).split(", "), finding.column}
    # Without a column it is about whole rows, and persons are in them.
    rows = bool(personal) and not finding.column and finding.rule not in _LABELS
    veil = veiled if rows else _veil(named, personal)
    return replace(
        finding,
        samples=tuple(_sample(sample, veil) for sample in finding.samples),
        facts={
            name: (veil if name == "observed" else masked)(fact) if isinstance(fact, str) else fact
            for name, fact in finding.facts.items()
        },
    )


def _sample(sample: Sample, veil: Callable[[str], str]) -> Sample:
    fixed = None if sample.fixed is None else veil(sample.fixed)
    return replace(sample, value=veil(sample.value), fixed=fixed)


def _expectations(found: Expectations, personal: frozenset[str]) -> Expectations:
    results = tuple(
        replace(result, observed=_veil(set(result.column.split(", ")), personal)(result.observed))
        for result in found.results
    )
    return replace(found, results=results)


def _veil(names: set[str], personal: frozenset[str]) -> Callable[[str], str]:
    return veiled if names & personal else masked
