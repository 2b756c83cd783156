"""Is the text written in UTF-8, without garbled letters?"""

from __future__ import annotations

from rules.core.evidence import Evidence, File, Finding
from rules.core.rule import SEEN, Dimension, Skip, Value, eased, noted, rule
from rules.core.text import Text

_WHOLE = frozenset({"encoding-not-utf8", "encoding-utf16"})
_OTHER = 0.3
"""What a file in another encoding keeps: every letter is there, for those who guess which it is."""
_OLD = Finding(rule="encoding_is_utf8", code="encoding-error", cause="encoding-not-utf8")
_GARBLED = Finding(rule="encoding_is_utf8", code="encoding-error", cause="mojibake", count=3, of=90)


@rule(
    dimension=Dimension.READABILITY,
    weight=3,
    title=Text(en="The text is in UTF-8", fr="Le texte est en UTF-8"),
    why=Text(
        en="Elsewhere “Hélène” turns into “H�l�ne”: UTF-8 is the one encoding that every tool expects.",
        fr="Sinon « Hélène » devient « H�l�ne » : l’UTF-8 est le seul encodage que tous les outils attendent.",
    ),
    fix=Text(
        en="The file is in {encoding}. Export it again, choosing “CSV UTF-8” as the format (or Unicode UTF-8 as the character set). Garbled texts found: {count}.",
        fr="Le fichier est en {encoding}. Exportez-le de nouveau en choisissant le format « CSV UTF-8 » (ou le jeu de caractères Unicode UTF-8). Textes illisibles trouvés : {count}.",
    ),
    good=(
        Evidence(seen_at=SEEN, file=File(encoding="utf-8")),
        Evidence(seen_at=SEEN, file=File(encoding="utf-8-sig")),
    ),
    bad=(
        Evidence(seen_at=SEEN, file=File(encoding="windows-1252"), findings=(_OLD,)),
        Evidence(seen_at=SEEN, file=File(encoding="utf-8"), findings=(_GARBLED,)),
    ),
)
def encoding_is_utf8(file: File, findings: tuple[Finding, ...]) -> Value | Skip:
    """Weigh the encoding, then the share of texts that are garbled whatever the encoding.

    Whoever reads the file tells of an encoding other than UTF-8 in a finding, so that the gain
    of mending it can be computed; the file's own field only says that there is text at all.
    """
    if file.outcome != "ok":
        return Skip(file.outcome)
    if not file.encoding:
        return Skip("not_text")
    garbled = tuple(f for f in findings if f.cause not in _WHOLE)
    facts = {"encoding": file.encoding, "count": noted(garbled)["count"]}
    return Value((_OTHER if len(garbled) < len(findings) else 1.0) * eased(garbled), facts)
