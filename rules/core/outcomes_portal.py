"""Datasets of portals that cannot be assessed, and records that cannot be read."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text

PORTAL = (
    Outcome(
        code="dataset_private",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The portal does not show this dataset to everyone: it is private, or closed to programs.",
            fr="Le portail ne montre pas ce jeu de données à tous : il est privé, ou fermé aux programmes.",
        ),
        fix=Text(
            en="Make the dataset public on the portal, then have it graded again.",
            fr="Rendez le jeu de données public sur le portail, puis faites-le évaluer de nouveau.",
        ),
    ),
    Outcome(
        code="dataset_deleted",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The dataset has been deleted from the portal.",
            fr="Le jeu de données a été supprimé du portail.",
        ),
        fix=Text(
            en="Restore it on the portal, or replace the link by that of the dataset which took its place.",
            fr="Restaurez-le sur le portail, ou remplacez le lien par celui du jeu de données qui lui succède.",
        ),
    ),
    Outcome(
        code="dataset_not_found",
        whose="origin",
        effect="dead",
        retry=False,
        text=Text(
            en="The portal knows no dataset and no file at this address.",
            fr="Le portail ne connaît ni jeu de données ni fichier à cette adresse.",
        ),
        fix=Text(
            en="Copy the address again from the dataset’s page.",
            fr="Copiez de nouveau l’adresse depuis la page du jeu de données.",
        ),
    ),
    Outcome(
        code="no_resources",
        whose="origin",
        effect="not_data",
        retry=False,
        text=Text(
            en="The dataset is described on the portal, but no file is attached to it.",
            fr="Le jeu de données est décrit sur le portail, mais aucun fichier n’y est joint.",
        ),
        fix=Text(
            en="Add the data file to the dataset on the portal.",
            fr="Ajoutez le fichier de données au jeu de données sur le portail.",
        ),
    ),
    Outcome(
        code="no_data_resource",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The dataset offers no data file, only services, documents or code: there is nothing to grade here.",
            fr="Le jeu de données n’offre aucun fichier de données, seulement des services, des documents ou du code : il n’y a rien à noter ici.",
        ),
        fix=Text(
            en="Add the data itself as a file (CSV for a table), marked as a main file.",
            fr="Ajoutez les données elles-mêmes sous forme de fichier (CSV pour un tableau), indiqué comme fichier principal.",
        ),
    ),
    Outcome(
        code="resource_refused",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="This service does not go to the address that the portal gives for the file.",
            fr="Ce service ne va pas à l’adresse que le portail indique pour le fichier.",
        ),
        fix=Text(
            en="On the portal, give the file a public address that starts with https://.",
            fr="Sur le portail, donnez au fichier une adresse publique qui commence par https://.",
        ),
    ),
    Outcome(
        code="portal_unavailable",
        whose="origin",
        effect="unmeasured",
        retry=True,
        text=Text(
            en="The portal could not say what this dataset is made of.",
            fr="Le portail n’a pas pu dire de quoi se compose ce jeu de données.",
        ),
        fix=Text(
            en="Nothing to change in the data: try again later, or give the address of the file itself.",
            fr="Rien à changer dans les données : réessayez plus tard, ou donnez l’adresse du fichier lui-même.",
        ),
    ),
    Outcome(
        code="record_malformed",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The portal’s answer about this dataset is malformed and cannot be read.",
            fr="La réponse du portail sur ce jeu de données est mal formée et ne peut pas être lue.",
        ),
        fix=Text(
            en="Show this message to the portal’s team; meanwhile, give the address of the file itself.",
            fr="Montrez ce message à l’équipe du portail ; en attendant, donnez l’adresse du fichier lui-même.",
        ),
    ),
    Outcome(
        code="record_entities",
        whose="origin",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The description of the data contains instructions that expand or fetch other content (XML entities): it was not read.",
            fr="La description des données contient des instructions qui se déploient ou vont chercher ailleurs (entités XML) : elle n’a pas été lue.",
        ),
        fix=Text(
            en="Have the description written without entities, or give the address of the file itself.",
            fr="Faites produire la description sans entités, ou donnez l’adresse du fichier lui-même.",
        ),
    ),
    Outcome(
        code="record_too_large",
        whose="us",
        effect="unmeasured",
        retry=False,
        text=Text(
            en="The portal’s description of this dataset is longer than this service reads.",
            fr="La description du jeu de données sur le portail est plus longue que ce que ce service peut lire.",
        ),
        fix=Text(
            en="Shorten the description on the portal, or give the address of the file itself.",
            fr="Raccourcissez la description sur le portail, ou donnez l’adresse du fichier lui-même.",
        ),
    ),
    Outcome(
        code="several_datasets",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="This address describes several datasets: {detail}. Add # and the identifier of one of them.",
            fr="Cette adresse décrit plusieurs jeux de données : {detail}. Ajoutez # et l’identifiant de l’un d’eux.",
        ),
        fix=Text(
            en="Give the address of one dataset’s page, or add # and its identifier to this address.",
            fr="Donnez l’adresse de la page d’un jeu de données, ou ajoutez # et son identifiant à cette adresse.",
        ),
    ),
    Outcome(
        code="dataset_not_listed",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="The document at this address describes no dataset called “{detail}”.",
            fr="Le document à cette adresse ne décrit aucun jeu de données nommé « {detail} ».",
        ),
        fix=Text(
            en="After #, write the identifier exactly as the document does.",
            fr="Après #, écrivez l’identifiant exactement comme dans le document.",
        ),
    ),
)
