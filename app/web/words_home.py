"""Labels of the home page and of the list of schemas."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

HOME: Mapping[str, Text] = {
    "home_title": Text(
        en="How good is your open data?", fr="Vos données ouvertes sont-elles bonnes ?"
    ),
    "home_lede": Text(
        en="Paste the link to a file, or drop the file here. You get a grade from A to E, the reasons for it, and what to correct first.",
        fr="Collez le lien d’un fichier, ou déposez le fichier ici. Vous obtenez une note de A à E, ses raisons, et ce qu’il faut corriger en premier.",
    ),
    "error_heading": Text(en="The check could not start", fr="L’évaluation n’a pas pu commencer"),
    "key_label": Text(en="API key of this service", fr="Clé d’API de ce service"),
    "key_hint": Text(
        en="Checks are for those to whom this service gave a key (qd_…). No key? Ask whoever runs it. The reports already made are open to all, below.",
        fr="Les évaluations sont réservées à ceux qui ont reçu une clé de ce service (qd_…). Pas de clé ? Demandez-la à son exploitant. Les rapports déjà établis restent ouverts à tous, plus bas.",
    ),
    "url_label": Text(en="Link to the file", fr="Lien du fichier"),
    "url_hint": Text(
        en="The link that downloads the file, from data.gouv.fr or from your own portal.",
        fr="Celui qui télécharge le fichier, sur data.gouv.fr ou sur votre portail.",
    ),
    "or": Text(en="or", fr="ou"),
    "file_label": Text(en="File from your computer", fr="Fichier de votre ordinateur"),
    "file_hint": Text(
        en="CSV, Excel, OpenDocument, JSON, GeoJSON or Parquet. Works before you publish, too.",
        fr="CSV, Excel, OpenDocument, JSON, GeoJSON ou Parquet. Utile aussi avant de publier.",
    ),
    "drop_here": Text(en="You can drop it here.", fr="Vous pouvez le déposer ici."),
    "options": Text(
        en="Say more: schema, update frequency", fr="Préciser : schéma, fréquence de mise à jour"
    ),
    "schema_label": Text(en="Schema to follow", fr="Schéma à respecter"),
    "schema_hint": Text(
        en="A name from the list, or the address of a Table Schema. Leave empty if unsure: we look for the closest one.",
        fr="Un nom de la liste, ou l’adresse d’un Table Schema. Laissez vide en cas de doute : nous cherchons le plus proche.",
    ),
    "schema_list": Text(en="See the schemas", fr="Voir les schémas"),
    "frequency_label": Text(en="Promised update frequency", fr="Fréquence de mise à jour annoncée"),
    "frequency_hint": Text(
        en="How often the data is supposed to be updated.",
        fr="À quel rythme les données sont censées être mises à jour.",
    ),
    "frequency_unknown": Text(
        en="Not stated, or stated on the portal", fr="Non précisée, ou indiquée sur le portail"
    ),
    "submit": Text(en="Check the data", fr="Évaluer les données"),
    "working": Text(en="Checking…", fr="Évaluation en cours…"),
    "working_seconds": Text(en="seconds", fr="secondes"),
    "privacy": Text(
        en="A dropped file is read, then erased; only the report is kept. It may quote a few values; those about persons are veiled.",
        fr="Un fichier déposé est lu, puis effacé ; seul le rapport est gardé. Il peut citer quelques valeurs ; celles qui concernent des personnes sont masquées.",
    ),
    "how": Text(en="How it works", fr="Comment ça marche"),
    "step_1": Text(en="We fetch the file", fr="Nous ouvrons le fichier"),
    "step_1_text": Text(
        en="Just as the public gets it: link, format, encoding, header, every single row.",
        fr="Tel que le public le reçoit : lien, format, encodage, en-tête, et toutes les lignes.",
    ),
    "step_2": Text(
        en="We compare it with what was promised", fr="Nous le comparons à ce qui est promis"
    ),
    "step_2_text": Text(
        en="The columns of its schema, filled cells, the announced update date. What cannot be measured costs nothing.",
        fr="Les colonnes de son schéma, les cellules remplies, la date de mise à jour annoncée. Ce qui ne peut pas être mesuré ne coûte rien.",
    ),
    "step_3": Text(en="You know what to correct", fr="Vous savez quoi corriger"),
    "step_3_text": Text(
        en="Each suggestion names the column and the row, shows the corrected value, and says how many points it wins.",
        fr="Chaque suggestion nomme la colonne et la ligne, montre la valeur corrigée, et dit combien de points elle rapporte.",
    ),
    "recent": Text(en="Latest checks", fr="Dernières évaluations"),
    "recent_none": Text(
        en="No dataset has been checked here yet. Yours can be the first.",
        fr="Aucun jeu de données n’a encore été évalué ici. Le vôtre peut être le premier.",
    ),
    "schemas_title": Text(en="Known schemas", fr="Schémas connus"),
    "schemas_lede": Text(
        en="A schema says which columns a file must have, and what each may hold. Two files that follow the same schema can be read together.",
        fr="Un schéma dit quelles colonnes un fichier doit avoir, et ce que chacune peut contenir. Deux fichiers qui suivent le même schéma se lisent ensemble.",
    ),
    "schemas_caption": Text(
        en="Schemas that a file can be checked against",
        fr="Schémas auxquels un fichier peut être comparé",
    ),
    "schemas_none": Text(
        en="No schema can be reached for now.", fr="Aucun schéma n’est joignable pour l’instant."
    ),
    "schema_title": Text(en="Title", fr="Titre"),
    "schema_name": Text(en="Name to give", fr="Nom à indiquer"),
    "schema_version": Text(en="Version", fr="Version"),
    "schema_fields": Text(en="Columns", fr="Colonnes"),
}
