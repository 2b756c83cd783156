"""Servers that answer, but not with the whole file."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text

ANSWER = (
    Outcome(
        code="http_status",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The server answered with error {status} instead of the file.",
            fr="Le serveur a répondu par l’erreur {status} au lieu du fichier.",
        ),
        title=Text(
            en="The server answers with an error instead of the file.",
            fr="Le serveur répond par une erreur au lieu du fichier.",
        ),
        fix=Text(
            en="Check that the link opens the file in a browser where you are not logged in.",
            fr="Vérifiez que le lien ouvre bien le fichier dans un navigateur où vous n’êtes pas connecté.",
        ),
    ),
    Outcome(
        code="too_large",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The file is larger than this service reads.",
            fr="Le fichier est plus gros que ce que ce service peut lire.",
        ),
        fix=Text(
            en="Offer the file compressed (.zip or .gz), or cut by year or by district.",
            fr="Proposez le fichier compressé (.zip ou .gz), ou découpé par année ou par secteur.",
        ),
    ),
    Outcome(
        code="bomb",
        whose="origin",
        effect="not_data",
        retry=False,
        text=Text(
            en="Once decompressed, the file grows out of all proportion: it is not usable data.",
            fr="Une fois décompressé, le fichier grossit démesurément : ce ne sont pas des données utilisables.",
        ),
        fix=Text(
            en="Publish the file again, and check its size once it is decompressed.",
            fr="Publiez le fichier de nouveau, et vérifiez sa taille une fois décompressé.",
        ),
    ),
    Outcome(
        code="bad_encoding",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The server says that the answer is compressed, but it cannot be decompressed.",
            fr="Le serveur annonce une réponse compressée, mais celle-ci ne peut pas être décompressée.",
        ),
        fix=Text(
            en="Ask your host to correct the server’s compression (the Content-Encoding header).",
            fr="Demandez à votre hébergeur de corriger la compression du serveur (en-tête Content-Encoding).",
        ),
    ),
    Outcome(
        code="encoding_refused",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The server compresses its answer in a way that was not asked for.",
            fr="Le serveur compresse sa réponse d’une manière qui n’a pas été demandée.",
        ),
        fix=Text(
            en="Ask your host to respect the Accept-Encoding header, or to turn compression off for this file.",
            fr="Demandez à votre hébergeur de respecter l’en-tête Accept-Encoding, ou de désactiver la compression pour ce fichier.",
        ),
    ),
    Outcome(
        code="truncated",
        whose="origin",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The connection broke off before the end of the file.",
            fr="La connexion s’est interrompue avant la fin du fichier.",
        ),
        fix=Text(
            en="If this happens again, ask your host why downloads are cut short.",
            fr="Si cela se reproduit, demandez à votre hébergeur pourquoi les téléchargements sont interrompus.",
        ),
    ),
    Outcome(
        code="length_mismatch",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The server announces one size and sends another.",
            fr="Le serveur annonce une taille et en envoie une autre.",
        ),
        fix=Text(
            en="Ask your host to correct the size that the server announces (the Content-Length header).",
            fr="Demandez à votre hébergeur de corriger la taille annoncée par le serveur (en-tête Content-Length).",
        ),
    ),
    Outcome(
        code="not_the_data",
        whose="origin",
        effect="not_data",
        retry=False,
        text=Text(
            en="The link opens a web page, not a data file.",
            fr="Le lien ouvre une page web, et non un fichier de données.",
        ),
        fix=Text(
            en="Give the address of the file itself: the one behind the download button.",
            fr="Donnez l’adresse du fichier lui-même : celle du bouton de téléchargement.",
        ),
    ),
)
