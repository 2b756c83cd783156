"""The words every rule is written in."""

from rules.core.evidence import (
    Access,
    Column,
    Conformance,
    Evidence,
    ExpectationResult,
    Expectations,
    File,
    Finding,
    Metadata,
    Sample,
    SchemaRef,
    Table,
)
from rules.core.rule import Dimension, Measurement, Rule, Skip, Value, eased, rule
from rules.core.text import Lang, Text

__all__ = [
    "Access",
    "Column",
    "Conformance",
    "Dimension",
    "Evidence",
    "ExpectationResult",
    "Expectations",
    "File",
    "Finding",
    "Lang",
    "Measurement",
    "Metadata",
    "Rule",
    "Sample",
    "SchemaRef",
    "Skip",
    "Table",
    "Text",
    "Value",
    "eased",
    "rule",
]
