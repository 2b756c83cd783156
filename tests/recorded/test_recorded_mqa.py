"""Our dry run of data.europa.eu against answers and lists recorded from it and from its ports."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from rules.core.eu_access_rights import ACCESS_RIGHTS, access_right
from rules.core.eu_file_types import FILE_TYPES, MACHINE_READABLE, NON_PROPRIETARY, file_type
from rules.core.eu_licences import LICENCES, known_licence
from rules.core.evidence import Access, Evidence, Metadata
from rules.core.mqa import foretell, rating_of
from rules.core.mqa_metrics import METRICS, Pillar

SEEN = datetime(2026, 1, 31, tzinfo=UTC)
ACCESS, DOWNLOAD = "https://liguria.example/ds-664", "https://liguria.example/ds-664.csv"
OURS = {metric.id: metric.points for metric in METRICS}
NORWEGIAN = {"licenseAvailability": "licenceAvailability", "knownLicense": "knownLicence"}
DATA_LEVEL = {"formatMatch": 15, "syntaxValid": 15}
"""Metrics of Norway alone: it opens the file, data.europa.eu does not."""


# --- data.europa.eu, dataset r_liguri-ds-664 --------------------------------------------------

UNRECORDED = {
    "formatMediaTypeNonProprietary": "not in the recorded answer",
    "formatMediaTypeMachineInterpretable": "not in the recorded answer",
    "knownLicence": "not in the recorded answer",
}
DISAGREE = {
    "dcatApCompliance": "theirs is yes: they hold the portal's export against SHACL, we cannot",
    "downloadUrlStatusCode": "theirs is 200: they test both links, we fetch one address",
}


@pytest.fixture(scope="module")
def recorded(payload):
    """Flatten their breakdown: metric to whether it holds for the dataset or all its files."""
    result = payload("mqa/mqa-quality-success.json")["result"]["results"][0]
    flat = {}
    for pillar in Pillar:
        for entry in result[pillar.value]:
            for name, value in entry.items():
                inner = value if name in {"dataset", "distributions"} else [{name: value}]
                for metric in inner:
                    flat.update({key: flat.get(key, True) and yes(v) for key, v in metric.items()})
    return flat


def yes(value):
    if isinstance(value, bool):
        return value
    return all(e["percentage"] == (100 if e["name"] in {"yes", "200"} else 0) for e in value)


@pytest.fixture(scope="module")
def described(recorded):
    """Write the description that their breakdown tells of; its words themselves were not kept."""
    told = {
        "keywords": ("x",) if recorded["keywordAvailability"] else (),
        "themes": ("x",) if recorded["categoryAvailability"] else (),
        "spatial": "x" * recorded["spatialAvailability"],
        "temporal": "x" * recorded["temporalAvailability"],
        "download_url": DOWNLOAD * recorded["downloadUrlAvailability"],
        "access_url": ACCESS,
        "format": "csv" * recorded["formatAvailability"],
        "media_type": "text/csv" * recorded["mediaTypeAvailability"],
        "licence": "CC_BY_4_0" * recorded["licenceAvailability"],
        "access_rights": "PUBLIC" * recorded["accessRightsVocabularyAlignment"],
        "contact": "x" * recorded["contactPointAvailability"],
        "publisher": "x" * recorded["publisherAvailability"],
        "rights": "x" * recorded["rightsAvailability"],
        "byte_size": 1 if recorded["byteSizeAvailability"] else None,
        "issued": SEEN if recorded["dateIssuedAvailability"] else None,
        "modified": SEEN if recorded["dateModifiedAvailability"] else None,
    }
    served = Access(url=ACCESS, status=200)
    return foretell(Evidence(seen_at=SEEN, access=served, metadata=Metadata(**told)))


@pytest.mark.parametrize("metric", [name for name in OURS if name not in UNRECORDED])
def test_a_metric_says_what_data_europa_eu_said(recorded, described, metric):
    ours = next(mark.answer for mark in described.marks if mark.metric.id == metric)

    if metric in DISAGREE:
        assert (ours.status, recorded[metric]) == ("unknown", True)
    else:
        assert (ours.status == "met") is recorded[metric]


def test_every_recorded_metric_is_one_of_ours_and_every_other_has_its_reason(recorded):
    assert set(recorded) == set(OURS) - set(UNRECORDED)


def test_the_recorded_points_are_ours_but_for_what_cannot_agree(payload, described):
    graph = payload("mqa/mqa-metrics-success.json")["@graph"]
    theirs = {
        node["dqv:isMeasurementOf"]["@id"].rsplit("#", 1)[1]: int(node["dqv:value"]["@value"])
        for node in graph
    }
    ours = {
        f"{pillar.value}Scoring": sum(mark.at_most for mark in described.of(pillar))
        for pillar in Pillar
    }
    differing = {
        name: (points, theirs[name]) for name, points in ours.items() if points != theirs[name]
    }

    # 90 is no sum of 50, 20 and 30, and their own breakdown says yes to all three: it comes from
    # another moment, or from a mean over distributions that was not recorded.
    assert differing == {"accessibilityScoring": (100, 90)}
    assert theirs["scoring"] == sum(theirs.values()) - theirs["scoring"] == 395
    assert described.at_most == 405
    assert rating_of(theirs["scoring"]) == rating_of(described.at_most) == "Excellent"


# --- the Norwegian scoring service ------------------------------------------------------------


def norwegian(payload, part):
    """Flatten one Norwegian assessment: dimension, and metric to (points, most)."""
    metrics = {}
    for dimension in part["dimensions"]:
        for metric in dimension["metrics"]:
            name = metric["id"].rsplit("#", 1)[1]
            metrics[NORWEGIAN.get(name, name)] = (metric["score"], metric["max_score"])
    return metrics


def test_norway_weighs_as_we_do_and_adds_two_metrics(payload):
    theirs = norwegian(payload, payload("mqa/fdk_scores.json")["dataset"])

    assert {name: most for name, (_, most) in theirs.items()} == OURS | DATA_LEVEL


def test_norway_s_default_values_are_ours(payload):
    text = payload("mqa/fdk_dcatno-mqa-vocabulary-default-score-values.ttl")
    found = re.findall(r'dcatno-mqa:(\w+)\s+dcatno-mqa:trueScore\s+"(\d+)"', text)
    theirs = {NORWEGIAN.get(name, name): int(points) for name, points in found}

    assert {name: points for name, points in theirs.items() if name in OURS} == OURS


NORWAY_APART = {"downloadUrlStatusCode": "a download link is stated, but they had not tested it"}


def test_a_norwegian_breakdown_is_ours_metric_by_metric(payload):
    """``dataset.foo``: its access link answers 200, a download link is stated, nothing else."""
    theirs = norwegian(payload, payload("mqa/fdk_scores.json")["dataset"])
    said = Metadata(access_url=ACCESS, download_url=DOWNLOAD)
    served = Access(url=ACCESS, status=200)
    forecast = foretell(Evidence(seen_at=SEEN, access=served, metadata=said))

    assert {m.metric.id: m.points for m in forecast.marks} == {n: theirs[n][0] for n in OURS}
    unknown = {m.metric.id for m in forecast.marks if m.answer.status == "unknown"}
    assert unknown == {"dcatApCompliance", *NORWAY_APART}
    assert forecast.points == payload("mqa/fdk_scores.json")["dataset"]["score"] == 70


# --- vocabularies -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codes", "read"),
    [
        ("file_types", FILE_TYPES, file_type),
        ("non_proprietary", NON_PROPRIETARY, file_type),
        ("access_rights", ACCESS_RIGHTS, access_right),
    ],
)
def test_a_list_is_the_recorded_one_and_each_address_is_understood(payload, name, codes, read):
    rows = payload(f"mqa/vocab_{name}.csv")

    assert {row[1] for row in rows} == codes
    assert [read(row[0]) for row in rows] == [row[1] for row in rows]


SAME_ADDRESS = {
    "DLDE_ZERO_2_0": "recorded with the address of DLDE_BY_2_0",
    "EUPL_1_1": "shares its address with EUPL_1_2",
    "GNU_FDL_1_3": "shares its address with GNU_FDL",
    "ISA_OML": "shares its address with ISA_OML_1_1",
    "MIROS": "recorded with the address of MS_RL",
}
"""Of two licences with one address we name the other; both are in the list, which is what counts."""
MISWRITTEN = {"GNU_FDL_1_2": "recorded as “ttps://”, which is no address"}


def test_every_recorded_licence_is_known_by_its_code_and_its_address(payload):
    rows = payload("mqa/vocab_licenses.csv")

    assert {row[1] for row in rows} == LICENCES
    for address, code, other in rows:
        for stated in {address, other} - {""}:
            found = known_licence(stated)
            if found != code:
                assert code in SAME_ADDRESS if found in LICENCES else code in MISWRITTEN


def test_the_recorded_machine_readable_list_is_the_trap_that_ours_is_not(payload):
    """metadata-quality-stack lists every file type: there EXE and PDF are machine-readable."""
    recorded = {row[1] for row in payload("mqa/vocab_machine_readable.csv")}

    assert recorded == FILE_TYPES
    assert MACHINE_READABLE < recorded
    assert {"EXE", "PDF", "GIF"} <= recorded - MACHINE_READABLE
