"""Stored and reflected scripts: in every text that a stranger gives, on every page that shows it.

Titles, publishers, column names, cells, file names, schema names, labels, addresses, typed values,
error pages; as pages, badges opened as documents, exports opened as documents. None runs, and the
policy has nothing to stop: the texts never become markup at all.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.running import Page

ROOT = Path(__file__).parents[2]
SING = "document.documentElement.setAttribute('data-hit',1);alert(1)"
CANARIES = [
    f"<script>{SING}</script>",
    f"</title><script>{SING}</script>",
    f"</textarea><script>{SING}</script>",
    f"</style><script>{SING}</script>",
    f"]]><script>{SING}</script>",
    f"--><script>{SING}</script>",
    f'"><script>{SING}</script>',
    f"'><script>{SING}</script>",
    f'<img src=x onerror="{SING}">',
    f"<img src=x onerror=\"{SING}\" x='",
    f'<svg onload="{SING}">',
    f"<svg><script>{SING}</script></svg>",
    f'<svg xmlns="http://www.w3.org/2000/svg" onload="{SING}"/>',
    f'<x:script xmlns:x="http://www.w3.org/1999/xhtml">{SING}</x:script>',
    f'<iframe srcdoc="<script>parent.{SING}</script>">',
    f'<iframe src="javascript:parent.{SING}">',
    f'<a href="javascript:{SING}" autofocus onfocus="{SING}">x</a>',
    f"javascript:{SING}",
    f"data:text/html,<script>{SING}</script>",
    f'" autofocus onfocus="{SING}" x="',
    f"' onmouseover='{SING}' style='position:fixed;inset:0' x='",
    f'<math><mtext><table><mglyph><style><img src=x onerror="{SING}">',
    f"<noscript><p title=\"</noscript><img src=x onerror='{SING}'>\">",
    f'<body onload="{SING}">',
    f'<details open ontoggle="{SING}">',
    f'<video><source onerror="{SING}"></video>',
    f'<meta http-equiv="refresh" content="0;url=javascript:{SING}">',
    '<base href="http://evil.example/"><link rel="stylesheet" href="http://evil.example/x.css">',
    '<img src="http://evil.example/pixel">',
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {% raw %} #{7*7}",
    f"[x](javascript:{SING}) ![x](http://evil.example/pixel)",
    f"\uff1cscript\uff1e{SING}\uff1c/script\uff1e \u202e<script>{SING}</script>\u200b",
    "\x0c<script\x0c>alert(1)</script\x0c>",
    f"\r\n\r\n<script>{SING}</script>",
]  # fmt: skip
PARTS = 6
"""Turns in which the addresses are gone through, so that none takes long on a busy machine."""
EVIL = CANARIES[0] + CANARIES[8] + CANARIES[6] + CANARIES[19]
"""Many at once, where there is room for one text only."""


def sheet(columns, rows):
    out = io.StringIO()
    csv.writer(out).writerows([columns, *rows])
    return out.getvalue()


def some(start, count):
    return [CANARIES[(start + step) % len(CANARIES)] for step in range(count)]


@pytest.fixture(scope="module")
def told(client, town):
    """Give what was stored: a dataset of files, and dropped files, each a cage of canaries."""
    columns = CANARIES[:17]
    wide = sheet(columns, [some(row, 17) for row in range(40)])
    other = sheet(CANARIES[17:], [some(row, 17) for row in range(40)])
    schema = {
        "name": EVIL,
        "title": EVIL,
        "version": EVIL,
        "fields": [
            {"name": name, "title": EVIL, "type": kind, "constraints": {"enum": [EVIL]}}
            for name, kind in zip(columns, ["integer", "date", "string"] * 6, strict=False)
        ],
    }
    names = [quote(f"{CANARIES[n]}.csv", safe="") for n in (0, 8, 13)]
    for name, body in zip(names, (wide, other, wide), strict=True):
        town.pages[f"/cage/{name}"] = Page(body=body.encode())
    package = {
        "name": "cage",
        "title": EVIL,
        "description": EVIL,
        "keywords": CANARIES[:5],
        "licenses": [{"name": EVIL, "title": EVIL, "path": CANARIES[17]}],
        "contributors": [{"title": EVIL, "role": "publisher", "email": EVIL}],
        "resources": [
            {"name": f"r{n}", "title": CANARIES[n], "path": name, "schema": schema, "format": EVIL}
            for n, name in enumerate(names)
        ]
        + [{"name": "doc", "title": EVIL, "path": "guide.pdf", "format": "pdf"}],
    }
    whole = town.publish("/cage/datapackage.json", json.dumps(package))
    orders = [
        {"url": whole},
        {"url": f"http://127.0.0.1:{town.port}/cage/{names[0]}", "schema": schema},
    ]
    shapes = [client.post("/v1/assessments", json=order) for order in orders]
    metadata = {"title": EVIL, "description": EVIL, "publisher": EVIL, "licence": EVIL}
    dropped = [
        client.post(
            "/v1/assessments",
            files={"file": (f"{CANARIES[n].replace('/', '_')}.csv", body, "text/csv")},
            data={"title": EVIL, "frequency": EVIL},
        )
        for n, body in ((0, wide), (8, other))
    ]
    dead = client.post(
        "/v1/assessments",
        json={"url": f"http://127.0.0.1:{town.port}/{quote(EVIL, safe='')}", "metadata": metadata},
    )
    for answer in (*shapes, *dropped, dead):
        assert answer.status_code == 200, answer.text
    return [answer.json() for answer in (*shapes, *dropped, dead)]


@pytest.fixture(scope="module")
def listed(client, told, town):
    """Give the addresses that show a catalogue of canaries, its run, and a webhook's log."""
    rows = [["url", "title", "organisation", "theme", "format", "schema"]]
    for n, name in enumerate(("0", "8", "13", *map(str, range(20, 30)))):
        file = town.publish(f"/flock/{name}.csv", sheet(CANARIES[:17], [some(n, 17)]))
        rows.append([file, CANARIES[n], EVIL, CANARIES[n + 9], CANARIES[n + 17], EVIL])
    rows.append(
        [f"http://127.0.0.1:{town.port}/{quote(EVIL, safe='')}", EVIL, CANARIES[8], "", "", ""]
    )
    rows += [
        [f"http://[{EVIL}]/", EVIL, EVIL, "", "", ""],
        [f"ftp://{EVIL}/", EVIL, "", "", "", ""],
    ]
    url = town.publish(f"/{quote('flock<script>', safe='')}.csv", sheet(rows[0], rows[1:]))
    order = {"url": url, "title": EVIL[:200]}
    own = f"/v1/catalogs/{client.post('/v1/catalogs', json=order).json()['id']}"
    run = f"{own}/runs/{client.post(f'{own}/runs', json={'policy': 'all'}).json()['id']}"
    page = own.removeprefix("/v1")
    begun = [client.get(page).text, client.get(run).text]
    deadline = time.monotonic() + 120
    while not client.get(run).json()["ended_at"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    hook = {"url": f"http://127.0.0.1:{town.port}/hook?x={quote(EVIL)}", "label": EVIL[:100]}
    mine = f"/v1/webhooks/{client.post('/v1/webhooks', json=hook).json()['id']}"
    client.post(f"{mine}/test")
    assert SING in client.get(own).json()["title"]
    assert not any(f"<script>{SING}" in text for text in begun[:1])
    organisations = [item["id"] for item in client.get(f"{own}/summary").json()["organisations"]]
    exports = [f"{own}/export.{form}" for form in ("csv", "jsonl", "ttl", "parquet")]
    text = quote(EVIL, safe="")
    return [
        "/catalogs",
        "/catalogs?lang=en",
        page,
        f"{page}?lang=en",
        *(f"{page}?organisation={quote(name, safe='')}" for name in organisations),
        f"{page}?organisation={text}",
        f"{page}?after={text}",
        f"/catalogs/{text}",
        f"/catalogs?after={text}",
        *(
            f"{own}{end}"
            for end in ("", ".ttl", ".jsonld", ".rdf", "/summary", "/datasets", "/runs")
        ),
        f"{own}/datasets?theme={text}",
        *exports,
        *(f"{one}?organisation={text}" for one in exports),
        f"{own}/badge.svg?label={text}&style={text}",
        f"{own}/badge.svg?label={quote(CANARIES[12], safe='')}",
        f"/v1/catalogs/{text}/badge.svg",
        run,
        f"{run}/events",
        f"{own}/runs/{text}/events",
        "/v1/webhooks",
        mine,
        f"{mine}/deliveries",
        f"{mine}/deliveries?after={text}",
        f"/v1/webhooks/{text}",
        *(f"/problems/{code}" for code in ("bad_schedule", "key_missing", "not_the_data", text)),
    ]


@pytest.fixture(scope="module")
def addresses(client, told, listed):
    """Give every address of the service that shows a stranger's text."""
    found = [
        *listed,
        "/",
        "/?lang=en",
        "/rules",
        "/schemas",
        "/v1/datasets",
        "/v1/rules",
        "/v1/schemas",
    ]
    for shape in told:
        own, dataset = shape["id"], shape["dataset"]["id"]
        job = client.post("/v1/assessments", json={"url": shape["dataset"]["url"]}, headers={"prefer": "respond-async"}) if shape["dataset"]["url"].startswith("http") else None  # fmt: skip
        found += [f"/jobs/{job.json()['id']}", f"/v1/jobs/{job.json()['id']}/events"] if job is not None else []  # fmt: skip
        found += [f"/datasets/{dataset}?lang={lang}" for lang in ("fr", "en")]
        found += [f"/datasets/{part['id']}" for part in shape.get("resources", ())]
        found += [f"/v1/assessments/{own}{end}" for end in ("", ".ttl", ".jsonld", ".rdf")]
        found += [f"/v1/datasets/{dataset}{end}" for end in ("", ".ttl", ".rdf", "/history")]
        found += [f"/v1/datasets/{dataset}/badge.svg"]
    for canary in (EVIL, *CANARIES):
        text = quote(canary, safe="")
        found.append(f"/badge.svg?label={text}&url={text}&style={text}")
    for text in (quote(EVIL, safe=""), quote(CANARIES[17], safe="")):
        found += [
            f"/badge.json?label={text}&url={text}",
            f"/?url={text}&schema={text}&frequency={text}",
            f"/{text}",
            f"/datasets/{text}",
            f"/jobs/{text}",
            f"/v1/assessments/{text}",
            f"/v1/datasets?url={text}",
            f"/v1/datasets?after={text}",
            f"/v1/rules?lang={text}",
            f"/def/{text}",
            f"/validate?schema={text}&url={text}",
            f"/static/{text}",
        ]
    return found


def quiet(ears, address, host):
    """Open an address and check that no canary sings, and that no policy had to stop one."""
    sung, stopped, hosts = ears.hear(address)
    assert sung == [], address
    assert [line for line in stopped if "evil" in line or "inline" in line] == [], address
    assert hosts <= {host}, address


def test_a_catalogue_form_gives_typed_canaries_back_as_text(ears, service):
    ears.hear(f"{service}/catalogs")
    ears.page.fill("#url", CANARIES[6])
    with ears.page.expect_navigation():
        ears.page.click("form.panel button[type=submit]")
    assert ears.page.input_value("#url") == CANARIES[6]
    assert ears.sung == []
    assert ears.page.evaluate("document.documentElement.getAttribute('data-hit')") is None


def test_the_ears_hear_a_canary_where_nothing_stops_it(ears, town):
    headers = {"content-type": "text/html; charset=utf-8"}
    for number, canary in ((0, CANARIES[0]), (8, CANARIES[8]), (10, CANARIES[10])):
        body = f"<!DOCTYPE html><title>x</title><p>{canary}".encode()
        town.pages[f"/song{number}"] = Page(body=body, headers=headers)
        assert ears.hear(f"http://127.0.0.1:{town.port}/song{number}")[0] != []
    town.pages["/silent"] = Page(
        body=f"<!DOCTYPE html><p>{CANARIES[0]}".encode(),
        headers={**headers, "content-security-policy": "script-src 'self'"},
    )
    sung, stopped, _ = ears.hear(f"http://127.0.0.1:{town.port}/silent")
    assert sung == []
    assert "inline" in stopped[0]


def test_the_canaries_are_really_there(client, told):
    whole, one, dropped, *_ = told
    assert SING in whole["dataset"]["title"]
    assert len(whole["resources"]) == 3
    assert any(SING in column["label"] for column in one["profile"]["columns"])
    assert any(SING in s["value"] for f in one["findings"] for s in f["samples"])
    assert SING in dropped["dataset"]["title"]
    page = client.get(f"/datasets/{one['dataset']['id']}", headers={"accept": "text/html"}).text
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("part", range(PARTS))
def test_no_canary_sings_on_any_page_badge_or_export(ears, service, addresses, part):
    host = urlsplit(service).netloc
    assert len(addresses) > 100
    for path in addresses[part::PARTS]:
        quiet(ears, service + path, host)


def test_no_answer_is_taken_for_a_page_but_pages(client, addresses):
    """Each answer says what it is, forbids guessing, and carries a policy."""
    for path in addresses:
        answer = client.get(path, headers={"accept": "*/*"})
        assert answer.headers["x-content-type-options"] == "nosniff", path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe-inline" not in policy.replace("style-src 'unsafe-inline'", ""), path
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert f"<script>{SING}" not in answer.text, path


@pytest.mark.parametrize("form", ["html", "junit", "sarif", "json"])
def test_no_canary_sings_in_a_report_of_the_command_line_opened_as_a_file(ears, tmp_path, form):
    source = tmp_path / f"{CANARIES[8].replace('/', '_')}.csv"
    source.write_text(sheet(CANARIES[:17], [some(row, 17) for row in range(20)]), encoding="utf-8")
    endings = {"html": "html", "junit": "xml", "sarif": "sarif.json", "json": "json"}
    report = tmp_path / f"report.{endings[form]}"
    done = subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", "score", str(source),
         "--schema", "scdl/subventions", "--format", form, "--output", str(report)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "QUALIDATA_DATA_DIR": str(tmp_path / "d")},
        capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "onerror" in report.read_text(encoding="utf-8")
    sung, stopped, hosts = ears.hear(report.as_uri())
    assert (sung, hosts) == ([], set())
    assert [line for line in stopped if "inline" in line] == []


def test_the_form_gives_typed_canaries_back_as_text(ears, service):
    ears.hear(f"{service}/")
    page = ears.page
    page.evaluate("document.querySelector('details').open = true")
    page.fill("#url", CANARIES[6])
    page.fill("#schema", CANARIES[19])
    with page.expect_navigation():
        page.click("button[type=submit]")
    assert page.input_value("#url") == CANARIES[6]
    assert ears.sung == []
    assert page.evaluate("document.documentElement.getAttribute('data-hit')") is None
