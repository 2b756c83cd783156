"""Is the file served over https?"""

from __future__ import annotations

from rules.core.evidence import Access, Evidence
from rules.core.rule import SEEN, Dimension, Value, rule
from rules.core.text import Text

_URL = "ville.example/budget.csv"


@rule(
    dimension=Dimension.ACCESSIBILITY,
    weight=1,
    effort="medium",
    title=Text(en="The link is secure (https)", fr="Le lien est sécurisé (https)"),
    why=Text(
        en="Over plain http, anyone on the way can read or change the file, and browsers warn.",
        fr="En http simple, n’importe qui sur le trajet peut lire ou modifier le fichier, et les navigateurs alertent.",
    ),
    fix=Text(
        en="The file is served from {url}. Try the same address with https:// and, if it works, publish that one; otherwise ask your web host to switch https on.",
        fr="Le fichier est servi depuis {url}. Essayez la même adresse en https:// et, si elle marche, publiez celle-là ; sinon, demandez à votre hébergeur d’activer le https.",
    ),
    good=(Evidence(seen_at=SEEN, access=Access(url=f"https://{_URL}")),),
    bad=(
        Evidence(seen_at=SEEN, access=Access(url=f"http://{_URL}")),
        Evidence(
            seen_at=SEEN, access=Access(url=f"https://{_URL}", final_url=f"http://data.{_URL}")
        ),
    ),
)
def secure_link(access: Access) -> Value:
    """Look at the address that answered in the end: a redirect may leave https."""
    url = access.final_url or access.url
    return Value(float(url.lower().startswith("https://")), {"url": url})
