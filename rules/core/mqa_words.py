"""data.europa.eu's metrics in words: their names, and what a clerk adds to win the points."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.core.dry_run import Advice
from rules.core.mqa_metrics import Pillar
from rules.core.text import Text

_LINK_FIX = Text(
    en="Check that the link opens without logging in: {url} (answer received: {status}). If the file moved, put its new address on the dataset’s page.",
    fr="Vérifiez que le lien s’ouvre sans identifiant : {url} (réponse reçue : {status}). Si le fichier a été déplacé, mettez sa nouvelle adresse sur la page du jeu de données.",
)
_WORDS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "keywordAvailability",
        "Keywords",
        "Mots-clés",
        "Add at least one keyword, such as the subject or the place.",
        "Ajoutez au moins un mot-clé, par exemple le sujet ou le lieu.",
    ),
    (
        "categoryAvailability",
        "Theme",
        "Thématique",
        "Choose a theme, for example environment, transport or government.",
        "Choisissez une thématique, par exemple environnement, transports ou vie publique.",
    ),
    (
        "spatialAvailability",
        "Area covered",
        "Territoire couvert",
        "State the area that the data covers, for example your municipality.",
        "Indiquez le territoire que couvrent les données, par exemple votre commune.",
    ),
    (
        "temporalAvailability",
        "Period covered",
        "Période couverte",
        "State the first and the last day that the data covers.",
        "Indiquez le premier et le dernier jour que couvrent les données.",
    ),
    (
        "accessUrlStatusCode",
        "The access link answers",
        "Le lien d’accès répond",
        _LINK_FIX.en,
        _LINK_FIX.fr,
    ),
    (
        "downloadUrlAvailability",
        "Download link",
        "Lien de téléchargement",
        "Give the direct link to the file as its download link; link tested: {url}.",
        "Donnez le lien direct vers le fichier comme lien de téléchargement ; lien testé : {url}.",
    ),
    (
        "downloadUrlStatusCode",
        "The download link answers",
        "Le lien de téléchargement répond",
        _LINK_FIX.en,
        _LINK_FIX.fr,
    ),
    (
        "formatAvailability",
        "Format",
        "Format",
        "State the format of the file; format recognised here: {seen}.",
        "Indiquez le format du fichier ; format reconnu ici : {seen}.",
    ),
    (
        "mediaTypeAvailability",
        "Media type",
        "Type de média",
        "State the media type of the file; type recognised here: {expected}.",
        "Indiquez le type de média du fichier ; type reconnu ici : {expected}.",
    ),
    (
        "formatMediaTypeVocabularyAlignment",
        "Format and media type from the official lists",
        "Format et type de média tirés des listes officielles",
        "Choose the format in the EU’s list of file types and the media type in IANA’s. Stated now: {format} and {media_type}.",
        "Choisissez le format dans la liste européenne des types de fichiers et le type de média dans celle de l’IANA. Indiqué aujourd’hui : {format} et {media_type}.",
    ),
    (
        "formatMediaTypeNonProprietary",
        "Non-proprietary format",
        "Format non propriétaire",
        "Offer a format that depends on no vendor (CSV, ODS, JSON, GeoJSON). Stated now: {format}.",
        "Proposez un format qui ne dépend d’aucun éditeur (CSV, ODS, JSON, GeoJSON). Indiqué aujourd’hui : {format}.",
    ),
    (
        "formatMediaTypeMachineInterpretable",
        "Machine-readable format",
        "Format lisible par les machines",
        "Offer a format of data.europa.eu’s list (CSV, XLSX, ODS, JSON, GeoJSON, XML). Stated now: {format}.",
        "Proposez un format de la liste de data.europa.eu (CSV, XLSX, ODS, JSON, GeoJSON, XML). Indiqué aujourd’hui : {format}.",
    ),
    (
        "dcatApCompliance",
        "Conformity to DCAT-AP",
        "Conformité à DCAT-AP",
        "Ask those who run your portal for its validation report on data.europa.eu.",
        "Demandez au gestionnaire de votre portail son rapport de validation sur data.europa.eu.",
    ),
    (
        "licenceAvailability",
        "Licence",
        "Licence",
        "Choose a licence: in France, Licence Ouverte 2.0 (etalab-2.0) or ODbL.",
        "Choisissez une licence : en France, la Licence Ouverte 2.0 (etalab-2.0) ou l’ODbL.",
    ),
    (
        "knownLicence",
        "Licence from the EU’s list",
        "Licence de la liste européenne",
        "Choose a licence of the EU’s list: Licence Ouverte 2.0 (etalab-2.0), ODbL, CC BY 4.0 … Stated now: {licence}.",
        "Choisissez une licence de la liste européenne : Licence Ouverte 2.0 (etalab-2.0), ODbL, CC BY 4.0… Indiqué aujourd’hui : {licence}.",
    ),
    (
        "accessRightsAvailability",
        "Access rights",
        "Conditions d’accès",
        "State who may read the data: “public” for open data.",
        "Indiquez qui peut consulter les données : « public » pour des données ouvertes.",
    ),
    (
        "accessRightsVocabularyAlignment",
        "Access rights from the EU’s list",
        "Conditions d’accès de la liste européenne",
        "Use a word of the EU’s list: PUBLIC, RESTRICTED or NON_PUBLIC. Stated now: {access_rights}.",
        "Employez un terme de la liste européenne : PUBLIC, RESTRICTED ou NON_PUBLIC. Indiqué aujourd’hui : {access_rights}.",
    ),
    (
        "contactPointAvailability",
        "Contact",
        "Contact",
        "Give a contact, best an address that the whole service reads.",
        "Indiquez un contact, de préférence une adresse que tout le service consulte.",
    ),
    (
        "publisherAvailability",
        "Publisher",
        "Producteur",
        "Name the publisher: your municipality, or the service in charge.",
        "Nommez le producteur : votre commune, ou le service responsable.",
    ),
    (
        "rightsAvailability",
        "Statement of rights",
        "Mention des droits",
        "Add a sentence on what readers may do with the data, for example “Free to re-use, naming the source”.",
        "Ajoutez une phrase sur ce que le lecteur peut faire des données, par exemple « Réutilisation libre en citant la source ».",
    ),
    (
        "byteSizeAvailability",
        "Size of the file",
        "Taille du fichier",
        "State the size of the file in bytes; size measured here: {bytes}.",
        "Indiquez la taille du fichier en octets ; taille mesurée ici : {bytes}.",
    ),
    (
        "dateIssuedAvailability",
        "Date of publication",
        "Date de publication",
        "State the date on which the data was first published.",
        "Indiquez la date de première publication des données.",
    ),
    (
        "dateModifiedAvailability",
        "Date of update",
        "Date de mise à jour",
        "State the date of the last update.",
        "Indiquez la date de dernière mise à jour.",
    ),
)
ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        metric: Advice(title=Text(en, fr), fix=Text(fix_en, fix_fr))
        for metric, en, fr, fix_en, fix_fr in _WORDS
    }
)
PILLAR_TITLES: Mapping[Pillar, Text] = MappingProxyType(
    {
        Pillar.FINDABILITY: Text(en="Findability", fr="Facilité à trouver"),
        Pillar.ACCESSIBILITY: Text(en="Accessibility", fr="Accessibilité"),
        Pillar.INTEROPERABILITY: Text(en="Interoperability", fr="Interopérabilité"),
        Pillar.REUSABILITY: Text(en="Reusability", fr="Réutilisabilité"),
        Pillar.CONTEXTUALITY: Text(en="Context", fr="Contexte"),
    }
)
RATING_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "Excellent": Text(en="Excellent", fr="Excellent"),
        "Good": Text(en="Good", fr="Bon"),
        "Sufficient": Text(en="Sufficient", fr="Suffisant"),
        "Bad": Text(en="Bad", fr="Insuffisant"),
    }
)
