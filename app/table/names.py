"""When two column names say the same: case, accents, punctuation, small words, synonyms, slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SMALL = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "ou",
        "par",
        "pour",
        "s",
        "sur",
        "un",
        "une",
    ]
)
_ONE_WORD: Mapping[str, str] = {
    "adr": "adresse",
    "an": "annee",
    "codepostal": "cp",
    "coll": "collectivite",
    "decision": "deliberation",
    "delib": "deliberation",
    "email": "courriel",
    "exercice": "annee",
    "identifiant": "id",
    "identification": "id",
    "intitule": "nom",
    "latitude": "lat",
    "libelle": "nom",
    "long": "lon",
    "longitude": "lon",
    "lng": "lon",
    "mail": "courriel",
    "maj": "miseajour",
    "no": "numero",
    "num": "numero",
    "nb": "nombre",
    "nbre": "nombre",
    "object": "objet",
    "ref": "reference",
    "siteweb": "url",
    "tel": "telephone",
    "web": "url",
    "year": "annee",
    "ville": "commune",
}
"""Words that stand for each other in French headers; each goes to one common word."""
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "anneeexercice": ("année budgétaire",),
    "collnom": ("nom collectivité", "collectivité", "commune"),
    "collsiret": ("siret collectivité", "siret commune", "numéro siret", "siret"),
    "conditionsversement": ("modalités versement",),
    "dateconvention": ("date décision", "date signature convention", "date attribution"),
    "datesperiodeversement": ("date versement", "période versement"),
    "delibdate": ("date séance", "date conseil municipal"),
    "delibobjet": ("objet délibération", "objet", "titre délibération"),
    "enfantprenom": ("prénom",),
    "enfantsexe": ("sexe",),
    "equiplat": ("latitude",),
    "equiplong": ("longitude",),
    "equipnom": ("nom équipement",),
    "idattribuant": ("siret attribuant", "numéro siret attribuant", "siret organisme attribuant"),
    "idbeneficiaire": ("siret bénéficiaire", "numéro siret bénéficiaire"),
    "montant": ("montant accordé", "montant voté", "montant attribué", "montant subvention"),
    "nature": ("nature aide", "nature subvention"),
    "nombreoccurrences": ("nombre", "occurrences", "effectif"),
    "nomattribuant": ("organisme attribuant", "attribuant", "collectivité attribuante"),
    "nombeneficiaire": ("bénéficiaire", "association", "nom association"),
    "objet": ("objet aide", "objet convention", "objet dossier", "nom projet", "intitulé projet"),
    "pourcentagesubvention": ("pourcentage", "pourcentage montant subvention"),
    "rnabeneficiaire": ("numéro rna", "rna"),
    "referencedecision": ("numéro délibération", "référence délibération"),
}
"""Other names that towns give to a field, by its folded name; compared as words."""
_LONGEST = 200
"""Labels beyond this are sentences: only equal ones are taken for the same."""


@lru_cache(maxsize=16_384)
def folded(name: str) -> str:
    """Keep letters and digits only, without case or accents: “Nom du Bénéficiaire*” = nomdubeneficiaire."""
    return "".join(_letters(name).casefold().split())


@lru_cache(maxsize=16_384)
def words(name: str) -> tuple[str, ...]:
    """Give the words that matter, in the order of the alphabet, singular, synonyms made one."""
    if len(name) > _LONGEST:
        return ()
    parts = _WORD.findall(_letters(_BRACKETS.sub(" ", name)))
    kept = (_singular(part.casefold()) for part in parts)
    return tuple(sorted({_ONE_WORD.get(part, part) for part in kept if part not in _SMALL}))


def aliases(field: str) -> tuple[str, ...]:
    """Give the other names by which a field goes in the wild."""
    return _ALIASES.get(folded(field), ())


def _letters(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("°", "o "))
    bare = (c for c in decomposed if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in bare)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word  # noqa: PLR2004


def slips(first: str, second: str, most: int) -> int | None:
    """Count the letters to change, add or drop to go from one to the other; ``None`` beyond ``most``."""
    if abs(len(first) - len(second)) > most:
        return None
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, start=1):
            cost = before + (letter != other)
            before, row[j] = row[j], min(cost, row[j] + 1, row[j - 1] + 1)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def tolerance(name: str) -> int:
    """Give how many slips a folded name bears: none in a short one, one in six letters at most."""
    return min(3, len(name) // 6)
