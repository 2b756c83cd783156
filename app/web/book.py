"""The rule book and the schemas, for programs."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from app.web.context import Parts, Reader
from app.web.problems import RESPONSES
from rules import RULES
from rules.core.grading import GRADES, POLICY, WEIGHTS
from rules.core.reasons import DIMENSION_TITLES
from rules.core.rule import Dimension

router = APIRouter(prefix="/v1", tags=["rule book"], responses=RESPONSES)


class RuleShape(BaseModel):
    """One question, its weight and its words."""

    id: str
    version: int
    dimension: str
    weight: int
    effort: str
    title: str
    why: str
    fix: str


class DimensionBook(BaseModel):
    """One family of rules; weight 0: scored beside the grade."""

    id: str
    title: str
    weight: int


class GradeBook(BaseModel):
    """The lowest score that earns a letter."""

    grade: str
    from_score: float


class RuleBook(BaseModel):
    """The whole policy: what is asked, what it weighs, where the letters begin."""

    policy: str
    grades: list[GradeBook]
    dimensions: list[DimensionBook]
    rules: list[RuleShape]


class SchemaItem(BaseModel):
    """A schema that may be named in an order."""

    name: str
    version: str | None
    title: str
    fields: int | None
    url: str | None
    shipped: bool


class SchemaList(BaseModel):
    """The schemas known here and in the registries."""

    schemas: list[SchemaItem]


@router.get("/rules", operation_id="listRules")
async def rules(lang: Reader) -> RuleBook:
    """List every rule with its weight and its reason."""
    return RuleBook(
        policy=POLICY,
        grades=[GradeBook(grade=grade, from_score=floor) for floor, grade in GRADES],
        dimensions=[
            DimensionBook(id=d.value, title=DIMENSION_TITLES[d].say(lang), weight=WEIGHTS.get(d, 0))
            for d in Dimension
        ],
        rules=[
            RuleShape(
                id=rule.id,
                version=rule.version,
                dimension=rule.dimension.value,
                weight=rule.weight,
                effort=rule.effort,
                title=rule.title.say(lang),
                why=rule.why.say(lang),
                fix=getattr(rule.fix, lang),
            )
            for rule in RULES
        ],
    )


@router.get("/schemas", operation_id="listSchemas")
async def schemas(parts: Parts, lang: Reader) -> SchemaList:
    """List the schemas shipped here, then those of the registries as far as they answer."""
    known = await parts.schemas.known()
    return SchemaList(
        schemas=[
            SchemaItem(
                name=schema.name,
                version=schema.version or None,
                title=schema.title.say(lang),
                fields=schema.fields,
                url=schema.url or None,
                shipped=schema.shipped,
            )
            for schema in known
        ]
    )
