"""The plain path's verdicts on single values, held by value: of one column."""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from functools import cached_property

import numpy as np
import polars as pl

from app.table.column import ColumnPass, Seen
from app.table.engine.again import Flags
from app.table.engine.pending import Known
from app.table.engine.refuse import class_of, in_class, refuse, refuse_sum, shape_of
from app.table.records import Cell, Unsupported
from app.table.tally import Fault

HELD = 50_000
"""Most verdicts held in one column."""
_FEW = 64
"""So many new texts are judged one by one: asking Polars takes as long."""
_PIECE = 6_000
"""Texts judged one by one before it is asked whether their shapes will do."""


class Verdicts:
    """Judges what is new, and remembers it."""

    def __init__(self, judged: ColumnPass, column: str, accept: pl.Expr | None) -> None:
        """Judge as this column of the plain path does; ``accept`` is the test of its texts."""
        self.judged = judged
        self._column = column
        self._accept = accept
        self._held: dict[str, Seen] = {}
        self._wrong = np.zeros(0, bool)

    @cached_property
    def _refuse(self) -> Mapping[str, pl.Expr]:
        return refuse(self.judged, pl.col("text"))

    @cached_property
    def _sums(self) -> pl.Expr | None:
        return None if self.judged.dated else refuse_sum(self.judged, pl.col("text"))

    def __getitem__(self, text: str) -> Seen:
        """Judge one value, or remember how it was judged."""
        seen = self._held.get(text)
        if seen is not None:
            return seen
        if len(self._held) >= HELD:
            self._held.clear()
        return self._judge([text])[0]

    def faults(self, text: str | None) -> tuple[Fault, ...]:
        """Say what is wrong with a text, or a class of them; nothing with none."""
        if text is None:
            return ()
        named = in_class(text)
        sure = self.judged.explainer.by_shape(*named) if named else None
        return self[text].faults if sure is None else (sure,)

    def value(self, text: str) -> object:
        """Give what a text is read as; ``None`` for nothing, and where it cannot be read."""
        reading = self[text].reading
        return None if reading.missing else reading.value

    def classes(self, texts: pl.Series, *, known: bool = False) -> pl.Series:
        """Judge refused texts in the order in which they come; of many, class those that are sure.

        Of ``known`` texts all were judged but those of a wrong checksum.
        """
        if self._sums is None:
            return texts if known else self._by_shape(texts)
        return self._by_sum(texts, self._sums, known=known)

    def _by_shape(self, texts: pl.Series) -> pl.Series:
        at, parts = 0, [texts.clear()]
        while at < len(texts):
            settled = {
                f: test for f, test in self._refuse.items() if self.judged.explainer.settled(f)
            }
            piece = texts.slice(at, None if len(settled) == len(self._refuse) else _PIECE)
            parts.append(self._classed(piece, settled))
            at += len(piece)
        return pl.concat(parts)

    def _by_sum(self, texts: pl.Series, sums: pl.Expr, *, known: bool) -> pl.Series:
        """Let the first text of a kind stand for all of them; the others are judged."""
        kinds = texts.alias("text").to_frame().select(sums.alias("kind")).to_series()
        alone, names = kinds.is_null(), texts.clone()
        if not known:
            names = names.scatter(alone.arg_true(), self._by_shape(texts.filter(alone)))
        for kind in (kinds, ~kinds):
            places = kind.arg_true()
            if len(places):
                names = names.scatter(places, texts[int(places[0])])
        return names

    def _classed(self, texts: pl.Series, settled: Mapping[str, pl.Expr]) -> pl.Series:
        """Name a class for each sure text; all others are judged, and stay what they are."""
        if not settled:
            self.look([*dict.fromkeys(texts.to_list())])
            return texts
        explainer, text, name = self.judged.explainer, pl.col("text"), pl.col("class")
        named = pl.lit(None, dtype=pl.String)
        for fault, test in settled.items():
            known = pl.Series(explainer.looked_into(fault), dtype=pl.String).implode()
            sure = test & ~text.is_in(known)
            named = pl.when(sure).then(class_of(fault, shape_of(text))).otherwise(named)
        table = texts.alias("text").to_frame().with_columns(named.alias("class"))
        firsts = table.unique("class", keep="first", maintain_order=True).drop_nulls("class")
        new = [one for one, its in firsts.rows() if not self._is_known(its)]
        alone = text.is_in(pl.Series(new, dtype=pl.String).implode()) | name.is_null()
        self.look(table.filter(alone)["text"].unique(maintain_order=True).to_list())
        if not all(map(self._is_known, firsts["class"])):
            self.look(texts.unique(maintain_order=True).to_list())
            return texts  # the explainer remembers no more shapes
        one_each = pl.when(alone).then(text).otherwise(name)
        return table.select(one_each.alias("text")).to_series()

    def _is_known(self, name: str) -> bool:
        named = in_class(name)
        return named is not None and self.judged.explainer.by_shape(*named) is not None

    def wrong(self, known: Known) -> Flags:
        """Tell which of the texts that have a number are wrong."""
        new = known.since(len(self._wrong))
        if len(new):
            self._wrong = np.append(self._wrong, self._wrong_of(new))
        return self._wrong

    def look(self, texts: Sequence[str]) -> None:
        """Judge different texts, in this order."""
        new = [text for text in texts if text not in self._held]
        if len(self._held) + len(new) > HELD:
            self._held.clear()
            new = [*texts]
        self._judge(new)

    def _wrong_of(self, texts: pl.Series) -> Flags:
        """Judge new texts, in bulk where they are surely accepted."""
        wrong = np.ones(len(texts), bool)
        if self._accept is not None and len(texts) > _FEW:
            good = texts.alias(self._column).to_frame().select_seq(self._accept).to_series()
            wrong &= ~good.to_numpy()
        unsure = wrong.copy()
        if self._sums is not None:
            kinds = texts.alias("text").to_frame().select(self._sums).to_series()
            unsure &= kinds.is_null().to_numpy()
        asked = texts.filter(pl.Series(unsure)).to_list()
        sure = self._sure(asked)
        judged = self._judge([text for text in asked if text not in sure])
        faults = iter([bool(seen.faults) for seen in judged])
        wrong[unsure] = [text not in sure and next(faults) for text in asked]
        return wrong

    def _sure(self, texts: list[str]) -> Container[Hashable]:
        """Find what the plain path accepts at once."""
        if self.judged.checks or not self.judged.judge.patterned:
            return ()
        return self.judged.judge.accepted({text: text for text in texts})

    def forget(self) -> None:
        """Make room: numbers begin anew."""
        self._held.clear()
        self._wrong = np.zeros(0, bool)

    def _cells(self, texts: list[str]) -> dict[Hashable, Cell]:
        """Give the cells that texts stand for, where these are none themselves."""
        del texts
        return {}

    def _judge(self, texts: list[str]) -> list[Seen]:
        """Judge texts. Raises ``Unsupported`` where the plain path would say more than a verdict."""
        judged = self.judged.judged(texts, self._cells(texts))
        if self.judged.gave_up:
            raise Unsupported("a pattern takes too long")
        found = [judged[text] for text in texts]
        for text, seen in zip(texts, found, strict=True):
            if seen.reading.missing != (text in self.judged.judge.missing_values):
                raise Unsupported("a cell is missing without being written so")
            self._held[text] = seen
        return found
