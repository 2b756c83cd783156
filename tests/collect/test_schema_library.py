"""Schemas from our folders, from a registry on loopback, from an address, from the request."""

import asyncio
import json
import os
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from app.collect.cache import Documents, json_object
from app.collect.fetch import Fetcher
from app.collect.registry import parse
from app.collect.schemas import SchemaLibrary
from app.errors import Problem, Refused, UnknownSchema, UnusableSchema

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "registry"


def descriptor(**more):
    return {
        "name": "menus",
        "title": "Menus de cantine {collectifs}",
        "version": "v1.2.0",
        "frequency": "annual",
        "fields": [
            {"name": "date", "type": "date", "constraints": {"required": True}},
            {"name": "plat", "type": "string"},
        ],
        **more,
    }


def entry(name, url, versions=(), kind="tableschema"):
    listed = [{"version_name": v, "schema_url": u} for v, u in versions]
    return {
        "name": name,
        "title": name.title(),
        "schema_type": kind,
        "schema_url": url,
        "versions": listed,
    }


@dataclass
class Bench:
    """A library over a folder of schemas and one registry, asked within one loop per call."""

    settings: object
    folder: Path

    def ask(self, call):
        async def once():
            fetcher = Fetcher(self.settings)
            try:
                return await call(SchemaLibrary(fetcher, self.settings, self.folder))
            finally:
                await fetcher.close()

        return asyncio.run(once())

    def find(self, reference, source="given"):
        return self.ask(lambda library: library.find(reference, source=source))

    def known(self):
        return self.ask(lambda library: library.known())

    def candidates(self):
        async def call(library):
            return library.candidates()

        return self.ask(call)

    def age(self, seconds):
        """Make everything kept look this old."""
        for path in (self.settings.data_dir / "schemas").glob("*.json"):
            then = time.time() - seconds
            os.utime(path, (then, then))


@pytest.fixture
def bench(web, settings, tmp_path):
    folder = tmp_path / "shipped" / "ville" / "menus"
    folder.mkdir(parents=True)
    ours = descriptor(path="https://example.fr/schema.json", title_en="Canteen menus")
    (folder / "schema.json").write_text(json.dumps(ours), encoding="utf-8")
    (folder / "expectations.json").write_text('{"name": "suite"}', encoding="utf-8")
    return Bench(settings(schema_registries=web.url("/schemas.json")), tmp_path / "shipped")


@pytest.fixture
def registry(web):
    """Serve a registry of five entries; give the function that changes it."""

    def serve(*entries):
        web.file("/schemas.json", json.dumps({"schemas": list(entries)}).encode())

    web.file("/dae/2.json", json.dumps(descriptor(name="dae", version="2.0")).encode())
    web.file("/dae/1.json", json.dumps(descriptor(name="dae", version="1.0")).encode())
    serve(
        entry("atlasante/dae", web.url("/dae/2.json"), [("1.0", web.url("/dae/1.json")), ("v2.0", web.url("/dae/2.json"))]),
        entry("ville/menus", web.url("/other.json")),
        entry("ville/gone", web.url("/gone.json")),
        entry("ville/broken", web.url("/broken.json")),
        entry("etalab/bal", web.url("/bal.yml"), kind="other"),
    )  # fmt: skip
    web.file("/broken.json", b'{"fields": []}')
    return serve


# --- shipped ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reference",
    ["ville/menus", " ville/menus ", "VILLE/Menus", "ville/menus@1.2.0", "ville/menus@v1.2.0", "ville/menus@latest"],
)  # fmt: skip
def test_a_shipped_schema_is_found_without_the_network(bench, web, reference):
    spec = bench.find(reference, source="declared")

    assert web.asked == []
    assert (spec.ref.name, spec.ref.version, spec.ref.source) == (
        "ville/menus",
        "1.2.0",
        "declared",
    )
    assert spec.ref.title == "Menus de cantine {collectifs}"
    assert spec.ref.frequency == "annual"
    assert spec.suite == '{"name": "suite"}'
    assert [f["name"] for f in json.loads(spec.descriptor)["fields"]] == ["date", "plat"]
    assert spec.ref.digest == sha256(spec.descriptor.encode()).hexdigest()


def test_the_digest_does_not_depend_on_the_order_of_keys(bench):
    one = descriptor()
    two = dict(reversed(one.items()))

    assert bench.find(one).ref.digest == bench.find(two).ref.digest
    assert bench.find(one).ref.digest != bench.find(descriptor(version="1.3")).ref.digest


def test_shipped_schemas_are_listed_with_their_titles_as_written(bench):
    async def call(library):
        return library.shipped()

    (known,) = bench.ask(call)

    assert known.title.say("fr") == "Menus de cantine {collectifs}"
    assert known.title.say("en") == "Canteen menus"
    assert (known.name, known.version, known.fields, known.shipped) == (
        "ville/menus",
        "1.2.0",
        2,
        True,
    )
    assert known.url == "https://example.fr/schema.json"


def test_a_broken_shipped_schema_is_named_at_start(bench):
    (bench.folder / "ville" / "menus" / "schema.json").write_text("{", encoding="utf-8")

    with pytest.raises(ValueError, match="shipped schema ville/menus"):
        bench.candidates()


def test_the_schemas_that_come_with_the_service_all_load(settings):
    library = SchemaLibrary(Fetcher(settings()), settings())
    names = {known.name for known in library.shipped()}

    if "scdl/subventions" not in names:
        pytest.skip("the shipped schemas are not in this checkout")
    assert len(library.candidates()) == len(names)
    assert all(c.required or c.optional for c in library.candidates())


# --- registry ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "version"),
    [
        ("atlasante/dae", "2.0"),
        ("Atlasante/DAE", "2.0"),
        ("atlasante/dae@latest", "2.0"),
        ("atlasante/dae@1.0", "1.0"),
        ("atlasante/dae@v1.0", "1.0"),
        ("atlasante/dae@2.0", "2.0"),
    ],
)
def test_a_registrys_schema_is_found_by_name_and_version(bench, registry, reference, version):
    spec = bench.find(reference)

    assert (spec.ref.name, spec.ref.version, spec.ref.source) == ("atlasante/dae", version, "given")
    assert json.loads(spec.descriptor)["version"].startswith(version)
    assert spec.suite == ""


@pytest.mark.parametrize("source", ["given", "declared"])
@pytest.mark.parametrize(
    "reference",
    ["nobody/nothing", "atlasante/dae@9.9", "ville/menus@9.9", "", "@", "../../etc/passwd", "x" * 9999, "\ud800"],
    ids=lambda text: ascii(text)[:20],
)  # fmt: skip
def test_an_unknown_schema_is_said_to_be_unknown(bench, registry, reference, source):
    with pytest.raises(UnknownSchema) as caught:
        bench.find(reference, source=source)

    assert caught.value.status == 422
    assert len(caught.value.say("fr").encode()) < 1000


@pytest.mark.parametrize(
    ("reference", "kind", "code", "said"),
    [
        ("etalab/bal", UnusableSchema, "schema_refused", "it describes “other” and not a table"),
        ("ville/broken", UnusableSchema, "schema_refused", "it has no list of fields"),
        ("ville/gone", Refused, "schema_unreachable", "404"),
    ],
)
def test_a_schema_that_cannot_be_used_says_why(bench, registry, reference, kind, code, said):
    with pytest.raises(kind) as caught:
        bench.find(reference)

    assert caught.value.code == code
    assert said in caught.value.say("en")


def test_the_registry_is_asked_once_while_fresh_and_again_when_old(bench, registry, web):
    bench.find("atlasante/dae")
    bench.find("atlasante/dae")
    assert [path for path, _ in web.asked] == ["/schemas.json", "/dae/2.json"]

    bench.age(7200)
    bench.find("atlasante/dae")
    assert [path for path, _ in web.asked][2:] == ["/schemas.json", "/dae/2.json"]


def test_everything_still_works_from_the_cache_when_the_registry_is_gone(bench, registry, web):
    before = bench.find("atlasante/dae")
    bench.age(7200)
    web.handlers.clear()

    assert bench.find("atlasante/dae") == before
    assert [k.name for k in bench.known()] == ["ville/menus", "atlasante/dae", "ville/gone", "ville/broken"]  # fmt: skip


@pytest.mark.parametrize(
    "answer", [b"<html>maintenance</html>", b"[]", b'{"schemas": {}}', b"\xff\xfe"]
)
def test_a_registry_that_answers_nonsense_never_replaces_what_was_kept(
    bench, registry, web, answer
):
    bench.find("atlasante/dae")
    bench.age(7200)
    web.file("/schemas.json", answer)

    assert bench.find("atlasante/dae").ref.version == "2.0"


def test_a_silent_registry_leaves_the_shipped_schemas(bench):
    assert [k.name for k in bench.known()] == ["ville/menus"]
    with pytest.raises(UnknownSchema):
        bench.find("atlasante/dae")


def test_a_registry_that_failed_is_left_alone_for_a_while(bench, web):
    async def thrice(library):
        return [await library.known() for _ in range(3)]

    bench.ask(thrice)

    assert len(web.asked) == 1


def test_a_crowd_asks_the_registry_once(bench, registry, web):
    async def crowd(library):
        return await asyncio.gather(*(library.known() for _ in range(20)))

    bench.ask(crowd)

    assert len(web.asked) == 1


def test_known_schemas_are_ours_first_then_the_registrys_tables(bench, registry):
    bench.find("atlasante/dae")
    known = {k.name: k for k in bench.known()}

    assert list(known) == ["ville/menus", "atlasante/dae", "ville/gone", "ville/broken"]
    assert known["ville/menus"].shipped
    assert (known["atlasante/dae"].fields, known["atlasante/dae"].version) == (2, "2.0")
    assert known["ville/gone"].fields is None
    assert known["ville/gone"].title.say("fr") == "Ville/Gone"


def test_candidates_are_ours_and_what_the_registry_already_gave(bench, registry, web):
    assert [c.ref.name for c in bench.candidates()] == ["ville/menus"]
    assert web.asked == []

    bench.find("atlasante/dae")
    ours, theirs = bench.candidates()

    assert (theirs.ref.name, theirs.ref.version, theirs.ref.source) == ("atlasante/dae", "2.0", "detected")  # fmt: skip
    assert (theirs.required, theirs.optional) == (("date",), ("plat",))
    assert ours.required == ("date",)


def test_a_strangers_schema_never_proposes_itself_to_others(bench, registry, web):
    bench.find(web.url("/dae/1.json"))
    bench.known()

    assert [c.ref.name for c in bench.candidates()] == ["ville/menus"]


# --- addresses and content --------------------------------------------------------------------


def test_a_schema_comes_from_its_address_and_is_called_by_it(bench, web):
    url = web.file("/s.json", b"\xef\xbb\xbf" + json.dumps(descriptor()).encode())

    spec = bench.find(url)

    assert (spec.ref.name, spec.ref.version) == (url, "1.2.0")


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"<html>", UnusableSchema, "ce n’est pas du JSON"),
        (b"[1]", UnusableSchema, "ce n’est pas du JSON"),
        (b'{"a": NaN}', UnusableSchema, "ce n’est pas du JSON"),
        (b"[" * 100_000, UnusableSchema, "ce n’est pas du JSON"),
        (b'{"a":' * 100_000, UnusableSchema, "ce n’est pas du JSON"),
        (b'{"a": ' + b"9" * 10_000 + b"}", UnusableSchema, "ce n’est pas du JSON"),
        (b"{}", UnusableSchema, "pas de liste de champs"),
        (b" " * (3 << 20), Refused, "plus gros que"),
    ],
    ids=["html", "list", "nan", "deep list", "deep object", "long number", "empty", "large"],
)
def test_an_address_that_gives_no_schema_says_so(bench, web, body, kind, said):
    with pytest.raises(kind) as caught:
        bench.find(web.file("/s.json", body))

    assert said in caught.value.say("fr")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://10.0.0.1/s.json", "address_not_public"),
        ("http://us:word@example.fr/s.json", "userinfo_refused"),
        ("http://example.fr:22/", "port_refused"),
    ],
)
def test_a_schemas_address_is_judged_like_any_other(bench, url, code):
    with pytest.raises(Problem, match=code):
        bench.find(url)


def test_a_schema_may_be_given_whole(bench, web):
    spec = bench.find(descriptor())

    assert (spec.ref.name, spec.ref.version, spec.ref.source) == ("menus", "1.2.0", "given")
    assert web.asked == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"fields": []},
        {"fields": "date"},
        {"fields": [1]},
        {"fields": [{"name": "a\ud800"}, {"name": "a\ud800"}]},
    ],
)
def test_what_is_no_table_schema_is_unusable(bench, given):
    with pytest.raises(UnusableSchema) as caught:
        bench.find(given)

    assert caught.value.say("fr").encode()


def test_strangers_words_are_cut_and_cleaned(bench):
    spec = bench.find(descriptor(name="a\x00\u202e" + "b" * 999, title="t\ud800" * 999, version=3))

    assert spec.ref.name == "a" + "b" * 299
    assert spec.ref.title == "t" * 300
    assert spec.ref.version == ""
    assert spec.descriptor.encode()


# --- cache ------------------------------------------------------------------------------------


def test_only_so_many_documents_are_kept_the_oldest_go_first(web, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("app.collect.cache.MOST_FILES", 3)

    async def fill():
        fetcher = Fetcher(settings())
        documents = Documents(fetcher, tmp_path / "kept", settings().schema_cache_ttl)
        for n in range(6):
            web.file(f"/{n}", b"{}")
            await documents.read(web.url(f"/{n}"), 100, json_object)
            await asyncio.sleep(0.01)
        await fetcher.close()
        return [documents.stamp(web.url(f"/{n}")) > 0 for n in range(6)]

    assert asyncio.run(fill()) == [False, False, False, True, True, True]


def test_a_folder_that_cannot_be_written_only_costs_time(bench, registry):
    bench.settings.data_dir.write_text("a file stands in the way")

    assert bench.find("atlasante/dae").ref.version == "2.0"
    assert bench.find("atlasante/dae").ref.version == "2.0"


@pytest.mark.parametrize(
    "item",
    [1, None, {}, {"name": "a"}, {"name": 1, "schema_url": "x"}, {"name": "", "schema_url": "x"}],
)
def test_a_strange_entry_is_left_out_and_the_others_stay(item):
    good = entry("a/b", "https://example.fr/s.json", [("1", "https://example.fr/1.json")])
    odd = {"name": "c/d", "schema_url": "x", "versions": [1, {"version_name": "1"}], "title": 3}
    entries = parse(json.dumps({"schemas": [item, good, odd]}).encode())

    assert [e.name for e in entries] == ["a/b", "c/d"]
    assert entries[0].url_of("v1") == "https://example.fr/1.json"
    assert (entries[1].versions, entries[1].title) == ((), "c/d")


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not in this checkout")
def test_the_real_registry_is_read_whole():
    entries = parse((CORPUS / "schemas.json").read_bytes())

    assert len(entries) == 95
    assert sum(e.type == "tableschema" for e in entries) == 60
    assert all(e.url.startswith("https://") for e in entries)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not in this checkout")
def test_every_real_table_schema_is_usable(bench):
    async def call(library):
        paths = sorted(CORPUS.glob("*/*/*.json"))
        stated = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
        return [await library.find(one, source="given") for one in stated]

    specs = bench.ask(call)

    assert len(specs) > 60
    assert all(spec.ref.title and spec.ref.version for spec in specs)
