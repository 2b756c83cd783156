"""The EU's file types, and which of them data.europa.eu calls open and machine-readable.

File types: authority list of the Publications Office. The two others are the European Data
Portal's own lists (``edp-non-proprietary-format``, ``edp-machine-readable-format``), not ours: TSV
is missing from the last one, and GeoPackage too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules.core.media_types import MEDIA_TYPES

_FILE_TYPES = """
7Z AAB AAC AKN4EU AKN4EU_ZIP APK APPX ARC ARCINFO_COV ARC_GZ ARJ ATOM AZW BIN BITS BMP BWF BZIP2
CSS CSV DAPK DBF DCR DEB DGN DMG DMP DOC DOCX DTD_SGML DTD_XML DWG DXF E00 EAR ECW EFORMS_XML
EPS EPUB ETSI_XML EXE FMX2 FMX3 FMX4 FMX4_ZIP GDB GEOJSON GEOTIFF GIF GML GMZ GPKG GRID
GRID_ASCII GTFS GZIP HDF HDT HTML HTML5 HTML_SIMPL ICS IMMC_XML INDD IPA ISO ISO_ZIP JAR JATS
JPEG JPEG2000 JS JSON JSON_LD KML KMZ LAS LAZ LEG LHA LPK LZIP LZMA LZO MAP_PRVW MAP_SRVC MBOX
MDB METS METS_ZIP MHTML MIF_MID MOBI MOP MOV MP3 MPEG2 MPEG4 MPEG4_AVC MRSID MSG_HTTP MSI MXD N3
NETCDF OAPK OCTET ODB ODC ODF ODG ODP ODS ODT OP_DATPRO OVF OWL PDF PDF1X PDFA1A PDFA1B PDFA2A
PDFA2B PDFA3 PDFUA PDFX PDFX1A PDFX2A PDFX4 PL PNG PPS PPSX PPT PPTX PS PSD PWP QGS RAR RDF RDFA
RDF_N_QUADS RDF_N_TRIPLES RDF_THRIFT RDF_TRIG RDF_TRIX RDF_TURTLE RDF_XML REST RPM RSS RTF SB3
SCHEMA_XML SDMX SGML SHP SKOS_XML SPARQLQ SPARQLQRES SQL STL SVG SWM TAB TAB_RSTR TAR TAR_GZ
TAR_XZ TIFF TIFF_FX TMX TSV TXT UNGEN WAR WARC WARC_GZ WAV WCS_SRVC WEBP WFS_SRVC WIM WMS_SRVC
WMTS_SRVC WORLD XHTML XHTML5 XHTML_SIMPL XLIFF XLS XLSB XLSM XLSX XML XSLFO XSLT XYZ XZ YAML Z
ZIP
"""
_NON_PROPRIETARY = """
BMP CSV DBF ETSI_XML GEOJSON GPKG GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG
RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP
"""
_MACHINE_READABLE = """
CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG
RDF_TURTLE RDF_XML RSS SHP XLS XLSX XML
"""

FILE_TYPES = frozenset(_FILE_TYPES.split())
NON_PROPRIETARY = frozenset(_NON_PROPRIETARY.split())
MACHINE_READABLE = frozenset(_MACHINE_READABLE.split())
_AUTHORITY = re.compile(r"^https?://publications\.europa\.eu/resource/authority/file-type/")
_ALIASES: Mapping[str, str] = {
    "7ZIP": "7Z",
    "ESRISHAPEFILE": "SHP",
    "EXCEL": "XLS",
    "GEOPACKAGE": "GPKG",
    "GZ": "GZIP",
    "HTM": "HTML",
    "JP2": "JPEG2000",
    "JPG": "JPEG",
    "MP4": "MPEG4",
    "NC": "NETCDF",
    "NQ": "RDF_N_QUADS",
    "NQUADS": "RDF_N_QUADS",
    "NT": "RDF_N_TRIPLES",
    "NTRIPLES": "RDF_N_TRIPLES",
    "OPENDOCUMENTSPREADSHEET": "ODS",
    "SHAPE": "SHP",
    "SHAPEFILE": "SHP",
    "TEXT": "TXT",
    "TIF": "TIFF",
    "TRIG": "RDF_TRIG",
    "TTL": "RDF_TURTLE",
    "TURTLE": "RDF_TURTLE",
    "WCS": "WCS_SRVC",
    "WFS": "WFS_SRVC",
    "WMS": "WMS_SRVC",
    "WMTS": "WMTS_SRVC",
    "WORD": "DOC",
}
"""Names that portals and people use; their exports write the EU's."""


def file_type(stated: str) -> str:
    """Give the EU code of a stated format, or ``""``: a code or its URI, a name, a media type."""
    bare = _AUTHORITY.sub("", stated.strip())
    return _CODES.get(_key(bare), "") or _MEDIA.get(bare.lower(), "")


def _key(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper())


_CODES = {**_ALIASES, **{_key(code): code for code in FILE_TYPES}}
_MEDIA = {  # read backwards, so that “application/json” is JSON before it is GeoJSON
    media_type: _CODES[_key(name)]
    for name, media_types in reversed(tuple(MEDIA_TYPES.items()))
    for media_type in media_types
    if _key(name) in _CODES
}
