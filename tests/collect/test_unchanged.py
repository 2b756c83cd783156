"""What has not changed is asked for once and read once; the verdict is always today's."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import app.reading
from app.assess import Line, Order, Watch
from app.collect.fetch import Download, Fetcher, NotModified
from app.collect.portals.resolve import Portals
from app.collect.schemas import SchemaLibrary
from app.collect.validators import Validators
from app.sandbox import Sandbox
from app.store import Store
from rules.core.evidence import Access, Metadata

CSV = b"nom;siret\n" + b"Mairie;21750001600019\n" * 3
CHANGED = "Tue, 03 Nov 2026 10:00:00 GMT"
AT = datetime(2026, 11, 3, 10, tzinfo=UTC)


def versioned(web, path, body=CSV, etag='"v1"', changed=CHANGED, answer=None, location=""):
    """Serve a file as servers do that know conditional requests; ``answer`` is the 304's tag."""

    async def handler(_, writer):
        sent = web.asked[-1][1]
        head = [f"ETag: {etag}"] * bool(etag) + [f"Last-Modified: {changed}"] * bool(changed)
        same = (
            sent.get("if-none-match") == etag
            if "if-none-match" in sent
            else (bool(changed) and sent.get("if-modified-since") == changed)
        )
        if same:
            lines = ["HTTP/1.1 304 Not Modified", f"ETag: {answer or etag}"]
            writer.write("\r\n".join([*lines, "", ""]).encode())
            return
        lines = ["HTTP/1.1 200 OK", *head, f"Content-Length: {len(body)}", "Content-Type: text/csv"]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)

    web.handlers[path] = handler
    return web.url(path)


@pytest.fixture
def ask(settings, tmp_path):
    """Fetch an address if it has changed."""

    def run(url, known, **over):
        async def once():
            fetcher = Fetcher(settings(**over))
            try:
                return await fetcher.fetch_if_changed(url, tmp_path, known)
            finally:
                await fetcher.close()

        return asyncio.run(once())

    return run


# --- the request ------------------------------------------------------------------------------


@pytest.mark.parametrize(("etag", "changed"), [('"v1"', CHANGED), ('W/"v1"', ""), ("", CHANGED)])
def test_what_still_stands_is_not_sent_again(web, fetch, ask, tmp_path, etag, changed):
    url = versioned(web, "/x.csv", etag=etag, changed=changed)
    known = Validators.of(fetch(url).access)
    for file in tmp_path.glob("download-*"):
        file.unlink()
    got = ask(url, known)

    assert isinstance(got, NotModified)
    assert (got.access.status, got.access.final_url) == (304, url)
    assert len(web.asked) == 2
    sent = web.asked[1][1]
    assert sent.get("if-none-match", "") == etag
    assert sent.get("if-modified-since", "") == changed
    assert list(tmp_path.glob("download-*")) == []


def test_what_has_changed_comes_whole(web, ask):
    url = versioned(web, "/x.csv", etag='"v2"')
    got = ask(url, Validators(url=url, etag='"v1"', last_modified=AT))

    assert isinstance(got, Download)
    assert (got.access.status, got.access.etag) == (200, '"v2"')
    assert got.path.read_bytes() == CSV


def test_a_server_that_says_unchanged_of_another_version_is_asked_again(web, ask):
    url = versioned(web, "/x.csv", answer='"v9"')
    got = ask(url, Validators(url=url, etag='"v1"'))

    assert isinstance(got, Download)
    assert got.path.read_bytes() == CSV
    assert "if-none-match" not in web.asked[-1][1]


def test_a_weak_tag_is_the_same_version(web, ask):
    url = versioned(web, "/x.csv", etag='"v1"', answer='W/"v1"')

    assert isinstance(ask(url, Validators(url=url, etag='"v1"')), NotModified)


def test_an_unchanged_that_nobody_asked_for_is_no_answer(web, fetch):
    got = fetch(web.file("/x.csv", b"", status="304 Not Modified"))

    assert got.access.outcome == "protocol_error"
    assert got.path is None


def test_conditions_go_only_to_the_address_that_stated_them(web, ask):
    web.redirect("/old.csv", "/new.csv")
    moved = versioned(web, "/new.csv")
    stale = ask(web.url("/old.csv"), Validators(url=web.url("/old.csv"), etag='"v1"'))
    fresh = ask(web.url("/old.csv"), Validators(url=moved, etag='"v1"'))

    assert isinstance(stale, Download)
    assert isinstance(fresh, NotModified)
    assert (fresh.access.final_url, fresh.access.redirects) == (moved, 1)
    assert [("if-none-match" in sent) for _, sent in web.asked] == [True, False, False, True]


@pytest.mark.parametrize("outcome", ["http_status", "truncated"])
def test_nothing_is_compared_with_a_failed_visit(outcome):
    assert Validators.of(Access(url="u", outcome=outcome, etag='"a"')) is None
    assert Validators.of(Access(url="u")) is None
    assert Validators.of(None) is None
    assert Validators.of(Access(url="u", etag='"a"')) == Validators(url="u", etag='"a"')


# --- the line ---------------------------------------------------------------------------------


class Steps(Watch):
    def __init__(self):
        self.steps = []

    def step(self, name):
        self.steps.append(name)


@pytest.fixture
def twice(settings, tmp_path):
    """Assess an address, let something happen, assess it again; both with the service's memory."""

    @asynccontextmanager
    async def opened():
        chosen = settings(schema_registries=(), expectations=False)
        store = Store(f"sqlite:///{tmp_path}/kept.db")
        store.migrate()
        fetcher, sandbox = Fetcher(chosen), Sandbox(chosen, quiet=True)
        portals = Portals(fetcher, chosen, quiet=True)
        line = Line(
            settings=chosen,
            fetcher=fetcher,
            schemas=SchemaLibrary(fetcher, chosen),
            sandbox=sandbox,
            portals=portals,
            memory=store.evidence,
        )
        yield line, store
        portals.close()
        sandbox.close()
        await fetcher.close()
        store.close()

    def run(first, second=None, between=lambda: None):
        async def both():
            async with opened() as (line, store):
                watch = Steps()
                before = await line.assess(first)
                store.save(before)
                between()
                after = await line.assess(second or first, watch)
                return before, after, watch.steps

        return asyncio.run(both())

    return run


def read_anew(steps):
    return "reading" in steps


def test_an_unchanged_file_costs_one_request_and_no_reading(web, twice):
    url = versioned(web, "/x.csv")
    before, after, steps = twice(Order(url=url))

    assert [path for path, _ in web.asked] == ["/x.csv", "/x.csv"]
    assert not read_anew(steps)
    assert after.evidence.seen_at > before.evidence.seen_at == after.evidence.read_at
    assert after.evidence.access.status == 200
    same = {"seen_at": before.evidence.seen_at}
    assert replace(after.evidence, **same) == before.evidence
    assert after.verdict.score == before.verdict.score
    assert after.id != before.id


def test_an_unchanged_file_is_judged_by_todays_words_about_it(web, twice):
    url = versioned(web, "/x.csv", etag='"v1"', changed="")
    old = Metadata(modified=datetime(2020, 1, 1, tzinfo=UTC), frequency="annual")
    new = Metadata(modified=datetime.now(UTC) - timedelta(days=3), frequency="annual")
    before, after, steps = twice(Order(url=url, metadata=old), Order(url=url, metadata=new))

    assert not read_anew(steps)
    assert after.verdict.score > before.verdict.score


def test_the_same_bytes_sent_again_are_not_read_again(web, twice):
    url = web.file("/x.csv", CSV, "Content-Type: text/csv")
    _, after, steps = twice(Order(url=url))

    assert not read_anew(steps)
    assert after.evidence.table.rows == 3


def test_a_dropped_file_is_read_once(web, twice, tmp_path):
    path = tmp_path / "budget.csv"
    path.write_bytes(CSV)
    order = Order(path=path, name="budget.csv", metadata=None)
    before, after, steps = twice(order)

    assert not read_anew(steps)
    assert replace(after.evidence, seen_at=before.evidence.seen_at) == before.evidence


@pytest.mark.parametrize("names", [["one"], ["one", "two"]])
def test_the_files_of_a_dataset_are_asked_for_in_the_same_way(web, twice, names):
    resources = [{"name": n, "path": versioned(web, f"/{n}.csv", etag=f'"{n}"')} for n in names]
    record = {"name": "budget", "title": "Budget", "resources": resources}
    url = web.file("/datapackage.json", json.dumps(record).encode())
    before, after, steps = twice(Order(url=url))

    assert not read_anew(steps)
    assert after.verdict.score == before.verdict.score
    conditions = [sent.get("if-none-match") for path, sent in web.asked if path.endswith(".csv")]
    assert sorted(conditions[len(names) :]) == [f'"{n}"' for n in sorted(names)]
    assert conditions[: len(names)] == [None] * len(names)


SCHEMA = {"fields": [{"name": "nom"}, {"name": "siret", "type": "integer"}]}


def test_another_schema_another_version_or_a_month_is_a_reason_to_read_again(
    web, twice, monkeypatch
):
    url = versioned(web, "/x.csv")
    order = Order(url=url)

    _, after, steps = twice(order, Order(url=url, schema=SCHEMA))
    assert read_anew(steps)
    assert after.evidence.conformance

    version = lambda: monkeypatch.setattr(app.reading, "__version__", "99.0")  # noqa: E731
    assert read_anew(twice(order, between=version)[2])

    month = lambda: monkeypatch.setattr(app.reading, "BELIEVED", timedelta(0))  # noqa: E731
    assert read_anew(twice(order, between=month)[2])


def test_a_changed_file_is_read_again(web, twice):
    url = versioned(web, "/x.csv")
    change = lambda: versioned(web, "/x.csv", CSV * 2, '"v2"')  # noqa: E731
    _, after, steps = twice(Order(url=url), between=change)

    assert read_anew(steps)
    assert after.evidence.access.etag == '"v2"'
    assert after.evidence.read_at == after.evidence.seen_at


def test_a_link_that_died_is_no_unchanged_file(web, twice):
    url = versioned(web, "/x.csv")
    _, dead, _ = twice(Order(url=url), between=web.handlers.clear)

    assert dead.verdict.grade == "E"
    assert dead.evidence.file is None
