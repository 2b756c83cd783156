"""An assessment as DQV: the same graph in each serialisation, with terms that exist, well typed."""

from __future__ import annotations

import pytest
from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import Namespace

from app.web.linked.quality import describe
from app.web.linked.writing import serialise
from app.web.shapes import AssessmentShape, ResourceShape

# rdflib's own JSON-LD reader still uses a class that rdflib deprecates
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
BASE = "https://qualidata.example"
DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")
SDMX = Namespace("http://purl.org/linked-data/sdmx/2009/attribute#")
MISSING = URIRef("http://purl.org/linked-data/sdmx/2009/code#obsStatus-M")
READERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}
TERMS = {
    # https://www.w3.org/TR/vocab-dqv/: all its classes, properties and individuals
    "http://www.w3.org/ns/dqv#": {
        *("Category", "Dimension", "Metric", "QualityAnnotation", "QualityCertificate"),
        *("QualityMeasurement", "QualityMeasurementDataset", "QualityMetadata", "QualityPolicy"),
        *("UserQualityFeedback", "computedOn", "expectedDataType", "hasQualityAnnotation"),
        *("hasQualityMeasurement", "hasQualityMetadata", "inCategory", "inDimension"),
        *("isMeasurementOf", "precision", "qualityAssessment", "value"),
    },
    # the few that we use of vocabularies that rdflib does not carry
    "http://www.w3.org/ns/oa#": {"Annotation", "hasBody", "hasTarget", "motivatedBy"},
    "http://purl.org/linked-data/sdmx/2009/attribute#": {"obsStatus"},
    "http://purl.org/linked-data/sdmx/2009/code#": {"obsStatus-M"},
    "http://spdx.org/rdf/terms#": {
        *("Checksum", "checksum", "algorithm", "checksumValue", "checksumAlgorithm_sha256"),
    },
    **{
        str(space): set(space.__annotations__)
        for space in (DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, XSD)
    },
}


def graph_of(shape, form="ttl"):
    return Graph().parse(data=serialise(describe(shape, BASE), form), format=READERS[form])


@pytest.fixture(scope="module")
def shape(assessed):
    return AssessmentShape.model_validate(assessed)


@pytest.fixture(scope="module")
def graph(shape):
    return graph_of(shape)


@pytest.fixture(scope="module", params=["assessed", "dead", "unwell"])
def any_shape(request):
    return AssessmentShape.model_validate(request.getfixturevalue(request.param))


def test_each_serialisation_is_the_same_graph(any_shape):
    turtle, json_ld, rdf_xml = (graph_of(any_shape, form) for form in READERS)
    assert len(turtle) > 100
    assert isomorphic(turtle, json_ld)
    assert isomorphic(turtle, rdf_xml)


def test_every_term_exists_in_its_vocabulary(any_shape):
    seen = {str(node) for triple in graph_of(any_shape) for node in triple}
    checked = {
        (space, name.removeprefix(space))
        for name in seen
        for space in TERMS
        if name.startswith(space)
    }
    assert {name for space, name in checked if name not in TERMS[space]} == set()
    assert len({name for space, name in checked if space == str(DQV)}) > 10


def test_every_predicate_and_class_is_of_a_vocabulary_that_was_checked(graph):
    named = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    assert {n for n in named if not str(n).startswith(tuple(TERMS))} == set()


def test_the_comparison_of_terms_can_fail():
    assert "hasValue" not in TERMS[str(DQV)]
    assert "Distributon" not in TERMS[str(DCAT)]


def test_each_literal_says_its_type_and_is_of_it(any_shape):
    for *_, value in graph_of(any_shape):
        if isinstance(value, Literal):
            assert not value.ill_typed, value
            assert value.datatype or value.language or str(value)
    kinds = {v.datatype for v in graph_of(any_shape).objects(None, DQV.value)}
    assert kinds <= {XSD.decimal, XSD.integer}


def test_a_measurement_says_of_what_on_what_when_and_under_which_policy(graph, shape):
    found = set(graph.subjects(RDF.type, DQV.QualityMeasurement))
    file = next(graph.subjects(RDF.type, DCAT.Distribution))
    runs = [shape.documentation.mqa, shape.documentation.udata]
    others = 3 + sum(run is not None for run in runs)
    assert len(found) == len(shape.measurements) + len(shape.dimensions) + others
    assert set(graph.objects(file, DQV.hasQualityMeasurement)) == found
    for me in found:
        metric = graph.value(me, DQV.isMeasurementOf, any=False)
        assert (metric, RDF.type, DQV.Metric) in graph
        whole = str(metric).endswith("/mqa-points")
        wanted = XSD.integer if whole else XSD.decimal
        assert graph.value(metric, DQV.expectedDataType, any=False) == wanted
        assert graph.value(metric, DQV.inDimension) is not None
        assert graph.value(me, DQV.computedOn, any=False) == file
        assert graph.value(me, PROV.generatedAtTime, any=False).datatype == XSD.dateTime
        policy = graph.value(me, DCTERMS.conformsTo, any=False)
        assert str(policy) == f"{BASE}/def/policies/{shape.policy}"


def test_the_values_are_those_of_the_json(graph, shape):
    def value(metric):
        found = graph.value(
            predicate=DQV.isMeasurementOf, object=URIRef(f"{BASE}/def/metrics/{metric}")
        )
        stated = graph.value(found, DQV.value, any=False)
        return None if stated is None else float(stated)

    assert value("quality-score") == shape.score
    assert value("measured-share") == shape.coverage
    assert value("documentation-score") == shape.documentation.score
    for dimension in shape.dimensions:
        assert value(f"{dimension.id}-score") == dimension.score
    for measurement in shape.measurements:
        assert value(measurement.rule) == measurement.value


def test_what_was_not_measured_has_no_value_and_says_why(graph, shape):
    silent = [m for m in shape.measurements if m.value is None]
    assert silent
    for measurement in silent:
        me = URIRef(f"{BASE}/v1/assessments/{shape.id}#{measurement.rule}")
        assert graph.value(me, DQV.value) is None
        assert graph.value(me, SDMX.obsStatus) == MISSING
        assert graph.value(me, DCTERMS.relation) == URIRef(
            f"{BASE}/def/reasons/{measurement.reason}"
        )
        assert {c.language for c in graph.objects(me, RDFS.comment)} == {"fr", "en"}


def test_what_was_measured_is_not_marked_as_missing(graph):
    for me in graph.subjects(DQV.value):
        assert graph.value(me, SDMX.obsStatus) is None


def test_the_grade_is_a_certificate_on_the_file(graph, shape):
    me = graph.value(predicate=RDF.type, object=DQV.QualityCertificate, any=False)
    assert (None, DQV.hasQualityAnnotation, me) in graph
    assert graph.value(me, OA.hasBody) == URIRef(f"{BASE}/def/grades/{shape.grade}")
    assert (graph.value(me, OA.hasTarget), RDF.type, DCAT.Distribution) in graph
    assert graph.value(me, OA.motivatedBy) == DQV.qualityAssessment


def test_without_a_grade_nothing_is_certified(unwell):
    shape = AssessmentShape.model_validate(unwell)
    graph = graph_of(shape)
    assert shape.grade is None
    assert list(graph.subjects(RDF.type, DQV.QualityCertificate)) == []
    total = URIRef(f"{BASE}/v1/assessments/{shape.id}#quality-score")
    assert graph.value(total, SDMX.obsStatus) == MISSING


def test_a_dead_link_is_certified_e(dead):
    graph = graph_of(AssessmentShape.model_validate(dead))
    assert (None, OA.hasBody, URIRef(f"{BASE}/def/grades/E")) in graph


def test_the_file_is_a_distribution_of_a_dataset(graph, shape):
    dataset = graph.value(predicate=RDF.type, object=DCAT.Dataset, any=False)
    file = graph.value(dataset, DCAT.distribution, any=False)
    assert str(file) == shape.dataset.url
    assert str(graph.value(dataset, DCTERMS.title)) == "Subventions"
    assert graph.value(file, DCAT.downloadURL) == file
    assert graph.value(file, DCAT.byteSize).toPython() == shape.resource.bytes
    assert str(graph.value(file, DCAT.mediaType)).endswith("/text/csv")


def test_a_dataset_of_several_files_is_itself_measured(shape):
    url = "https://portal.example/dataset/1"
    files = [ResourceShape(url=f"{url}/{n}.csv", media_type="text/csv") for n in (1, 2)]
    whole = shape.model_copy(
        update={
            "resource": None,
            "resources": files,
            "dataset": shape.dataset.model_copy(update={"url": url}),
        }
    )
    graph = graph_of(whole)
    assert graph.value(predicate=RDF.type, object=DCAT.Dataset, any=False) == URIRef(url)
    assert set(graph.objects(URIRef(url), DCAT.distribution)) == {URIRef(f.url) for f in files}
    assert {str(o) for o in graph.objects(None, DQV.computedOn)} == {url}


def test_the_two_dry_runs_are_metrics_where_there_are_any(assessed):
    runs = {"score": 50.0, "mqa": {"points": 265, "rating": "Good"}, "udata": {"score": 0.78}}
    shape = AssessmentShape.model_validate(assessed | {"documentation": runs})
    graph = graph_of(shape)
    root = f"{BASE}/v1/assessments/{shape.id}"
    assert graph.value(URIRef(f"{root}#mqa-points"), DQV.value) == Literal(265)
    assert float(graph.value(URIRef(f"{root}#udata-score"), DQV.value)) == 0.78


def test_a_dropped_file_is_named_by_its_digest(shape):
    url = "urn:sha256:" + "9f" * 32
    dropped = shape.model_copy(
        update={
            "dataset": shape.dataset.model_copy(update={"url": url}),
            "resource": shape.resource.model_copy(update={"url": url}),
        }
    )
    graph = graph_of(dropped)
    assert (URIRef(url), RDF.type, DCAT.Distribution) in graph
    assert graph.value(URIRef(url), DCAT.downloadURL) is None
