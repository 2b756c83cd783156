"""Labels of what an expectation suite found."""

from __future__ import annotations

from collections.abc import Mapping

from rules.core.text import Text

EXPECTED: Mapping[str, Text] = {
    "expectations": Text(en="Expectations", fr="Attentes"),
    "expectations_note": Text(
        en="What the suite “{suite}” expects of the data, and what was found.",
        fr="Ce que la suite « {suite} » attend des données, et ce qui a été constaté.",
    ),
    "expectations_open": Text(
        en="Expectations not met: {count} of {of}",
        fr="Attentes non satisfaites : {count} sur {of}",
    ),
    "expectations_caption": Text(en="Expectations, one by one", fr="Les attentes, une par une"),
    "expectation": Text(en="Expectation", fr="Attente"),
    "expectation_column": Text(en="Column", fr="Colonne"),
    "expectation_observed": Text(en="Found", fr="Constaté"),
    "expectation_engine": Text(en="Judged by", fr="Jugée par"),
    "expectation_met": Text(en="met", fr="satisfaite"),
    "expectation_unmet": Text(en="not met", fr="non satisfaite"),
    "expectation_unknown": Text(en="not judged", fr="non jugée"),
    "judged_native": Text(en="Qualidata", fr="Qualidata"),
    "judged_great_expectations": Text(en="Great Expectations", fr="Great Expectations"),
    "gx_suite": Text(
        en="The suite, for Great Expectations (JSON)",
        fr="La suite, pour Great Expectations (JSON)",
    ),
    "gx_result": Text(
        en="The results, for Great Expectations (JSON)",
        fr="Les résultats, pour Great Expectations (JSON)",
    ),
}
