"""Every file here is one rule, found by being here; the words they share are in ``core``."""

from importlib import import_module
from pkgutil import iter_modules

from rules.core.rule import Rule


def _load() -> tuple[Rule, ...]:
    names = [m.name for m in iter_modules(__path__) if not m.ispkg and not m.name.startswith("_")]
    return tuple(getattr(import_module(f"{__name__}.{name}"), name) for name in names)


RULES: tuple[Rule, ...] = _load()
