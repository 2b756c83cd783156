"""Files in all encodings, torn and quoted anyhow: frictionless and both of our paths agree."""

import pytest

SHARDS = 4


@pytest.mark.timeout(0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_torn_and_oddly_quoted_files_have_the_errors_that_frictionless_sees(
    shard, drawn, compare_all, tmp_path
):
    seeds = range(drawn + shard, drawn + drawn // 2, SHARDS)
    counts = compare_all(tmp_path / "f.csv", seeds, wild=True)

    assert counts.cases + counts.refused == len(seeds)
    assert counts.refused < len(seeds) // 20
    assert counts.errors > 10 * counts.cases
