"""What a field expects of its cells, as the classifiers of wrong values need to know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A field, seen from the side of a value that it refused."""

    type: str
    format: str = "default"
    true_values: tuple[str, ...] = _TRUE
    false_values: tuple[str, ...] = _FALSE
    decimal_mark: str = "."
    constraints: Mapping[str, object] = field(default_factory=dict)
    checks: frozenset[str] = frozenset()
    """Names of the custom checks on this column."""
    example: str = ""
    """A good value, as the schema gives one; unverified."""
    passes: Callable[[str], bool]
    """Whether the field, with all its constraints and checks, accepts a text."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """Members of its ``enum``, as texts; nothing, lists and objects are none to propose."""
        stated = self.constraints.get("enum")
        members = stated if isinstance(stated, list) else []
        return texts([m for m in members if m is not None and not isinstance(m, list | dict)])


def expected_of(
    stated: Mapping[str, object],
    constraints: Mapping[str, object],
    checks: frozenset[str],
    passes: Callable[[str], bool],
    example: str = "",
) -> Expected:
    """Describe a field by its descriptor and the constraints in force."""
    return Expected(
        example=example,
        type=str(stated.get("type") or "string"),
        format=str(stated.get("format") or "default"),
        true_values=texts(stated.get("trueValues")) or _TRUE,
        false_values=texts(stated.get("falseValues")) or _FALSE,
        decimal_mark=str(stated.get("decimalChar") or "."),
        constraints=constraints,
        checks=checks,
        passes=passes,
    )


def texts(value: object) -> tuple[str, ...]:
    """Write the items of a list as texts; anything else is empty."""
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
