"""Is the file in an open format that machines read?"""

from __future__ import annotations

from rules.core.evidence import Evidence, File
from rules.core.rule import SEEN, Dimension, Skip, Value, rule
from rules.core.text import Text

_OPEN = {
    1.0: "csv tsv json jsonl geojson parquet ods rdf ttl nt nq trig jsonld n3 gpkg kml gml fgb ics gtfs geotiff",
    0.8: "xml gpx netcdf hdf5 feather sqlite kmz",  # open and precise, but each file needs a reader of its own
    0.7: "xlsx shp",  # a published standard of one vendor, that most tools open
    0.5: "zip gz tar 7z txt dbf",  # the data is there, behind one more step or without structure
    0.4: "xls",  # one vendor's old binary format
}
_SHARES = {name: share for share, names in _OPEN.items() for name in names.split()}


@rule(
    dimension=Dimension.READABILITY,
    weight=3,
    title=Text(
        en="The format is open and machine-readable",
        fr="Le format est ouvert et lisible par les machines",
    ),
    why=Text(
        en="A PDF or a picture can be looked at, not re-used; a CSV file opens everywhere, for free.",
        fr="Un PDF ou une image se regarde mais ne se réutilise pas ; un fichier CSV s’ouvre partout, gratuitement.",
    ),
    fix=Text(
        en="Publish the table as CSV (in the spreadsheet: Save as → CSV UTF-8) beside or instead of the present format: {format}.",
        fr="Publiez le tableau en CSV (dans le tableur : Enregistrer sous → CSV UTF-8), à côté ou à la place du format actuel : {format}.",
    ),
    good=(
        Evidence(seen_at=SEEN, file=File(format="csv")),
        Evidence(seen_at=SEEN, file=File(format="ods")),
    ),
    bad=(
        Evidence(seen_at=SEEN, file=File(format="xlsx")),
        Evidence(seen_at=SEEN, file=File(format="pdf")),
        Evidence(seen_at=SEEN, file=File()),
    ),
)
def format_is_open(file: File) -> Value | Skip:
    """Grade the format; one that we cannot even name is one nobody can count on: 0, like PDF."""
    if file.outcome != "ok":
        return Skip(file.outcome)
    return Value(_SHARES.get(file.format, 0.0), {"format": file.format.upper() or "—"})
