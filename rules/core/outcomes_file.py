"""Files that are not usable data, whoever reads them."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text

FILE = (
    Outcome(
        code="empty",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The file is empty.",
            fr="Le fichier est vide.",
        ),
        fix=Text(
            en="Export the file again and publish it with its content.",
            fr="Exportez de nouveau le fichier et publiez-le avec son contenu.",
        ),
    ),
    Outcome(
        code="no_rows",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The file has a header but not a single row of data.",
            fr="Le fichier a un en-tête mais aucune ligne de données.",
        ),
        fix=Text(
            en="Export the file again with its rows.",
            fr="Exportez de nouveau le fichier avec ses lignes.",
        ),
    ),
    Outcome(
        code="nul_bytes",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The file is damaged: it contains null bytes where there should be text.",
            fr="Le fichier est endommagé : il contient des octets nuls là où devrait se trouver du texte.",
        ),
        fix=Text(
            en="Export the file again from the software that made it, then check that it opens.",
            fr="Exportez de nouveau le fichier depuis le logiciel d’origine, puis vérifiez qu’il s’ouvre.",
        ),
    ),
    Outcome(
        code="not_text",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The content of the file is neither text nor a spreadsheet.",
            fr="Le contenu du fichier n’est ni du texte ni un tableur.",
        ),
        fix=Text(
            en="Publish the table as CSV, in UTF-8.",
            fr="Publiez le tableau au format CSV, en UTF-8.",
        ),
    ),
    Outcome(
        code="archive_malformed",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The compressed file is damaged and cannot be opened.",
            fr="Le fichier compressé est endommagé et ne s’ouvre pas.",
        ),
        fix=Text(
            en="Compress the file again, check that it opens, then publish it.",
            fr="Compressez de nouveau le fichier, vérifiez qu’il s’ouvre, puis publiez-le.",
        ),
    ),
    Outcome(
        code="archive_encrypted",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The file is protected by a password.",
            fr="Le fichier est protégé par un mot de passe.",
        ),
        fix=Text(
            en="Publish it without a password: open data opens for everyone.",
            fr="Publiez-le sans mot de passe : une donnée ouverte s’ouvre pour tous.",
        ),
    ),
    Outcome(
        code="entry_mismatch",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The compressed file contradicts itself: its table of contents does not match what it holds.",
            fr="Le fichier compressé se contredit : son sommaire ne correspond pas à ce qu’il contient.",
        ),
        fix=Text(
            en="Compress the file again with an ordinary tool, then publish it.",
            fr="Compressez de nouveau le fichier avec un outil courant, puis publiez-le.",
        ),
    ),
    Outcome(
        code="xml_entities",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The file contains hidden instructions that have no place in data (XML entities).",
            fr="Le fichier contient des instructions cachées qui n’ont pas leur place dans des données (entités XML).",
        ),
        fix=Text(
            en="Open the file in a spreadsheet, save it under a new name, then publish that copy.",
            fr="Ouvrez le fichier dans un tableur, enregistrez-le sous un nouveau nom, puis publiez cette copie.",
        ),
    ),
    Outcome(
        code="json_malformed",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The JSON file is broken off or badly written: no software can read it.",
            fr="Le fichier JSON est interrompu ou mal écrit : aucun logiciel ne peut le lire.",
        ),
        fix=Text(
            en="Export it again from the software that made it, then check that it opens.",
            fr="Exportez-le de nouveau depuis le logiciel d’origine, puis vérifiez qu’il s’ouvre.",
        ),
    ),
    Outcome(
        code="parquet_malformed",
        whose="file",
        effect="not_data",
        retry=False,
        text=Text(
            en="The Parquet file is damaged and cannot be read.",
            fr="Le fichier Parquet est endommagé et ne peut pas être lu.",
        ),
        fix=Text(
            en="Write the file again, check that it can be read, then publish it.",
            fr="Produisez de nouveau le fichier, vérifiez qu’il se lit, puis publiez-le.",
        ),
    ),
)
