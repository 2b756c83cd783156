"""The EU's licences (authority list of the Publications Office), and how portals write them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LICENCES = """
0BSD AGPL_3_0 APACHE_1_1 APACHE_2_0 APL_1_0 APSL_2_0 ARTISTIC_1_0 ARTISTIC_2_0 BSD_2_CLAUSE
BSD_3_CLAUSE BSD_3_CLAUSE_LBNL BSD_PLUS_PATENT BSL_1_0 CATOSL_1_1 CC0 CC_BY CC_BYNC CC_BYNCND
CC_BYNCND_1_0 CC_BYNCND_2_0 CC_BYNCND_2_5 CC_BYNCND_3_0 CC_BYNCND_4_0 CC_BYNCSA CC_BYNCSA_1_0
CC_BYNCSA_2_0 CC_BYNCSA_2_5 CC_BYNCSA_3_0 CC_BYNCSA_4_0 CC_BYNC_1_0 CC_BYNC_2_0 CC_BYNC_2_5
CC_BYNC_3_0 CC_BYNC_4_0 CC_BYND CC_BYND_1_0 CC_BYND_2_0 CC_BYND_2_5 CC_BYND_3_0 CC_BYND_4_0
CC_BYSA CC_BYSA_1_0 CC_BYSA_2_0 CC_BYSA_2_5 CC_BYSA_3_0 CC_BYSA_3_0_NL CC_BYSA_4_0 CC_BY_1_0
CC_BY_2_0 CC_BY_2_5 CC_BY_3_0 CC_BY_3_0_AT CC_BY_3_0_NL CC_BY_4_0 CC_PDM_1_0 CDDL_1_0 CECILL_2_1
CLARIN_ACA_1_0 CNRI_PYTHON COM_REUSE CPAL_1_0 CPL_1_0 DLDE_BYNC_1_0 DLDE_BY_1_0 DLDE_BY_2_0
DLDE_ZERO_2_0 ECL_1_0 ECL_2_0 ECOS_2_0 EFL_1_0 EFL_2 ENTESSA EPL_1_0 EPL_2_0 ETALAB_2_0 EUPL_1_0
EUPL_1_1 EUPL_1_2 EUROGEO_2022 EU_DATAGRID FAIR FRAMEWORX_1_0 GNU_FDL GNU_FDL_1_1 GNU_FDL_1_2
GNU_FDL_1_3 GPL_2_0 GPL_3_0 HPND HROD IODL_1_0 IODL_2_0 IPA IPL_1_0 ISA_OML ISA_OML_1_1 ISC
LGPL_2_1 LGPL_3_0 LILIQ_P_1_1 LILIQ_RPLUS_1_1 LILIQ_R_1_1 LPL_1_0 LPL_1_02 LPPL_1_3C MIROS MIT
MOTOSOTO MPL_1_0 MPL_1_1 MPL_2_0 MS_PL MS_RL MULTICS NASA_1_3 NAUMEN NCSA NGPL NLOD_1_0 NLOD_2_0
NOKIA NPOSL_3_0 NTP OCLC_2_0 ODC_BL ODC_BY ODC_PDDL OFL_1_1 OGL_1_0 OGL_2_0 OGL_3_0 OGL_NC
OGL_ROU_1_0 OGTSL OPL_2_1 OP_DATPRO OSL_1_0 OSL_2_1 OSL_3_0 PHP_3_0 POSTGRE_SQL PSEUL PYTHON_2_0
QPL_1_0 RPL_1_1 RPL_1_5 RPSL_1_0 RSCPL SIMPL_2_0 SLEEPYCAT SPL_1_0 UCL_1_0 UPL_1_0 VSL_1_0 W3C
WATCOM_1_0 WXWINDOWS XNET ZLIB ZPL_2_0
"""
LICENCES = frozenset(_LICENCES.split())
_ADDRESSES: Mapping[str, str] = {
    "clarin.eu/content/licenses-and-clarin-categories": "CLARIN_ACA_1_0",
    "creativecommons.org/licenses/by-nd-nc/1.0": "CC_BYNCND_1_0",
    "creativecommons.org/licenses/by-sa/3.0/nl": "CC_BYSA_3_0_NL",
    "creativecommons.org/licenses/by/3.0/at": "CC_BY_3_0_AT",
    "creativecommons.org/licenses/by/3.0/nl": "CC_BY_3_0_NL",
    "creativecommons.org/publicdomain/mark/1.0": "CC_PDM_1_0",
    "creativecommons.org/publicdomain/zero/1.0": "CC0",
    "data.europa.eu/eli/dec/2011/833/oj": "COM_REUSE",
    "data.gov.hr/open-licence-republic-croatia": "HROD",
    "data.gov.ro/base/images/logoinst/ogl-rou-1.0.pdf": "OGL_ROU_1_0",
    "data.norge.no/nlod/en/1.0": "NLOD_1_0",
    "data.norge.no/nlod/en/2.0": "NLOD_2_0",
    "dati.gov.it/content/italian-open-data-license-v20": "IODL_2_0",
    "ec.europa.eu/idabc/en/document/7330.html": "EUPL_1_0",
    "etalab.gouv.fr/licence-ouverte-open-licence": "ETALAB_2_0",
    "formez.it/iodl": "IODL_1_0",
    "gnu.org/licenses/licenses.html": "GNU_FDL",
    "gnu.org/licenses/old-licenses/fdl-1.1": "GNU_FDL_1_1",
    "gnu.org/licenses/old-licenses/fdl-1.2": "GNU_FDL_1_2",
    "govdata.de/dl-de/by-1-0": "DLDE_BY_1_0",
    "govdata.de/dl-de/by-2-0": "DLDE_BY_2_0",
    "govdata.de/dl-de/by-nc-1-0": "DLDE_BYNC_1_0",
    "govdata.de/dl-de/zero-2-0": "DLDE_ZERO_2_0",
    "joinup.ec.europa.eu/collection/eupl/eupl-text-11-12": "EUPL_1_2",
    "joinup.ec.europa.eu/licence/isa-open-metadata-licence-v11": "ISA_OML_1_1",
    "mapsforeurope.org/licence": "EUROGEO_2022",
    "nationalarchives.gov.uk/doc/non-commercial-government-licence/non-commercial-government-licence.htm": "OGL_NC",
    "nationalarchives.gov.uk/doc/open-government-licence/version/1": "OGL_1_0",
    "nationalarchives.gov.uk/doc/open-government-licence/version/2": "OGL_2_0",
    "nationalarchives.gov.uk/doc/open-government-licence/version/3": "OGL_3_0",
    "opendatacommons.org/licenses/by/1.0": "ODC_BY",
    "opendatacommons.org/licenses/odbl/1.0": "ODC_BL",
    "opendatacommons.org/licenses/pddl/1.0": "ODC_PDDL",
    "ordnancesurvey.co.uk/documents/licensing/inspire-end-user-licence.pdf": "PSEUL",
}
_ALIASES: Mapping[str, str] = {
    "CC010": "CC0",
    "CCZERO": "CC0",
    "EFL20": "EFL_2",
    "GFDL11": "GNU_FDL_1_1",
    "GFDL12": "GNU_FDL_1_2",
    "GFDL13": "GNU_FDL_1_3",
    "LICENCEOUVERTE20": "ETALAB_2_0",
    "LICENCEOUVERTEOPENLICENCE20": "ETALAB_2_0",
    "LICENCEOUVERTEOPENLICENCEVERSION20": "ETALAB_2_0",
    "LICENCEOUVERTEV20": "ETALAB_2_0",
    "LICENCEOUVERTEVERSION20": "ETALAB_2_0",
    "LOV2": "ETALAB_2_0",
    "ODBL": "ODC_BL",
    "ODBL10": "ODC_BL",
    "ODCBY10": "ODC_BY",
    "ODCODBL": "ODC_BL",
    "OPENDATABASELICENSE": "ODC_BL",
    "OPENDATABASELICENSEODBL": "ODC_BL",
    "PDDL": "ODC_PDDL",
    "PDDL10": "ODC_PDDL",
    "UPL": "UPL_1_0",
}
"""Ids of SPDX, udata and CKAN, and titles; udata's ``fr-lo`` is Licence Ouverte 1.0, not in the list."""
_AUTHORITY = re.compile(r"^https?://publications\.europa\.eu/resource/authority/licence/")
_ADDRESS = re.compile(r"^https?://(?:www\.)?(?P<place>.+)$", re.IGNORECASE)
_NAMED = re.compile(
    r"^(?:opensource\.org/licenses?|spdx\.org/licenses)/(?P<name>[^/?#]+?)(?:\.html)?$"
)
_COMMONS = re.compile(r"^creativecommons\.org/licenses/(?P<kind>[a-z-]+)/(?P<version>[\d.]+)$")
_DEED = re.compile(r"/(?:deed|legalcode)[^/]*$")


def known_licence(stated: str) -> str:
    """Give the EU code of a stated licence, or ``""``: a code or its URI, an id, an address, a title."""
    bare = _AUTHORITY.sub("", stated.strip())
    address = _ADDRESS.match(bare)
    return _at(address["place"]) if address else _CODES.get(_key(bare), "")


def _at(address: str) -> str:
    place = _DEED.sub("", address.lower().rstrip("/"))
    if place in _ADDRESSES:
        return _ADDRESSES[place]
    named, commons = _NAMED.match(place), _COMMONS.match(place)
    if commons:
        return _CODES.get(_key(f"CC{commons['kind']}{commons['version']}"), "")
    return _CODES.get(_key(named["name"]), "") if named else ""


def _key(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper())


_CODES = {**_ALIASES, **{_key(code): code for code in LICENCES}}
