"""What may be fetched: each refusal has its twin that is let by."""

from ipaddress import ip_address

import pytest
from pydantic import ValidationError

from app.collect.addresses import FetchPolicy, tidied
from app.errors import Refused
from app.settings import Settings
from tests.ssrf import GOOD_URLS, NOT_PUBLIC, PUBLIC, REFUSED_URLS


def policy(**given) -> FetchPolicy:
    return FetchPolicy.from_settings(Settings(**given))


def code_of(call, *args) -> str:
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.code


@pytest.mark.parametrize(("url", "code"), REFUSED_URLS, ids=lambda text: ascii(text)[:40])
def test_a_bad_url_is_refused_by_its_text_and_its_text_is_not_echoed(url, code):
    with pytest.raises(Refused) as caught:
        policy().check_url(url)

    assert caught.value.code == code
    assert caught.value.status == 422
    assert len(caught.value.say("fr")) < 200
    assert len(str(caught.value)) < 50


@pytest.mark.parametrize(("url", "place"), GOOD_URLS, ids=lambda text: ascii(text)[:40])
def test_a_good_url_is_let_by(url, place):
    assert policy().check_url(url) == place


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_a_non_public_address_is_refused_as_an_address_and_in_a_url(ip):
    host = f"[{ip}]" if ":" in ip else ip

    assert code_of(policy().check_ip, ip_address(ip)) == "address_not_public"
    assert code_of(policy().check_url, f"http://{host}/") == "address_not_public"


@pytest.mark.parametrize("ip", PUBLIC)
def test_a_public_address_is_let_by(ip):
    host = f"[{ip}]" if ":" in ip else ip

    policy().check_ip(ip_address(ip))
    assert policy().check_url(f"http://{host}/").host == ip


def test_there_are_at_least_ninety_refused_cases():
    assert len(REFUSED_URLS) + len(NOT_PUBLIC) >= 90


def test_all_non_public_addresses_get_one_and_the_same_answer():
    said = set()
    for ip in ("10.0.0.1", "127.0.0.1", "169.254.169.254", "255.255.255.255"):
        with pytest.raises(Refused) as caught:
            policy().check_url(f"http://{ip}/")
        said.add((caught.value.code, caught.value.say("fr"), caught.value.say("en")))

    assert len(said) == 1


@pytest.mark.parametrize(
    ("network", "inside", "outside"),
    [
        ("127.0.0.1/32", "127.0.0.1", "127.0.0.2"),
        ("127.0.0.1/32", "::ffff:127.0.0.1", "::ffff:127.0.0.2"),
        ("::1/128", "::1", "::2"),
        ("10.1.0.0/16", "10.1.2.3", "10.2.0.1"),
        ("fd00::/64", "fd00::2", "fd01::1"),
        # What only stands for an allowed address is still in disguise.
        ("127.0.0.1/32", "127.0.0.1", "64:ff9b::7f00:1"),
        ("127.0.0.1/32", "127.0.0.1", "2002:7f00:1::"),
        ("fe80::/10", "fe80::1", "fe80::1%1"),
    ],
)
def test_an_allowed_network_opens_itself_and_nothing_else(network, inside, outside):
    opened = policy(fetch_allow_networks=network)

    opened.check_ip(ip_address(inside))
    assert code_of(opened.check_ip, ip_address(outside)) == "address_not_public"


@pytest.mark.parametrize(
    "network",
    ["64:ff9b::/96", "64:ff9b::7f00:1/128", "2002::/16", "2002:7f00:1::/48", "::/96", "::/0", "::2/128",
     "::ffff:0:0/96", "::/127"],
)  # fmt: skip
def test_a_network_that_stands_for_ipv4_addresses_cannot_be_allowed(network):
    with pytest.raises(ValueError, match="stands for IPv4"):
        policy(fetch_allow_networks=network)


def test_an_open_allow_list_is_said_loudly(caplog):
    policy(fetch_allow_networks="10.0.0.0/8,::1/128")

    assert "10.0.0.0/8, ::1/128" in caplog.text


def test_a_closed_allow_list_says_nothing(caplog):
    policy()

    assert caplog.text == ""


def test_an_allowed_port_opens_itself_and_nothing_else():
    opened = policy(fetch_allow_ports="9000")

    assert opened.check_url("http://example.fr:9000/").port == 9000
    assert code_of(opened.check_url, "http://example.fr:9001/") == "port_refused"


def test_our_own_address_is_not_fetched_but_its_neighbours_are():
    hosted = policy(public_base_url="https://qualidata.example.fr")

    assert code_of(hosted.check_url, "https://qualidata.example.fr/x.csv") == "address_not_public"
    assert code_of(hosted.check_url, "https://QUALIDATA.example.fr./") == "address_not_public"
    assert hosted.check_url("https://data.example.fr/x.csv").host == "data.example.fr"


@pytest.mark.parametrize(
    "given",
    [
        {"fetch_allow_networks": "not a network"},
        {"fetch_allow_ports": "0"},
        {"fetch_allow_ports": "65536"},
        {"fetch_user_agent": "two\nlines"},
        {"egress_proxy": "ftp://proxy"},
        {"fetch_headers_timeout": 90},
    ],
)
def test_absurd_settings_are_refused_at_start(given):
    with pytest.raises(ValidationError):
        Settings(**given)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://h.fr/a b.csv", "http://h.fr/a%20b.csv"),
        ("  http://h.fr/a.csv\n", "http://h.fr/a.csv"),
        ("\u00a0http://h.fr/?q=a b ", "http://h.fr/?q=a%20b"),
        ("http://h.fr/a%20b.csv", "http://h.fr/a%20b.csv"),
    ],
)
def test_blanks_round_an_address_go_and_spaces_in_it_are_encoded(typed, meant):
    assert tidied(typed) == meant
    assert policy().check_url(tidied(typed)).host == "h.fr"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("http://h.fr/a\nb.csv", "url_malformed"),
        ("http://h.fr/a\tb.csv", "url_malformed"),
        ("http://h.fr/a\x00 b.csv", "url_malformed"),
        ("ht tp://h.fr/", "url_malformed"),
        ("   ", "url_malformed"),
        ("http://exa mple.fr/", "host_invalid"),
        (" http://10.0.0.1/a b.csv", "address_not_public"),
    ],
)
def test_a_tidied_address_is_judged_like_any_other(typed, code):
    assert code_of(policy().check_url, tidied(typed)) == code
