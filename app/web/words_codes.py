"""Words for codes that the evidence speaks in; a code without words is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

CODES: Mapping[str, Text] = {
    "type_string": Text(en="text", fr="texte"),
    "type_integer": Text(en="whole number", fr="nombre entier"),
    "type_number": Text(en="number", fr="nombre"),
    "type_boolean": Text(en="yes or no", fr="oui ou non"),
    "type_date": Text(en="date", fr="date"),
    "type_datetime": Text(en="date and time", fr="date et heure"),
    "type_time": Text(en="time", fr="heure"),
    "type_year": Text(en="year", fr="année"),
    "meaning_siret": Text(en="SIRET number", fr="numéro SIRET"),
    "meaning_siren": Text(en="SIREN number", fr="numéro SIREN"),
    "meaning_insee": Text(en="INSEE code", fr="code INSEE"),
    "meaning_postcode": Text(en="postcode", fr="code postal"),
    "meaning_email": Text(en="e-mail address", fr="adresse électronique"),
    "meaning_url": Text(en="web address", fr="adresse web"),
    "meaning_phone": Text(en="telephone number", fr="numéro de téléphone"),
    "meaning_rna": Text(en="RNA number (association)", fr="numéro RNA (association)"),
    "meaning_uuid": Text(en="unique identifier", fr="identifiant unique"),
    "meaning_amount": Text(en="amount", fr="montant"),
    "meaning_year": Text(en="year", fr="année"),
    "meaning_date": Text(en="date", fr="date"),
    "meaning_latitude": Text(en="latitude", fr="latitude"),
    "meaning_longitude": Text(en="longitude", fr="longitude"),
    "meaning_coordinates": Text(en="coordinates", fr="coordonnées"),
    "delimiter_,": Text(en="comma", fr="virgule"),
    "delimiter_;": Text(en="semicolon", fr="point-virgule"),
    "delimiter_\t": Text(en="tab", fr="tabulation"),
    "delimiter_|": Text(en="vertical bar", fr="barre verticale"),
    "encoding_utf-8": Text(en="UTF-8", fr="UTF-8"),
    "encoding_utf-8-sig": Text(en="UTF-8 with BOM", fr="UTF-8 avec BOM"),
}
