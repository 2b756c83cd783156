"""No secret of an address reaches a reader or a log; what is no secret stays readable."""

from __future__ import annotations

from time import process_time
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.redact import CUT, has_secret, redact_text, redact_url

S = "s3cr3tVALUE"
HIDDEN = [
    f"https://user:{S}@h.fr/a.csv",
    f"https://{S}@h.fr/a.csv",
    f"https://h.fr/a.csv?sig={S}",
    f"https://h.fr/a.csv?sv=2024&SIG={S}&x=1",
    f"https://h.fr/a.csv?token={S}",
    f"https://h.fr/a.csv?access_token={S}#top",
    f"https://h.fr/a.csv?key={S}",
    f"https://h.fr/a.csv?api-key={S}",
    f"https://h.fr/a.csv?apikey={S}",
    f"https://h.fr/a.csv?X-Amz-Signature={S}",
    f"https://h.fr/a.csv?x-amz-security-token={S}",
    f"https://h.fr/a.csv?X-Amz-Credential=AKIA{S}%2F20260101",
    f"https://h.fr/a.csv?X-Goog-Signature={S}",
    f"https://h.fr/a.csv?AWSAccessKeyId={S}",
    f"https://h.fr/a.csv?Key-Pair-Id={S}",
    f"https://h.fr/a.csv?password={S}",
    f"https://h.fr/a.csv?my_secret={S}",
    f"https://h.fr/a.csv?%73ig={S}",
    f"https://h.fr/a.csv?a=1;sig={S}",
    f"https://h.fr/a.csv;jsessionid={S}",
    f"https://h.fr/a.csv#access_token={S}&x=1",
    f"https://h.fr/a.csv?sig={S}%26b&c={S[:3]}",
    f"/badge.svg?url=https%3A%2F%2Fh.fr%2Fa.csv%3Fsig%3D{S}",
    f"/badge.svg?url=https://h.fr/a.csv?sig={S}",
    f"/x?a=%2Fy%3Fb%3D%252Fz%253Ftoken%253D{S}",
    f"https://h.fr/?q=https%3A%2F%2Fu%3A{S}%40h.fr%2F",
    f"https://h.fr/a.csv?sig=a={S}",
    f"https://[::1/?token={S}",
    f"//u:{S}@h.fr/",
    f"https://h.fr/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI{S}/a.csv",
]
KEPT = [
    "https://h.fr/a.csv",
    "https://h.fr/a.csv?format=csv&delimiter=%3B&page=2",
    "https://h.fr/api/explore/v2.1/catalog/datasets/x/exports/csv?lang=fr&use_labels=true",
    "https://h.fr/a%20b/@user/file.csv?q=a@b.fr",
    "https://geo.api.gouv.fr/communes?code=75056&session=2024",
    "https://h.fr/a.csv?keyword=eau&design=1&significance=2",
    "https://h.fr/a.csv?url=https%3A%2F%2Fi.fr%2Fb.csv%3Fx%3D1",
    "urn:sha256:00ff",
    "",
    "pas une adresse",
]


@pytest.mark.parametrize("url", HIDDEN)
def test_a_secret_of_an_address_is_cut(url):
    shown = redact_url(url)
    assert S not in shown
    assert CUT in shown or "@" in unquote(url)
    assert has_secret(url)
    assert redact_url(shown) == shown


@pytest.mark.parametrize("url", KEPT)
def test_an_address_without_secrets_is_shown_as_it_is(url):
    assert redact_url(url) == url
    assert not has_secret(url)


@pytest.mark.parametrize(
    "line",
    [
        f'127.0.0.1 - "GET /badge.svg?url=https%3A%2F%2Fh.fr%2F%3Fsig%3D{S} HTTP/1.1" 200',
        f"fetch of https://u:{S}@h.fr/a.csv?x=1 failed",
        f"Authorization: Bearer {S}",
        f"x-api-key: {S}, accept: */*",
        f"{{'authorization': 'Bearer {S}'}}",
        "used qd_abcdef12_" + "A" * 43 + "_0a1b2c",
    ],
)
def test_a_secret_in_a_line_is_cut(line):
    shown = redact_text(line)
    assert S not in shown
    assert "A" * 20 not in shown
    assert CUT in shown or "u:" not in shown


@pytest.mark.parametrize("line", ["GET /v1/rules?lang=fr 200", "a/b ?", "3 € / kg ; clé = 4"])
def test_a_line_without_secrets_is_left_as_it_is(line):
    assert redact_text(line) == line


@given(st.text(max_size=200))
def test_any_text_can_be_cut_and_cut_again(text):
    for cut in (redact_url, redact_text):
        once = cut(text)
        assert cut(once) == once


@given(st.text(alphabet="?&=;#%/:@.a1sig", max_size=80))
def test_a_secret_is_found_whatever_stands_before_it(before):
    assert S not in redact_url(f"https://h.fr/?{before}&sig={S}")


@pytest.mark.parametrize(
    "piece", ["a", "/", "?", "./", "a=", "&", "//a@", "%25", "sig=", "eyJ", "é "]
)
def test_no_text_takes_long_to_cut(piece):
    started = process_time()
    redact_text("https://h.fr/?" + piece * (100_000 // len(piece)))
    assert process_time() - started < 2
