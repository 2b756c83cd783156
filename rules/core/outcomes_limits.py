"""Files beyond what we read: our limits, so they cost the publisher nothing."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text

LIMITS = (
    Outcome(
        code="line_too_long",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="One line of the file is longer than this service reads.",
            fr="Une ligne du fichier est plus longue que ce que ce service peut lire.",
        ),
        fix=Text(
            en="Look for a quotation mark that is never closed: it makes one line of many.",
            fr="Cherchez un guillemet jamais refermé : il réunit plusieurs lignes en une seule.",
        ),
    ),
    Outcome(
        code="too_many_columns",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The table has more columns than this service reads.",
            fr="Le tableau a plus de colonnes que ce que ce service peut lire.",
        ),
        fix=Text(
            en="Put what repeats from column to column into rows, or split the table.",
            fr="Mettez en lignes ce qui se répète de colonne en colonne, ou découpez le tableau.",
        ),
    ),
    Outcome(
        code="too_many_rows",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The table has more rows than this service reads.",
            fr="Le tableau a plus de lignes que ce que ce service peut lire.",
        ),
        fix=Text(
            en="Offer the data cut by year or by district, beside the whole file.",
            fr="Proposez aussi les données découpées par année ou par secteur, à côté du fichier complet.",
        ),
    ),
    Outcome(
        code="cell_too_large",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="One cell of the table is longer than this service reads.",
            fr="Une cellule du tableau est plus longue que ce que ce service peut lire.",
        ),
        fix=Text(
            en="Look for a quotation mark that is never closed, or publish long texts as separate files.",
            fr="Cherchez un guillemet jamais refermé, ou publiez les textes longs dans des fichiers à part.",
        ),
    ),
    Outcome(
        code="archive_too_many_entries",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The compressed file holds more files than this service opens.",
            fr="Le fichier compressé contient plus de fichiers que ce que ce service peut ouvrir.",
        ),
        fix=Text(
            en="Publish each table as a resource of its own.",
            fr="Publiez chaque tableau comme une ressource à part.",
        ),
    ),
    Outcome(
        code="archive_nested",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The compressed file holds another compressed file.",
            fr="Le fichier compressé contient un autre fichier compressé.",
        ),
        fix=Text(
            en="Compress the data file itself, once.",
            fr="Compressez une seule fois le fichier de données lui-même.",
        ),
    ),
    Outcome(
        code="sheet_too_sparse",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The sheet has cells so far apart that this service cannot read it.",
            fr="La feuille a des cellules si éloignées les unes des autres que ce service ne peut pas la lire.",
        ),
        fix=Text(
            en="Delete the stray cells far below or far to the right of the table, or publish it as CSV.",
            fr="Supprimez les cellules égarées loin sous le tableau ou loin à sa droite, ou publiez-le en CSV.",
        ),
    ),
    Outcome(
        code="json_too_deep",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The JSON file is nested more deeply than this service reads.",
            fr="Le fichier JSON est imbriqué plus profondément que ce que ce service peut lire.",
        ),
        fix=Text(
            en="Publish a flat list of records, or a CSV file.",
            fr="Publiez une simple liste d’enregistrements, ou un fichier CSV.",
        ),
    ),
    Outcome(
        code="unsupported_format",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="This service does not know how to read this file format.",
            fr="Ce service ne sait pas lire ce format de fichier.",
        ),
        fix=Text(
            en="If it is a table, offer it as CSV too.",
            fr="S’il s’agit d’un tableau, proposez-le aussi au format CSV.",
        ),
    ),
)
