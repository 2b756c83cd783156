"""Expectations as files for Great Expectations: of an assessment, and of a schema."""

from __future__ import annotations

import asyncio
import json

from fastapi import APIRouter, Response

from app.errors import NotFound, UnknownSchema
from app.table.schema_suite import suite_of
from app.web.assessments import UNKNOWN
from app.web.context import Context, Parts
from app.web.gx_files import SuiteFile, ValidationFile, suite_file, validation_file
from app.web.problems import RESPONSES
from rules.core.assessment import Assessment
from rules.core.evidence import Expectations
from rules.core.text import Text

router = APIRouter(prefix="/v1", tags=["expectations"], responses=RESPONSES)
NONE = Text(
    en="This file was not held against any expectation suite.",
    fr="Ce fichier n’a été comparé à aucune suite d’attentes.",
)


@router.get(
    "/assessments/{assessment_id}/expectations/suite.json", operation_id="getExpectationSuite"
)
async def suite(assessment_id: str, parts: Parts) -> SuiteFile:
    """Give the expectation suite of an assessment, ready for Great Expectations 1.x."""
    return suite_file(*await _found(assessment_id, parts))


@router.get(
    "/assessments/{assessment_id}/expectations/validation_result.json",
    operation_id="getValidationResult",
)
async def validation_result(assessment_id: str, parts: Parts) -> ValidationFile:
    """Give what came of the suite, as Great Expectations 1.x writes its validation results."""
    return validation_file(*await _found(assessment_id, parts))


@router.get(
    "/schemas/{name:path}/suite.json",
    operation_id="getSchemaSuite",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}},
)
async def schema_suite(name: str, parts: Parts) -> Response:
    """Give a Table Schema (by its name) as an expectation suite, ready for Great Expectations 1.x."""
    if "//" in name:  # an address: nobody may have us fetch one by a link
        raise UnknownSchema(name)
    spec = await parts.schemas.find(name, source="given")
    text = await asyncio.to_thread(suite_of, spec.ref.name, json.loads(spec.descriptor), spec.suite)
    return Response(text, media_type="application/json")


async def _found(assessment_id: str, parts: Context) -> tuple[Assessment, Expectations]:
    assessment = await asyncio.to_thread(parts.store.assessment, assessment_id[:64])
    if assessment is None:
        raise NotFound(UNKNOWN)
    if assessment.evidence.expectations is None:
        raise NotFound(NONE)
    return assessment, assessment.evidence.expectations
