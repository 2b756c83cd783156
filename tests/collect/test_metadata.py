"""What publishers say, in the words of every portal."""

from datetime import UTC, date, datetime

import pytest

from app.collect.metadata import read_metadata
from rules.core.evidence import Metadata


def test_nothing_said_is_nothing_known():
    assert read_metadata({}) == Metadata()


UTC_DAY = datetime(2026, 11, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "field", "value"),
    [
        ({"title": "Menus"}, "title", "Menus"),
        ({"dct:title": "Menus"}, "title", "Menus"),
        ({"http://purl.org/dc/terms/title": "Menus"}, "title", "Menus"),
        ({"title": {"@value": "Menus", "@language": "fr"}}, "title", "Menus"),
        ({"title": {"en": "Meals", "fr": "Menus"}}, "title", "Menus"),
        ({"title": [{"@value": "Menus"}, {"@value": "Meals"}]}, "title", "Menus"),
        ({"name": "menus", "title": "Menus"}, "title", "Menus"),
        ({"name": "menus"}, "title", "menus"),
        ({"title": "a\u202eb\x00c"}, "title", "abc"),
        ({"title": "l’été\u00a0: « 2026 »"}, "title", "l’été\u00a0: « 2026 »"),
        ({"description": "Deux\n\nlignes"}, "description", "Deux\n\nlignes"),
        ({"notes": "Du texte"}, "description", "Du texte"),
        ({"description": "x" * 30_000}, "description", "x" * 20_000),
        ({"publisher": "Mairie"}, "publisher", "Mairie"),
        ({"organization": {"name": "Mairie", "id": "1"}}, "publisher", "Mairie"),
        ({"organization": {"title": "Ville", "name": "ville"}}, "publisher", "Ville"),
        ({"publisher": {"@type": "foaf:Agent", "foaf:name": "Mairie"}}, "publisher", "Mairie"),
        ({"organisation": "Mairie"}, "publisher", "Mairie"),
        ({"licence": "Licence Ouverte"}, "licence", "Licence Ouverte"),
        ({"license": "lov2"}, "licence", "lov2"),
        ({"license": {"id": "lov2", "title": "Licence Ouverte"}}, "licence", "lov2"),
        ({"license": {"@id": "https://spdx.org/licenses/etalab-2.0"}}, "licence", "https://spdx.org/licenses/etalab-2.0"),
        ({"license_id": "fr-lo"}, "licence", "fr-lo"),
        ({"license_title": "Licence Ouverte"}, "licence", "Licence Ouverte"),
        ({"license": "notspecified"}, "licence", ""),
        ({"license": "not-specified"}, "licence", ""),
        ({"license_id": "notspecified", "license_title": "License Not Specified"}, "licence", ""),
        ({"license_title": "License not specified"}, "licence", ""),
        ({"license": None, "license_id": "fr-lo"}, "licence", "fr-lo"),
        ({"contact": "data@ville.fr"}, "contact", "data@ville.fr"),
        ({"contact_point": {"name": "Service", "email": "data@ville.fr"}}, "contact", "data@ville.fr"),
        ({"contactPoint": {"fn": "Service", "hasEmail": "mailto:data@ville.fr"}}, "contact", "data@ville.fr"),
        ({"contact_points": [{"name": "A"}, {"name": "B", "email": "b@ville.fr"}]}, "contact", "b@ville.fr"),
        ({"contact_points": [{"name": "Service data"}]}, "contact", "Service data"),
        ({"dcat:contactPoint": {"vcard:hasEmail": {"@id": "mailto:a@ville.fr"}}}, "contact", "a@ville.fr"),
        ({"author_email": "a@ville.fr"}, "contact", "a@ville.fr"),
        ({"maintainer_email": "m@ville.fr", "author_email": "a@ville.fr"}, "contact", "m@ville.fr"),
        ({"frequency": "annual"}, "frequency", "annual"),
        ({"frequency": "annual"}, "frequency_raw", "annual"),
        ({"accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/ANNUAL"}, "frequency", "annual"),
        ({"dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/ANNUAL"}}, "frequency", "annual"),
        ({"accrual_periodicity": "annual"}, "frequency", "annual"),
        ({"update_frequency": "annual"}, "frequency", "annual"),
        ({"frequency": {"id": "annual", "label": "Annuelle"}}, "frequency", "annual"),
        ({"frequency": "quand on peut"}, "frequency", ""),
        ({"frequency": "quand on peut"}, "frequency_raw", "quand on peut"),
        ({"modified": "2026-11-03"}, "modified", UTC_DAY),
        ({"modified": "2026-11-03T00:00:00"}, "modified", UTC_DAY),
        ({"modified": "2026-11-03T00:00:00Z"}, "modified", UTC_DAY),
        ({"modified": "2026-11-03T01:00:00+01:00"}, "modified", UTC_DAY),
        ({"modified": "2026-11-03T00:00:00.000000"}, "modified", UTC_DAY),
        ({"last_modified": "2026-11-03"}, "modified", UTC_DAY),
        ({"last_update": "2026-11-03"}, "modified", UTC_DAY),
        ({"metadata_modified": "2026-11-03"}, "modified", UTC_DAY),
        ({"modified": "garbage", "last_update": "2026-11-03"}, "modified", UTC_DAY),
        ({"last_modified": "2020-01-01", "last_update": "2026-11-03"}, "modified", UTC_DAY),
        ({"dct:modified": {"@value": "2026-11-03", "@type": "xsd:date"}}, "modified", UTC_DAY),
        ({"modified": date(2026, 11, 3)}, "modified", UTC_DAY),
        ({"modified": datetime(2026, 11, 3, tzinfo=UTC)}, "modified", UTC_DAY),
        ({"modified": "03/11/2026"}, "modified", None),
        ({"modified": "9999-12-31T23:59:59-23:00"}, "modified", None),
        ({"modified": "0001-01-01T00:00:00+23:00"}, "modified", None),
        ({"modified": 1_700_000_000}, "modified", None),
        ({"issued": "2026-11-03"}, "issued", UTC_DAY),
        ({"created_at": "2026-11-03"}, "issued", UTC_DAY),
        ({"metadata_created": "2026-11-03"}, "issued", UTC_DAY),
        ({"keywords": ["cantine", "menu", "cantine", "", 3]}, "keywords", ("cantine", "menu")),
        ({"tags": [{"name": "cantine"}, {"display_name": "menu"}]}, "keywords", ("cantine", "menu")),
        ({"keywords": "cantine, menu"}, "keywords", ("cantine", "menu")),
        ({"dcat:keyword": ["cantine"]}, "keywords", ("cantine",)),
        ({"themes": ["Éducation"]}, "themes", ("Éducation",)),
        ({"theme": {"@id": "http://eu/EDUC"}}, "themes", ("http://eu/EDUC",)),
        ({"spatial": "Nantes"}, "spatial", "Nantes"),
        ({"spatial": {"zones": ["fr:commune:44109"], "granularity": "fr:commune"}}, "spatial", "fr:commune:44109"),
        ({"temporal": "2026"}, "temporal", "2026"),
        ({"temporal_coverage": {"start": "2025-01-01", "end": "2025-12-31"}}, "temporal", "2025-01-01/2025-12-31"),
        ({"dct:temporal": [{"dcat:startDate": "2025-01-01"}]}, "temporal", "2025-01-01/"),
        ({"schema": "scdl/menus"}, "declared_schema", "scdl/menus"),
        ({"schema": {"name": "scdl/menus", "version": "1.0.0", "url": None}}, "declared_schema", "scdl/menus@1.0.0"),
        ({"schema": {"name": "scdl/menus"}}, "declared_schema", "scdl/menus"),
        ({"schema": {"url": "https://ville.fr/s.json", "name": None}}, "declared_schema", "https://ville.fr/s.json"),
        ({"schema": {}}, "declared_schema", ""),
        ({"format": "csv"}, "format", "csv"),
        ({"mime": "text/csv"}, "media_type", "text/csv"),
        ({"mimetype": "text/csv"}, "media_type", "text/csv"),
        ({"dcat:mediaType": {"@id": "https://www.iana.org/assignments/media-types/text/csv"}}, "media_type", "https://www.iana.org/assignments/media-types/text/csv"),
        ({"filesize": 9167}, "byte_size", 9167),
        ({"size": "9167"}, "byte_size", 9167),
        ({"dcat:byteSize": {"@value": "9167.0", "@type": "xsd:decimal"}}, "byte_size", 9167),
        ({"byte_size": {"@value": 0}}, "byte_size", 0),
        ({"size": None, "filesize": 3}, "byte_size", 3),
        ({"size": -1}, "byte_size", None),
        ({"size": "1e999999999"}, "byte_size", None),
        ({"size": "9" * 5000}, "byte_size", None),
        ({"size": float("inf")}, "byte_size", None),
        ({"size": True}, "byte_size", None),
        ({"size": "9 Mo"}, "byte_size", None),
        ({"access_url": "https://a.example"}, "access_url", "https://a.example"),
        ({"dcat:accessURL": {"@id": "https://a.example"}}, "access_url", "https://a.example"),
        ({"downloadURL": "https://a.example/b.csv"}, "download_url", "https://a.example/b.csv"),
        ({"dct:accessRights": {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"}}, "access_rights", "http://publications.europa.eu/resource/authority/access-right/PUBLIC"),
        ({"accessLevel": "public"}, "access_rights", "public"),
        ({"access_rights": "PUBLIC"}, "access_rights", "PUBLIC"),
        ({"rights": "Réutilisation libre"}, "rights", "Réutilisation libre"),
        ({"dct:rights": {"rdfs:label": "Libre"}}, "rights", "Libre"),
        ({"spatial": {"geom": None, "zones": [], "granularity": "other"}}, "spatial", ""),
        ({"spatial": {"geom": None, "zones": [], "granularity": "other"}}, "granularity", "other"),
        ({"spatial": {"geom": {"type": "MultiPolygon", "coordinates": [[1]]}}}, "spatial", "MultiPolygon"),
        ({"spatial": {"type": "Polygon", "coordinates": [[1]]}}, "spatial", "Polygon"),
        ({"spatial": {"coordinates": [[1]]}}, "spatial", "geometry"),
        ({"dct:spatial": {"locn:geometry": "POINT (1 2)"}}, "spatial", "POINT (1 2)"),
    ],
    ids=lambda part: ascii(part)[:50],
)  # fmt: skip
def test_a_statement_is_read_wherever_it_comes_from(stated, field, value):
    assert getattr(read_metadata(stated), field) == value


NAMES = """
title description notes publisher organization licence license license_id contact contact_points
frequency modified issued keywords tags themes spatial temporal schema format
mime access_url download_url access_rights rights
"""


@pytest.mark.parametrize("name", NAMES.split())
@pytest.mark.parametrize(
    "value",
    [0, 1.5, True, None, [], {}, [[]], [{}], [None], {"a": 1}, {"name": 3}, [1, 2], {"start": 1},
     [[[[["deep"]]]]], {"name": {"name": {"name": {"name": {"name": "deep"}}}}}, float("nan"), "", " ", "\ud800"],
    ids=repr,
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_left_out_never_an_error(name, value):
    assert read_metadata({name: value}) == Metadata()


def test_a_name_of_the_wrong_type_is_left_out():
    assert read_metadata({3: "x", None: "y", "title": "Menus"}).title == "Menus"


def test_endless_lists_are_cut():
    metadata = read_metadata({"keywords": [f"mot{n}" for n in range(10_000)]})

    assert len(metadata.keywords) == 500
