"""Does the server announce the file for what it is?"""

from __future__ import annotations

from rules.core.evidence import Access, Evidence, File
from rules.core.media_types import GENERIC, MEDIA_TYPES
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Text

_CSV = File(format="csv", media_type="text/csv")
_URL = "https://ville.example/budget.csv"


@rule(
    dimension=Dimension.ACCESSIBILITY,
    weight=2,
    effort="medium",
    title=Text(
        en="The server announces the right type of file",
        fr="Le serveur annonce le bon type de fichier",
    ),
    why=Text(
        en="Programs choose how to open a file by its announced type; with a wrong one they fail or guess.",
        fr="Les logiciels choisissent comment ouvrir un fichier d’après le type annoncé ; s’il est faux, ils échouent ou devinent.",
    ),
    fix=Text(
        en="Ask your web host to announce the file as {expected} (Content-Type header); it now announces: {stated}.",
        fr="Demandez à votre hébergeur d’annoncer le fichier comme {expected} (en-tête Content-Type) ; il annonce aujourd’hui : {stated}.",
    ),
    good=(Evidence(seen_at=SEEN, access=Access(url=_URL, media_type="text/csv"), file=_CSV),),
    bad=(
        Evidence(seen_at=SEEN, access=Access(url=_URL, media_type="text/plain"), file=_CSV),
        Evidence(seen_at=SEEN, access=Access(url=_URL, media_type="application/pdf"), file=_CSV),
        Evidence(seen_at=SEEN, access=Access(url=_URL), file=_CSV),
    ),
)
def media_type_matches(access: Access, file: File) -> Value | Skip:
    """1 for a right type, ½ for one that says nothing (text/plain …), 0 for a wrong one or none."""
    for outcome in (access.outcome, file.outcome):
        if outcome != "ok":
            return Skip(outcome)
    right = (*MEDIA_TYPES.get(file.format, ()), *({file.media_type} - GENERIC - {""}))
    if not right:
        return Skip("format_unknown")
    facts = {"stated": access.media_type or "—", "expected": right[0]}
    if access.media_type in right:
        return Value(1.0, facts)
    return Value(0.5 if access.media_type in GENERIC else 0.0, facts)
