"""The header as Validata tells it: by exact names, required ones as errors, the rest as warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.table import Inspection
from app.web.validata.sentences import code
from app.web.validata.shapes import ErrorShape
from app.web.validata.titles import tags_of, title_of

_DEPRECATED: Mapping[str, str] = {
    "french-siret-value": "siret",
    "french-siren-value": "siren",
    "nomenclature-actes-value": "nomenclature-acte",
}


class Labels(NamedTuple):
    """The file's labels, and the field that each holds (``""`` for none)."""

    labels: tuple[str, ...]
    fields: tuple[str, ...]
    wanted: tuple[str, ...]
    """Every field of the schema, in its order."""

    @classmethod
    def of(cls, seen: Inspection, descriptor: Mapping[str, object]) -> Labels:
        """Read them off the table."""
        columns = seen.table.columns if seen.table else ()
        names = tuple(str(field["name"]) for field in _mappings(descriptor.get("fields")))
        return cls(tuple(c.label for c in columns), tuple(c.field for c in columns), names)

    @property
    def missing(self) -> tuple[str, ...]:
        """Give the fields that no column holds."""
        held = set(self.fields)
        return tuple(name for name in self.wanted if name not in held)

    @property
    def extra(self) -> tuple[str, ...]:
        """Give the labels that no field claims, once each."""
        pairs = tuple(zip(self.labels, self.fields, strict=True))
        held = {label for label, field in pairs if field}
        surplus = (label for label, field in pairs if not field and label.strip())
        return tuple(dict.fromkeys(label for label in surplus if label not in held))


def header_errors(header: Labels, required: frozenset[str]) -> list[ErrorShape]:
    """List what makes a header invalid: labels repeated or blank, required columns missing."""
    found = []
    counts = Counter(label for label in header.labels if label.strip())
    again = [label for label, count in counts.items() if count > 1]
    if again:
        listed = ", ".join(map(code, again))
        said = f"Chaque en-tête doit être unique. Donnés plusieurs fois : {listed}."
        found.append(_error("duplicate-label", said))
    found += [
        _error("blank-label", "Cette colonne n’a pas de nom : nommez-la ou supprimez-la.", "", at)
        for at, label in enumerate(header.labels, 1)
        if not label.strip()
    ]
    missing = (name for name in header.missing if name in required)
    return found + [
        _error("missing-label", f"La colonne obligatoire `{name}` est manquante", name, at)
        for at, name in enumerate(missing, len(header.labels) + 1)
    ]


def header_warnings(header: Labels, required: frozenset[str]) -> list[str]:
    """List what is tolerated, in Validata's very words: programs read them."""
    said = [
        f"Colonne manquante : Ajoutez la colonne manquante `{name}`."
        for name in header.missing
        if name not in required
    ]
    said += [
        f"Colonne surnuméraire : Retirez la colonne `{label}` non définie dans le schéma."
        for label in header.extra
    ]
    if header.fields != header.wanted and sorted(header.fields) == sorted(header.wanted):
        order = list(header.wanted)
        said.append(
            "Colonnes désordonnées : Réordonnez les colonnes du fichier pour respecter "
            f"le schéma : {order}."
        )
    return said


def deprecations(descriptor: Mapping[str, object]) -> list[str]:
    """Tell each old name of a check, once for every use, in Validata's very words."""
    own = (f["customCheck"] for f in _mappings(descriptor.get("fields")) if "customCheck" in f)
    stated: list[object] = [*_mappings(descriptor.get("custom_checks")), *own]
    names = (str(s.get("name", "")) if isinstance(s, Mapping) else str(s) for s in stated)
    return [
        f"Le custom check '{name}' est déprécié, veuillez utiliser '{_DEPRECATED[name]}' "
        "à la place dans le schéma."
        for name in names
        if name in _DEPRECATED
    ]


def _mappings(value: object) -> Sequence[Mapping[str, object]]:
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _error(kind: str, said: str, name: str | None = None, at: int | None = None) -> ErrorShape:
    return ErrorShape(
        title=title_of(kind),
        message=said,
        type=kind,
        tags=tags_of(kind),
        field_name=name,
        field_number=at,
    )
