"""Addresses and schemas that a request may not name: refused before anything is fetched."""

from __future__ import annotations

from rules.core.outcome import Outcome
from rules.core.text import Text

ADDRESS = (
    Outcome(
        code="url_malformed",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="This is not a usable web address.",
            fr="Ceci n’est pas une adresse web utilisable.",
        ),
        fix=Text(
            en="Copy the whole address from your browser: it starts with https:// and has no space in it.",
            fr="Copiez l’adresse entière depuis votre navigateur : elle commence par https:// et ne contient aucun espace.",
        ),
    ),
    Outcome(
        code="scheme_refused",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="Only web addresses can be fetched.",
            fr="Seules les adresses web peuvent être lues.",
        ),
        fix=Text(
            en="Give an address that starts with https:// or http://, or drop the file here instead.",
            fr="Donnez une adresse qui commence par https:// ou http://, ou bien déposez le fichier ici.",
        ),
    ),
    Outcome(
        code="userinfo_refused",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="The address contains a user name or a password.",
            fr="L’adresse contient un identifiant ou un mot de passe.",
        ),
        fix=Text(
            en="Remove the part before the @ sign: open data opens without a password.",
            fr="Retirez la partie qui précède le signe @ : une donnée ouverte se lit sans mot de passe.",
        ),
    ),
    Outcome(
        code="port_refused",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="The address uses an unusual port.",
            fr="L’adresse utilise un port inhabituel.",
        ),
        fix=Text(
            en="Publish the file on the usual web ports, 443 or 80, and remove the number after the colon.",
            fr="Publiez le fichier sur les ports habituels du web, 443 ou 80, et retirez le nombre placé après les deux-points.",
        ),
    ),
    Outcome(
        code="host_invalid",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="The name of the site in this address cannot exist.",
            fr="Le nom de site de cette adresse ne peut pas exister.",
        ),
        fix=Text(
            en="Check the spelling between https:// and the next slash.",
            fr="Vérifiez l’orthographe entre https:// et la barre oblique suivante.",
        ),
    ),
    Outcome(
        code="host_encoded_ip",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="The address gives a number in place of the name of a site.",
            fr="L’adresse donne un nombre à la place du nom d’un site.",
        ),
        fix=Text(
            en="Use the name of the site, such as www.example.fr.",
            fr="Utilisez le nom du site, par exemple www.exemple.fr.",
        ),
    ),
    Outcome(
        code="address_not_public",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="This address does not lead to a public site.",
            fr="Cette adresse ne mène pas à un site public.",
        ),
        fix=Text(
            en="Publish the file on a site that everyone can reach, or drop the file here instead.",
            fr="Publiez le fichier sur un site accessible à tous, ou bien déposez le fichier ici.",
        ),
    ),
    Outcome(
        code="host_denied",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="The operator of this service has chosen not to fetch from this site.",
            fr="L’exploitant de ce service a choisi de ne pas lire ce site.",
        ),
        fix=Text(
            en="Download the file yourself and drop it here.",
            fr="Téléchargez le fichier vous-même et déposez-le ici.",
        ),
    ),
    Outcome(
        code="schema_refused",
        whose="request",
        effect="refused",
        retry=False,
        text=Text(
            en="The schema cannot be used: {detail}.",
            fr="Le schéma ne peut pas être utilisé : {detail}.",
        ),
        fix=Text(
            en="Give a Table Schema: a JSON document with a list of fields.",
            fr="Donnez un schéma de table (Table Schema) : un document JSON qui contient une liste de champs (fields).",
        ),
    ),
    Outcome(
        code="schema_unreachable",
        whose="request",
        effect="refused",
        retry=True,
        text=Text(
            en="The schema could not be fetched: {detail}.",
            fr="Le schéma n’a pas pu être récupéré : {detail}.",
        ),
        fix=Text(
            en="Check the schema’s address, or try again later.",
            fr="Vérifiez l’adresse du schéma, ou réessayez plus tard.",
        ),
    ),
)
