"""French codes accepted whole columns at once: checksums over fixed digits, dialling plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from phonenumbers import PhoneMetadata

from app.table.checks import CellCheck
from app.table.engine.pattern import translate

_DOUBLED = np.array([0, 2, 4, 6, 8, 1, 3, 5, 7, 9], np.uint8)
"""Twice each digit, its own digits added."""
_ZERO = ord("0")
_SIREN, _SIRET = 9, 14
_POST = b"356000000"
"""La Poste, whose establishments follow a rule of their own."""
SUMMED = {"siren": _SIREN, "siret": _SIRET}
"""Digits of what ends with a checksum."""
_Flags = NDArray[np.bool_]


def accept_checks(checks: Sequence[CellCheck], cells: pl.Expr) -> pl.Expr | None:
    """Give the test of all checks of a column of texts; ``None``: one of them has none."""
    test = pl.lit(value=True)
    for check in checks:
        build = _TESTS.get(check.name)
        if build is None:
            return None
        test = build(cells) if test.meta.is_literal() else test & build(cells)
    return test


def refuse_sums(checks: Sequence[CellCheck], cells: pl.Expr) -> pl.Expr | None:
    """Give the test of what the only check of a column refuses for its checksum alone.

    True for a number that ends in zeros, as rounding leaves it; null for what is not refused so.
    """
    size = SUMMED.get(checks[0].name) if len(checks) == 1 else None
    accepted = accept_checks(checks, cells)
    if size is None or accepted is None:
        return None
    digits = cells.str.contains(rf"\A[0-9]{{{size}}}\z")
    sure = digits & ~cells.str.starts_with(_POST.decode()) & ~accepted
    return pl.when(sure).then(cells.str.ends_with("00000"))


def _by_digits(size: int, right: Callable[[NDArray[np.uint8]], _Flags]) -> Callable[..., pl.Expr]:
    """Make a test of texts that are so many ASCII digits."""

    def test(texts: pl.Series) -> pl.Series:
        fits = (texts.str.len_bytes() == size).fill_null(value=False)
        good = fits.to_numpy().copy()
        some = texts if fits.all() else texts.filter(fits)
        if len(some):
            good[good] = right(_digits(some, size))
        return pl.Series(good)

    return lambda cells: cells.map_batches(test, return_dtype=pl.Boolean)


def _digits(texts: pl.Series, size: int) -> NDArray[np.uint8]:
    """Give the bytes of texts of one size as rows, zero for the digit 0."""
    array = texts.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    data = np.frombuffer(array.buffers()[2], np.uint8)
    start = array.offset * size
    rows = data[start : start + size * len(texts)].reshape(-1, size)
    return np.subtract(rows, np.uint8(_ZERO))


def _luhn(digits: NDArray[np.uint8]) -> _Flags:
    """Double every second digit from the right but one, add all up: a multiple of ten is right."""
    total = np.zeros(len(digits), np.uint8)
    for back in range(digits.shape[1]):
        column = digits[:, -1 - back]
        total += _DOUBLED[np.minimum(column, 9)] if back & 1 else column
    found: _Flags = (total % 10 == 0) & (digits <= 9).all(axis=1)  # noqa: PLR2004
    return found


def _siret(digits: NDArray[np.uint8]) -> _Flags:
    post = np.frombuffer(_POST, np.uint8) - np.uint8(_ZERO)
    not_post = (digits[:, :_SIREN] != post).any(axis=1)
    found: _Flags = _luhn(digits) & _luhn(digits[:, :_SIREN]) & not_post
    return found


def _phone(cells: pl.Expr) -> pl.Expr:
    """Take ten digits that the numbering plan gives to lines and mobiles, blanks between pairs."""
    france = PhoneMetadata.metadata_for_region("FR")
    plans = [france.fixed_line, france.mobile] if france else []
    patterns = [plan.national_number_pattern for plan in plans if plan]
    found = [pattern for pattern in map(translate, filter(None, patterns)) if pattern]
    shape = cells.str.contains(r"\A0[0-9](?: ?[0-9]{2}){4}\z")
    number = cells.str.replace_all(" ", "", literal=True).str.slice(1)
    planned = [number.str.contains(pattern.pattern) for pattern in found]
    return shape & pl.any_horizontal(pl.lit(value=False), *planned)


_TESTS: Mapping[str, Callable[[pl.Expr], pl.Expr]] = {
    "siren": _by_digits(_SIREN, _luhn),
    "siret": _by_digits(_SIRET, _siret),
    "phone-number-value": _phone,
}
