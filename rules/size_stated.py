"""Does the server announce the file's size?"""

from __future__ import annotations

from rules.core.evidence import Access, Evidence
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Text

_URL = "https://ville.example/budget.csv"


@rule(
    dimension=Dimension.ACCESSIBILITY,
    weight=1,
    effort="medium",
    title=Text(
        en="The server announces the file’s size", fr="Le serveur annonce la taille du fichier"
    ),
    why=Text(
        en="With the size known, a download can show its progress, and a cut-off file is noticed.",
        fr="Quand la taille est connue, le téléchargement affiche sa progression et un fichier tronqué se remarque.",
    ),
    fix=Text(
        en="Ask your web host to announce the size of {url} (Content-Length header).",
        fr="Demandez à votre hébergeur d’annoncer la taille de {url} (en-tête Content-Length).",
    ),
    good=(Evidence(seen_at=SEEN, access=Access(url=_URL, size_stated=True)),),
    bad=(Evidence(seen_at=SEEN, access=Access(url=_URL)),),
)
def size_stated(access: Access) -> Value | Skip:
    """1 where the answer stated its length; a failed answer says nothing about it."""
    if access.outcome != "ok":
        return Skip(access.outcome)
    return Value(float(access.size_stated), {"url": access.final_url or access.url})
