"""What may happen to an assessment on our side: never the publisher’s fault."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text

JOB = (
    Outcome(
        code="parse_timeout",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="Reading the file took longer than allowed.",
            fr="La lecture du fichier a pris plus de temps que prévu.",
        ),
        fix=Text(
            en="Offer a smaller file, or the same one cut by year.",
            fr="Proposez un fichier plus petit, ou le même découpé par année.",
        ),
    ),
    Outcome(
        code="parse_memory",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="Reading the file takes more memory than allowed.",
            fr="La lecture du fichier demande plus de mémoire que prévu.",
        ),
        fix=Text(
            en="Offer the table as CSV, or cut it by year.",
            fr="Proposez le tableau au format CSV, ou découpé par année.",
        ),
    ),
    Outcome(
        code="parse_crashed",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The reader stopped in the middle of the file.",
            fr="La lecture s’est arrêtée au milieu du fichier.",
        ),
        fix=Text(
            en="Check that the file opens in a spreadsheet; if it does, tell us about it.",
            fr="Vérifiez que le fichier s’ouvre dans un tableur ; si oui, signalez-le-nous.",
        ),
    ),
    Outcome(
        code="quarantined",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="Reading this file has broken off three times: this service does not open it any more.",
            fr="La lecture de ce fichier s’est interrompue trois fois : ce service ne l’ouvre plus.",
        ),
        fix=Text(
            en="Save it again from a spreadsheet, as CSV if you can: once changed, it is a new file for us.",
            fr="Enregistrez-le de nouveau depuis un tableur, si possible au format CSV : une fois modifié, c’est pour nous un nouveau fichier.",
        ),
    ),
    Outcome(
        code="pattern_too_costly",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="A pattern of the schema takes too long to check: it was left aside.",
            fr="Un motif du schéma est trop long à vérifier : il a été laissé de côté.",
        ),
        fix=Text(
            en="Tell the authors of the schema: the regular expression should be simpler.",
            fr="Signalez-le aux auteurs du schéma : l’expression régulière devrait être plus simple.",
        ),
    ),
    Outcome(
        code="sandbox_missing",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="This service cannot read files safely for now, so it reads none.",
            fr="Ce service ne peut pas lire de fichiers en sécurité pour l’instant : il n’en lit donc aucun.",
        ),
        fix=Text(
            en="Nothing to change in the data: the administrator of this service must set up its sandbox.",
            fr="Rien à changer dans les données : l’administrateur de ce service doit installer son bac à sable.",
        ),
    ),
    Outcome(
        code="cancelled",
        whose="request",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The assessment was cancelled before its end.",
            fr="L’évaluation a été annulée avant la fin.",
        ),
        fix=Text(
            en="Ask for it again when you wish.",
            fr="Demandez-la de nouveau quand vous le souhaitez.",
        ),
    ),
    Outcome(
        code="superseded",
        whose="request",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="A newer request for the same data took the place of this one.",
            fr="Une demande plus récente sur les mêmes données a remplacé celle-ci.",
        ),
        fix=Text(
            en="Look at the latest assessment.",
            fr="Consultez l’évaluation la plus récente.",
        ),
    ),
    Outcome(
        code="worker_lost",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The machine at work on this file stopped: another one takes over.",
            fr="La machine qui évaluait ce fichier s’est arrêtée : une autre prend le relais.",
        ),
        fix=Text(
            en="Nothing to change in the data: the assessment starts again by itself.",
            fr="Rien à changer dans les données : l’évaluation reprend d’elle-même.",
        ),
    ),
    Outcome(
        code="no_space",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The service has no room left on its disk to read this file.",
            fr="Le service n’a plus de place sur son disque pour lire ce fichier.",
        ),
        fix=Text(
            en="Nothing to change in the data: the assessment starts again once there is room.",
            fr="Rien à changer dans les données : l’évaluation reprendra dès qu’il y aura de la place.",
        ),
    ),
    Outcome(
        code="internal",
        whose="us",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="Something went wrong on our side.",
            fr="Un problème est survenu de notre côté.",
        ),
        fix=Text(
            en="Nothing to change in the data: try again later.",
            fr="Rien à changer dans les données : réessayez plus tard.",
        ),
    ),
)
