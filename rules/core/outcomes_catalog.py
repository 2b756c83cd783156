"""Catalogues that cannot be listed, and entries of theirs that cannot be used."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text


def _outcome(code: str, text: Text, fix: Text) -> Outcome:
    return Outcome(code=code, whose="origin", effect="unmeasured", retry=False, text=text, fix=fix)


CATALOG = (
    _outcome(
        "catalog_unknown",
        Text(
            en="Neither this address nor its site answers like a catalogue: CKAN, udata, Opendatasoft, DCAT, data.json or a CSV list of addresses.",
            fr="Ni cette adresse ni son site ne répondent comme un catalogue : CKAN, udata, Opendatasoft, DCAT, data.json ou liste d’adresses en CSV.",
        ),
        Text(
            en="Give the address of the portal’s home page, of its API, or of a file that lists its datasets.",
            fr="Indiquez l’adresse de l’accueil du portail, de son API, ou d’un fichier qui liste ses jeux de données.",
        ),
    ),
    _outcome(
        "catalog_page_html",
        Text(
            en="Instead of a page of the catalogue, the portal sent a web page.",
            fr="Au lieu d’une page du catalogue, le portail a envoyé une page web.",
        ),
        Text(
            en="Show this address to the portal’s team: its API should answer with data, also when it fails.",
            fr="Montrez cette adresse à l’équipe du portail : son API devrait répondre par des données, même en cas d’erreur.",
        ),
    ),
    _outcome(
        "catalog_page_malformed",
        Text(
            en="A page of the catalogue is malformed and cannot be read.",
            fr="Une page du catalogue est mal formée et ne peut pas être lue.",
        ),
        Text(
            en="Show this address to the portal’s team; the other pages are read all the same.",
            fr="Montrez cette adresse à l’équipe du portail ; les autres pages sont lues malgré tout.",
        ),
    ),
    _outcome(
        "catalog_page_too_large",
        Text(
            en="A page of the catalogue is longer than this service reads.",
            fr="Une page du catalogue est plus longue que ce que ce service peut lire.",
        ),
        Text(
            en="Have the portal serve its catalogue in smaller pages.",
            fr="Faites servir le catalogue en pages plus courtes.",
        ),
    ),
    _outcome(
        "catalog_loops",
        Text(
            en="The pages of the catalogue go on without end: the last ones brought nothing new, so listing stopped there.",
            fr="Les pages du catalogue se suivent sans fin : les dernières n’apportaient rien de nouveau, la lecture s’est arrêtée là.",
        ),
        Text(
            en="Show this to the portal’s team: the last page should not lead to another one.",
            fr="Montrez ceci à l’équipe du portail : la dernière page ne devrait mener à aucune autre.",
        ),
    ),
    _outcome(
        "catalog_too_long",
        Text(
            en="The catalogue lists more datasets than this service takes in: the first ones were kept.",
            fr="Le catalogue liste plus de jeux de données que ce service n’en accepte : les premiers ont été retenus.",
        ),
        Text(
            en="Add it part by part, for example organisation by organisation.",
            fr="Ajoutez-le par parties, par exemple organisation par organisation.",
        ),
    ),
    _outcome(
        "catalog_entry_malformed",
        Text(
            en="An entry of the catalogue cannot be read: it lacks what names it, or is no description of a dataset.",
            fr="Une entrée du catalogue est illisible : il lui manque de quoi la nommer, ou ce n’est pas la description d’un jeu de données.",
        ),
        Text(
            en="Open this dataset on the portal and save it again.",
            fr="Ouvrez ce jeu de données sur le portail et enregistrez-le de nouveau.",
        ),
    ),
    _outcome(
        "catalog_entry_refused",
        Text(
            en="The catalogue gives this dataset an address that this service does not go to.",
            fr="Le catalogue donne à ce jeu de données une adresse où ce service ne va pas.",
        ),
        Text(
            en="On the portal, give a public address that starts with https://.",
            fr="Sur le portail, indiquez une adresse publique qui commence par https://.",
        ),
    ),
)
