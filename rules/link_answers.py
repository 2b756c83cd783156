"""Does the link give the file?"""

from __future__ import annotations

from rules.core.evidence import Access, Evidence
from rules.core.outcomes import effect_of
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Text

_URL = "https://ville.example/budget.csv"


@rule(
    dimension=Dimension.ACCESSIBILITY,
    weight=5,
    title=Text(en="The link gives the file", fr="Le lien donne bien le fichier"),
    why=Text(
        en="Data that nobody can download is not open.",
        fr="Une donnée que personne ne peut télécharger n’est pas ouverte.",
    ),
    fix=Text(
        en="Open {url} in a browser where you are not logged in (answer received: {status}). If the file moved, put its new address on the dataset’s page.",
        fr="Ouvrez {url} dans un navigateur où vous n’êtes pas connecté (réponse reçue : {status}). Si le fichier a été déplacé, mettez sa nouvelle adresse sur la page du jeu de données.",
    ),
    good=(Evidence(seen_at=SEEN, access=Access(url=_URL, status=200)),),
    bad=(Evidence(seen_at=SEEN, access=Access(url=_URL, outcome="http_status", status=404)),),
)
def link_answers(access: Access) -> Value | Skip:
    """1 with the file, 0 where the link is dead; a passing failure says nothing about the link."""
    facts = {"url": access.url, "status": str(access.status or "—")}
    if access.outcome == "ok":
        return Value(1.0, facts)
    if effect_of(access.outcome, access.status) in {"dead", "not_data"}:
        return Value(0.0, facts)
    return Skip(access.outcome)
