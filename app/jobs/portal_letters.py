"""A grade on its way back to the portal that announced the data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from app.collect.post import Letter
from app.expurgated import expurgated
from app.jobs.extras import Extras, digest, quality, validation_report
from app.portal import Portal
from app.store import PortalResource
from rules.core.assessment import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLetter:
    """What to write to a portal, and the digest by which it is known again."""

    letter: Letter
    digest: str


def letter_back(
    portal: Portal, resource: PortalResource, assessment: Assessment, base: str
) -> PortalLetter:
    """Write a grade as the portal keeps such things."""
    assessment = expurgated(assessment)
    said = quality(assessment, portal.lang, base)
    if portal.kind == "ckan":
        return PortalLetter(letter=_ckan(portal, resource, said), digest=digest(said))
    if portal.validation_report:
        said |= validation_report(assessment, portal.lang)
    return PortalLetter(letter=_udata(portal, resource, said), digest=digest(said))


def _udata(portal: Portal, resource: PortalResource, said: Extras) -> Letter:
    dataset, own = quote(resource.dataset_id, safe=""), quote(resource.resource_id, safe="")
    return Letter(
        url=f"{portal.url}/api/2/datasets/{dataset}/resources/{own}/extras/",
        body=json.dumps(said).encode(),
        headers=(("X-API-KEY", portal.key.get_secret_value()),),
        method="PUT",
    )


def _ckan(portal: Portal, resource: PortalResource, said: Extras) -> Letter:
    """Patch the resource: CKAN keeps such keys flat, in letters that its forms can name."""
    flat = {key.replace(":", "_"): value for key, value in said.items() if key != "quality:advice"}
    return Letter(
        url=f"{portal.url}/api/3/action/resource_patch",
        body=json.dumps({"id": resource.resource_id, **flat}).encode(),
        headers=(("Authorization", portal.key.get_secret_value()),),
    )
