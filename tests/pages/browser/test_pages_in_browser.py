"""The pages in a real browser: nothing runs that should not, everything works without scripts."""

import pytest

WIDTHS = (1280, 320)
# Every text on the page against what is painted behind it (WCAG 1.4.3); disabled text is exempt.
TOO_FAINT = """() => {
  const parse = (c) => {
    const [r, g, b, a = 1] = c.match(/[\\d.]+/g).map(Number);
    return { rgb: [r, g, b], a };
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.a === 1) return color.rgb;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest("svg, script") || !node.checkVisibility()) {
      continue;
    }
    const [one, two] = [light(parse(getComputedStyle(node).color).rgb), light(behind(node))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) faint.push(`${walker.currentNode.data.trim().slice(0, 40)}: ${ratio}`);
  }
  return faint;
}"""
UNNAMED = """() => [...document.querySelectorAll("input, select, button, a, [role=region]")]
  .filter((node) => node.type !== "hidden")
  .filter((node) => !(node.labels?.length || node.textContent.trim() || node.ariaLabel))
  .map((node) => node.outerHTML.slice(0, 120))"""
SUBMIT = """() => {
  const button = document.querySelector("button[type=submit]");
  button.click();
  return [document.querySelector("[data-status]").textContent, button.disabled];
}"""
DROP = """() => {
  const data = new DataTransfer();
  data.items.add(new File(["a;b"], "menus.csv", { type: "text/csv" }));
  const form = document.querySelector("form");
  form.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
  form.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def marks(page):
    return page.evaluate("({...document.documentElement.dataset})")


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def test_a_page_runs_clean_and_no_canary_sings(visit, page_name):
    page, problems = visit(f"/{page_name}?lang=fr")
    assert problems == []
    assert marks(page) == {}


def test_an_inline_script_is_stopped_so_the_policy_is_really_there(visit):
    page, problems = visit("/inline")
    assert page.title() != "ran"
    assert any("Content Security Policy" in problem for problem in problems)


def test_a_standalone_report_is_styled_without_any_server(visit, page_of, tmp_path):
    page, problems = visit("/home")
    (tmp_path / "report.html").write_text(page_of("alone", "fr"), encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    assert problems == []
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.panel')).borderRadius") == "12px"
    )


def test_nothing_runs_off_the_screen(visit, page_name):
    page, _ = visit(f"/{page_name}?lang=fr")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["good", "ungraded", "home", "refused", "rules", "error"])
def test_every_text_stands_out_from_what_is_behind_it(visit, name, dark):
    page, _ = visit(f"/{name}?lang=fr", dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate(TOO_FAINT) == []


@pytest.mark.parametrize("name", ["good", "home", "refused", "rules", "schemas"])
def test_everything_that_can_be_used_has_a_name(visit, name):
    page, _ = visit(f"/{name}?lang=fr")
    assert page.evaluate(UNNAMED) == []
    assert page.locator("h1").count() == 1


def test_the_keyboard_reaches_the_form_in_reading_order(visit):
    page, _ = visit("/home?lang=fr")
    page.keyboard.press("Tab")
    assert focused(page) == "Aller au contenu"
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(focused(page))
    assert order == [
        "url",
        "file",
        "Préciser\u00a0: schéma, fréquence de mise à jour",
        "Évaluer les données",
    ]


def test_the_focus_can_be_seen(visit):
    page, _ = visit("/home?lang=fr")
    page.keyboard.press("Tab")
    style = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(style) == "solid"


def test_the_form_works_without_javascript(visit, site):
    page, _ = visit("/home?lang=fr", script=False)
    page.fill("#url", "https://exemple.fr/menus.csv")
    page.click("summary")
    page.fill("#schema", "scdl/menus")
    page.select_option("#frequency", "annual")
    page.set_input_files("#file", {"name": "m.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2"})
    page.click("button[type=submit]")
    page.wait_for_url("**/assess")
    sent = site[1][-1]
    for part in (b"https://exemple.fr/menus.csv", b"scdl/menus", b"annual", b"a;b\n1;2", b'"lang"'):
        assert part in sent


def test_a_report_can_be_read_without_javascript(visit):
    page, problems = visit("/good?lang=fr", script=False)
    assert page.locator("#fixes").is_visible()
    assert page.locator("button").count() == 0
    page.click("#measurements ~ details summary")
    assert page.locator("table.measurements").is_visible()
    assert problems == []


def test_a_file_can_be_dropped_on_the_form(visit):
    page, problems = visit("/home?lang=fr")
    page.evaluate(DROP)
    assert page.evaluate("document.querySelector('#file').files[0].name") == "menus.csv"
    assert page.locator(".dragging").count() == 0
    assert problems == []


def test_the_form_says_that_it_is_working_and_is_not_sent_twice(visit):
    page, _ = visit("/home?lang=fr")
    page.fill("#url", "https://exemple.fr/menus.csv")
    said, disabled = page.evaluate(SUBMIT)  # in one breath: the answer ends this page
    assert "Évaluation en cours…" in said
    assert disabled
    page.wait_for_url("**/assess")
    page.go_back()
    assert page.locator("button[type=submit]").is_enabled()


def test_an_embed_text_can_be_copied(visit):
    page, _ = visit("/good?lang=fr")
    assert page.locator(".copy").count() == 4
    page.locator(".copy").first.click()
    page.wait_for_function("document.querySelector('.copy').textContent === 'Copié'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("[![qualité des données](http://127.0.0.1:8000/badge.svg?")


def test_a_report_prints_on_a4_with_its_measurements(visit):
    page, _ = visit("/good?lang=fr")
    assert not page.locator("table.measurements").is_visible()
    page.emulate_media(media="print")
    assert page.locator("table.measurements").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.set_viewport_size({"width": 680, "height": 960})  # A4 less its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 680


def test_a_hostile_badge_is_a_plain_picture(visit):
    page, problems = visit("/hostile.svg")
    assert page.evaluate("document.querySelector('parsererror')") is None
    assert page.evaluate("document.documentElement.getAttribute('data-hit')") is None
    assert page.evaluate("document.querySelectorAll('script').length") == 0
    assert problems == []


def test_a_badge_shows_inside_the_report(visit):
    page, _ = visit("/good?lang=fr")
    assert page.evaluate("document.querySelector('.share img').naturalWidth") > 100
