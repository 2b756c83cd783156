"""The 23 metrics of data.europa.eu, each a question asked of what the publisher says.

Where the publisher names no link, the address assessed is taken as the access link, which every
portal exports; whether it is also exported as the download link is then unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.core.dry_run import Answer, Question, held, stated, unknown
from rules.core.eu_access_rights import access_right
from rules.core.eu_file_types import MACHINE_READABLE, NON_PROPRIETARY, file_type
from rules.core.eu_licences import known_licence
from rules.core.evidence import Access, Evidence, Metadata
from rules.core.iana import registered
from rules.core.media_types import MEDIA_TYPES
from rules.core.outcomes import effect_of


class Pillar(StrEnum):
    """data.europa.eu's dimensions."""

    FINDABILITY = "findability"
    ACCESSIBILITY = "accessibility"
    INTEROPERABILITY = "interoperability"
    REUSABILITY = "reusability"
    CONTEXTUALITY = "contextuality"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric: piveau's id, the points it is worth, and the question."""

    id: str
    pillar: Pillar
    points: int
    ask: Question


def _keywords(_: Evidence, said: Metadata) -> Answer:
    return held(any(word.strip() for word in said.keywords))


def _category(_: Evidence, said: Metadata) -> Answer:
    return held(any(word.strip() for word in said.themes))


def _spatial(_: Evidence, said: Metadata) -> Answer:
    return held(said.spatial.strip())


def _temporal(_: Evidence, said: Metadata) -> Answer:
    return held(said.temporal.strip())


def _access_answers(seen: Evidence, said: Metadata) -> Answer:
    return _answers(said.access_url.strip(), seen)


def _download_stated(seen: Evidence, said: Metadata) -> Answer:
    url = stated(seen.access.url if seen.access else said.access_url)
    if said.download_url.strip() or said.access_url.strip():
        return held(said.download_url.strip(), url=url)
    return unknown("links_not_told", url=url)


def _download_answers(seen: Evidence, said: Metadata) -> Answer:
    url = said.download_url.strip()
    if url:
        return _answers(url, seen)
    told = stated(seen.access.url if seen.access else said.access_url)
    if said.access_url.strip():
        return held(met=False, url=told, status="—")
    return unknown("links_not_told", url=told, status="—")


def _answers(url: str, seen: Evidence) -> Answer:
    """Tell whether a link answers; only the one that we fetched can be told."""
    access = seen.access
    if access is None:
        return unknown(seen.gaps.get("access", "no_access"), url=stated(url), status="—")
    if url and url not in {access.url, access.final_url}:
        return unknown("other_link", url=stated(url), status="—")
    facts = {"url": stated(access.url), "status": str(access.status or "—")}
    if _good(access):
        return held(met=True, **facts)
    if effect_of(access.outcome, access.status) in {"dead", "not_data"}:
        return held(met=False, **facts)
    return unknown(access.outcome, **facts)


def _good(access: Access) -> bool:
    """Count any 2xx, as data.europa.eu does, even where we would not take the answer."""
    return access.outcome == "ok" or (access.status is not None and 200 <= access.status < 300)  # noqa: PLR2004


def _format(seen: Evidence, said: Metadata) -> Answer:
    return held(said.format.strip(), seen=stated(seen.file.format.upper() if seen.file else ""))


def _media_type(seen: Evidence, said: Metadata) -> Answer:
    known = MEDIA_TYPES.get(seen.file.format, (seen.file.media_type,)) if seen.file else ("",)
    return held(said.media_type.strip(), expected=stated(known[0]))


def _aligned(_: Evidence, said: Metadata) -> Answer:
    facts = {"format": stated(said.format), "media_type": stated(said.media_type)}
    listed = registered(said.media_type)
    if file_type(said.format) and listed is None:
        return unknown("media_type_unlisted", **facts)
    return held(file_type(said.format) and listed, **facts)


def _non_proprietary(_: Evidence, said: Metadata) -> Answer:
    return held(file_type(said.format) in NON_PROPRIETARY, format=stated(said.format))


def _machine_readable(_: Evidence, said: Metadata) -> Answer:
    return held(file_type(said.format) in MACHINE_READABLE, format=stated(said.format))


def _dcat_ap(_: Evidence, __: Metadata) -> Answer:
    return unknown("not_validated")


def _licence(_: Evidence, said: Metadata) -> Answer:
    return held(said.licence.strip())


def _known_licence(_: Evidence, said: Metadata) -> Answer:
    return held(known_licence(said.licence), licence=stated(said.licence))


def _access_rights(_: Evidence, said: Metadata) -> Answer:
    return held(said.access_rights.strip())


def _known_access_rights(_: Evidence, said: Metadata) -> Answer:
    return held(access_right(said.access_rights), access_rights=stated(said.access_rights))


def _contact(_: Evidence, said: Metadata) -> Answer:
    return held(said.contact.strip())


def _publisher(_: Evidence, said: Metadata) -> Answer:
    return held(said.publisher.strip())


def _rights(_: Evidence, said: Metadata) -> Answer:
    return held(said.rights.strip())


def _byte_size(seen: Evidence, said: Metadata) -> Answer:
    size = seen.file.bytes if seen.file else 0
    return held(said.byte_size is not None, bytes=size or "—")


def _issued(_: Evidence, said: Metadata) -> Answer:
    return held(said.issued)


def _modified(_: Evidence, said: Metadata) -> Answer:
    return held(said.modified)


METRICS = (
    Metric("keywordAvailability", Pillar.FINDABILITY, 30, _keywords),
    Metric("categoryAvailability", Pillar.FINDABILITY, 30, _category),
    Metric("spatialAvailability", Pillar.FINDABILITY, 20, _spatial),
    Metric("temporalAvailability", Pillar.FINDABILITY, 20, _temporal),
    Metric("accessUrlStatusCode", Pillar.ACCESSIBILITY, 50, _access_answers),
    Metric("downloadUrlAvailability", Pillar.ACCESSIBILITY, 20, _download_stated),
    Metric("downloadUrlStatusCode", Pillar.ACCESSIBILITY, 30, _download_answers),
    Metric("formatAvailability", Pillar.INTEROPERABILITY, 20, _format),
    Metric("mediaTypeAvailability", Pillar.INTEROPERABILITY, 10, _media_type),
    Metric("formatMediaTypeVocabularyAlignment", Pillar.INTEROPERABILITY, 10, _aligned),
    Metric("formatMediaTypeNonProprietary", Pillar.INTEROPERABILITY, 20, _non_proprietary),
    Metric("formatMediaTypeMachineInterpretable", Pillar.INTEROPERABILITY, 20, _machine_readable),
    Metric("dcatApCompliance", Pillar.INTEROPERABILITY, 30, _dcat_ap),
    Metric("licenceAvailability", Pillar.REUSABILITY, 20, _licence),
    Metric("knownLicence", Pillar.REUSABILITY, 10, _known_licence),
    Metric("accessRightsAvailability", Pillar.REUSABILITY, 10, _access_rights),
    Metric("accessRightsVocabularyAlignment", Pillar.REUSABILITY, 5, _known_access_rights),
    Metric("contactPointAvailability", Pillar.REUSABILITY, 20, _contact),
    Metric("publisherAvailability", Pillar.REUSABILITY, 10, _publisher),
    Metric("rightsAvailability", Pillar.CONTEXTUALITY, 5, _rights),
    Metric("byteSizeAvailability", Pillar.CONTEXTUALITY, 5, _byte_size),
    Metric("dateIssuedAvailability", Pillar.CONTEXTUALITY, 5, _issued),
    Metric("dateModifiedAvailability", Pillar.CONTEXTUALITY, 5, _modified),
)
