"""Cells, keys and rows of plain files: frictionless, the row path and the block engine agree."""

import pytest

SHARDS = 4


@pytest.mark.timeout(0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_rows_fields_and_types_of_errors_are_those_of_frictionless(
    shard, drawn, compare_all, tmp_path
):
    seeds = range(shard, drawn // 2, SHARDS)
    counts = compare_all(tmp_path / "f.csv", seeds, wild=False)

    assert counts.cases + counts.refused == len(seeds)
    assert counts.refused < len(seeds) // 20
    assert counts.errors > 10 * counts.cases
