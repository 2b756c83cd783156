"""What was assessed, in DCAT: the file as a distribution, round it the dataset; and who assessed it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.redact import CUT
from app.web.linked.addresses import iri
from app.web.linked.terms import Iri, Literal, Triple, plain, term
from app.web.shapes import AssessmentShape, ResourceShape
from app.web.shapes_dataset import ResourceItemShape

_A = term("rdf:type")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!$&^_.+-]*/[a-z0-9][a-z0-9!$&^_.+-]*")
_File = ResourceShape | ResourceItemShape
_IANA = "https://www.iana.org/assignments/media-types/"


def target(shape: AssessmentShape, base: str) -> Iri:
    """Name what the measurements were computed on: its own address, else one of ours."""
    return _named(shape.dataset.url, shape.dataset.id, base)


def service(base: str) -> Iri:
    """Name the service that measured."""
    return Iri(f"{base}/#service")


def about(shape: AssessmentShape, base: str) -> Iterator[Triple]:
    """Describe the dataset, its files and the service."""
    if shape.resource is None:  # a dataset of several files: the dataset itself was measured
        dataset = target(shape, base)
    else:
        dataset = Iri(f"{base}/v1/datasets/{shape.dataset.id}#dataset")
    files: list[_File] = [shape.resource] if shape.resource else [*shape.resources]
    yield dataset, _A, term("dcat:Dataset")
    if shape.dataset.title:
        yield dataset, term("dct:title"), plain(shape.dataset.title)
    for file in files:
        name = target(shape, base) if shape.resource else _file_of(file, base)
        if name is not None:
            own = file.assessment if isinstance(file, ResourceItemShape) else shape.id
            yield dataset, term("dcat:distribution"), name
            yield from _distribution(file, name, Iri(f"{base}/v1/assessments/{own}#checksum"))
    yield service(base), _A, term("prov:SoftwareAgent")
    yield service(base), term("foaf:name"), Literal("Qualidata")


def _named(url: str, dataset: str, base: str) -> Iri:
    """Name an address by itself; one that may not be shown whole, or is none, by one of ours."""
    own = Iri(f"{base}/v1/datasets/{dataset}#file")
    return own if CUT in url else iri(url) or own


def _file_of(file: _File, base: str) -> Iri | None:
    if isinstance(file, ResourceItemShape) and CUT in file.url:
        return _named(file.url, file.id, base)
    return iri(file.url)


def _distribution(file: _File, me: Iri, checksum: Iri) -> Iterator[Triple]:
    yield me, _A, term("dcat:Distribution")
    if me.value.startswith("http") and me == iri(file.url):
        yield me, term("dcat:accessURL"), me
        yield me, term("dcat:downloadURL"), me
    if file.media_type and _MEDIA_TYPE.fullmatch(file.media_type):
        yield me, term("dcat:mediaType"), Iri(_IANA + file.media_type)
    if file.bytes is not None:
        yield me, term("dcat:byteSize"), Literal(str(file.bytes), type="nonNegativeInteger")
    if file.sha256:
        yield me, term("spdx:checksum"), checksum
        yield checksum, _A, term("spdx:Checksum")
        yield checksum, term("spdx:algorithm"), term("spdx:checksumAlgorithm_sha256")
        yield checksum, term("spdx:checksumValue"), Literal(file.sha256, type="hexBinary")
