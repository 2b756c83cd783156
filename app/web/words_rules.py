"""Labels of the rule book."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

RULE_BOOK: Mapping[str, Text] = {
    "rules_title": Text(en="How the grade is made", fr="Comment la note est calculée"),
    "rules_lede": Text(
        en="Every rule is public, with its weight and its reason. The same file, on the same day, always gets the same grade.",
        fr="Toutes les règles sont publiques, avec leur poids et leur raison. Le même fichier, le même jour, obtient toujours la même note.",
    ),
    "grades_title": Text(en="From score to grade", fr="Du score à la note"),
    "grades_text": Text(
        en="The score runs from 0 to 100; the grade follows from it.",
        fr="Le score va de 0 à 100 ; la note en découle.",
    ),
    "from_points": Text(en="{floor} points or more", fr="{floor} points ou plus"),
    "between_points": Text(
        en="from {floor} to less than {below} points", fr="de {floor} à moins de {below} points"
    ),
    "below_points": Text(en="less than {below} points", fr="moins de {below} points"),
    "ladder_title": Text(
        en="What is left out holds the grade down",
        fr="Ce qui est passé sous silence limite la note",
    ),
    "ladder_text": Text(
        en="Saying less never wins points. Whatever the rest is worth:",
        fr="En dire moins ne fait jamais gagner de points. Quel que soit le reste :",
    ),
    "ladder_both": Text(
        en="Without a schema and without a known frequency or date, the grade stops at {grade} ({score} points).",
        fr="Sans schéma, et sans fréquence ou sans date connue, la note s’arrête à {grade} ({score} points).",
    ),
    "ladder_dead": Text(
        en="A dead link, an empty file, or a web page instead of the data: grade {grade}, whatever the rest.",
        fr="Un lien mort, un fichier vide ou une page web à la place des données : note {grade}, quel que soit le reste.",
    ),
    "ladder_origin": Text(
        en="A server that is down for a while is not held against anyone: the file is not graded; check it again later.",
        fr="Un serveur momentanément en panne n’est reproché à personne : le fichier n’est pas noté ; évaluez-le de nouveau plus tard.",
    ),
    "points_title": Text(en="How the points add up", fr="Comment les points s’additionnent"),
    "points_mean": Text(
        en="Each rule is met from 0 to 100%. A dimension is the weighted mean of its rules, and the score the weighted mean of the dimensions.",
        fr="Chaque règle est respectée de 0 à 100 %. Une dimension est la moyenne pondérée de ses règles, et le score la moyenne pondérée des dimensions.",
    ),
    "points_unmeasured": Text(
        en="What could not be measured does not count, neither for nor against.",
        fr="Ce qui n’a pas pu être mesuré ne compte pas, ni pour ni contre.",
    ),
    "points_damped": Text(
        en="The same mistake repeated weighs less and less: with 1% of wrong cells a rule is met at {few}, with 25% at {many}.",
        fr="Une même erreur répétée pèse de moins en moins : avec 1 % de cellules fausses une règle est respectée à {few}, avec 25 % à {many}.",
    ),
    "points_late": Text(
        en="Being late costs gradually: one whole period late, the freshness of the update is met at {late}.",
        fr="Le retard coûte peu à peu : avec une période entière de retard, la fraîcheur de la mise à jour est respectée à {late}.",
    ),
    "weight_share": Text(en="{share}% of the grade", fr="{share} % de la note"),
    "weight_beside": Text(en="scored beside the grade", fr="notée à part"),
    "rule_why": Text(en="Why", fr="Pourquoi"),
    "rule_fix": Text(en="What to do", fr="Que faire"),
    "rule_facts": Text(
        en="Weight {weight}: {share} of its dimension. Effort to correct: {effort}.",
        fr="Poids {weight} : {share} de sa dimension. Effort pour corriger : {effort}.",
    ),
    "no_rules": Text(en="No rule yet.", fr="Aucune règle pour l’instant."),
}
