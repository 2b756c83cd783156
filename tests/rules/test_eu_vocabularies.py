"""The lists behind data.europa.eu's score: sizes, members, strangers, and how people write them."""

from __future__ import annotations

import re

import pytest

from rules.core.eu_access_rights import ACCESS_RIGHTS, access_right
from rules.core.eu_file_types import FILE_TYPES, MACHINE_READABLE, NON_PROPRIETARY, file_type
from rules.core.eu_licences import LICENCES, known_licence
from rules.core.iana import registered

EU = "http://publications.europa.eu/resource/authority"


def bare(code):
    return re.sub(r"[^A-Z0-9]", "", code)


@pytest.mark.parametrize("codes", [FILE_TYPES, LICENCES, ACCESS_RIGHTS])
def test_no_two_codes_read_the_same(codes):
    assert len({bare(code) for code in codes}) == len(codes)


def test_the_lists_are_as_long_as_the_published_ones():
    assert (len(FILE_TYPES), len(NON_PROPRIETARY), len(MACHINE_READABLE)) == (203, 31, 20)
    assert (len(LICENCES), len(ACCESS_RIGHTS)) == (160, 7)
    assert NON_PROPRIETARY | MACHINE_READABLE < FILE_TYPES


@pytest.mark.parametrize(
    "code",
    ["PDF", "PDFA1A", "EXE", "GIF", "PNG", "DOC", "DOCX", "ODT", "TXT", "HTML", "ZIP", "MP3", "7Z"],
)
def test_what_only_people_can_read_is_not_machine_readable(code):
    assert code in FILE_TYPES
    assert code not in MACHINE_READABLE


@pytest.mark.parametrize("code", ["CSV", "JSON", "XML", "XLSX", "ODS", "GEOJSON", "RDF_TURTLE"])
def test_what_software_reads_is_machine_readable(code):
    assert code in MACHINE_READABLE


@pytest.mark.parametrize("code", ["XLS", "XLSX", "DOC", "DOCX", "PDF", "SHP", "MDB", "EXE", "DWG"])
def test_one_vendor_s_format_is_proprietary(code):
    assert code in FILE_TYPES
    assert code not in NON_PROPRIETARY


@pytest.mark.parametrize("code", ["CSV", "ODS", "JSON", "GEOJSON", "GPKG", "TXT", "TSV", "ZIP"])
def test_a_format_of_nobody_is_not_proprietary(code):
    assert code in NON_PROPRIETARY


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("csv", "CSV"),
        (" .csv ", "CSV"),
        (f"{EU}/file-type/CSV", "CSV"),
        (f"{EU}/file-type/CSV".replace("http:", "https:"), "CSV"),
        ("text/csv", "CSV"),
        ("application/json", "JSON"),
        ("application/geo+json", "GEOJSON"),
        ("JSON-LD", "JSON_LD"),
        ("rdf/xml", "RDF_XML"),
        ("Shapefile", "SHP"),
        ("jpg", "JPEG"),
        ("gz", "GZIP"),
        ("parquet", ""),
        ("tableau", ""),
        (f"{EU}/file-type/NOTHING", ""),
        ("https://elsewhere.example/file-type/CSV", ""),
        ("", ""),
    ],
)
def test_a_format_is_known_however_it_is_written(stated, code):
    assert file_type(stated) == code


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("lov2", "ETALAB_2_0"),
        ("etalab-2.0", "ETALAB_2_0"),
        ("Licence Ouverte / Open Licence version 2.0", "ETALAB_2_0"),
        ("https://www.etalab.gouv.fr/licence-ouverte-open-licence", "ETALAB_2_0"),
        ("https://spdx.org/licenses/etalab-2.0.html", "ETALAB_2_0"),
        ("fr-lo", ""),
        ("Licence Ouverte", ""),
        ("ODbL-1.0", "ODC_BL"),
        ("odc-odbl", "ODC_BL"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", ""),
        ("http://opendatacommons.org/licenses/odbl/1.0/", "ODC_BL"),
        ("cc-by", "CC_BY"),
        ("CC-BY-4.0", "CC_BY_4_0"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC_BY_4_0"),
        ("https://creativecommons.org/licenses/by/4.0/deed.fr", "CC_BY_4_0"),
        ("http://creativecommons.org/licenses/by/3.0/nl/legalcode", "CC_BY_3_0_NL"),
        ("https://creativecommons.org/licenses/by/9.0/", ""),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0"),
        ("cc-zero", "CC0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("https://opensource.org/license/nothing", ""),
        (f"{EU}/licence/CC_BY_4_0", "CC_BY_4_0"),
        ("https://ville.example/conditions", ""),
        ("tous droits réservés", ""),
        ("", ""),
    ],
)
def test_a_licence_is_known_however_it_is_written(stated, code):
    assert known_licence(stated) == code


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("PUBLIC", "PUBLIC"),
        ("public", "PUBLIC"),
        (f"{EU}/access-right/PUBLIC", "PUBLIC"),
        ("non-public", "NON_PUBLIC"),
        ("restricted public", "RESTRICTED"),
        ("ouvert", ""),
        ("open", ""),
        ("", ""),
    ],
)
def test_access_rights_are_known_however_they_are_written(stated, code):
    assert access_right(stated) == code


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("text/csv", True),
        ("Text/CSV; charset=utf-8", True),
        ("https://www.iana.org/assignments/media-types/text/csv", True),
        ("application/vnd.oasis.opendocument.spreadsheet", True),
        ("application/x-ndjson", False),
        ("csv", False),
        ("data/csv", False),
        ("", False),
        ("application/vnd.nobody.knows", None),
    ],
)
def test_a_media_type_is_registered_or_not_or_we_do_not_know(stated, known):
    assert registered(stated) is known
