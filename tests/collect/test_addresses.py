"""What may be fetched: each refusal has its twin that is let by."""

from ipaddress import ip_address

import pytest
from pydantic import ValidationError

from app.collect.addresses import FetchPolicy, Place, tidied
from app.errors import Refused
from app.settings import Settings

_NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254
168.63.129.16 169.254.169.254 169.254.0.1 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192
192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.255
:: ::1 ::2 ::7f00:1 ::10.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:168.63.129.16 ::ffff:0:7f00:1 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
64:ff9b::10.0.0.1 64:ff9b:1::1 64:ff9b:1::8.8.8.8 100::1 100:0:0:1::1 2001::1 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1::1 2002:a00:1:: 2002:a9fe:a9fe:: 2620:4f:8000::1 3fff::1
5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%25eth0 fe80::1%1 febf::1 fec0::1 ff02::1 ff0e::1
"""
NOT_PUBLIC = _NOT_PUBLIC.split()
_PUBLIC = """
8.8.8.8 1.1.1.1 9.9.9.9 37.59.183.93 172.15.0.1 172.32.0.1 100.63.255.255 100.128.0.1
168.63.129.15 192.0.1.1 192.88.98.1 198.17.0.1 198.20.0.1 223.255.255.255
2001:4860:4860::8888 2606:4700:4700::1111 2a01:e0a::1 2001:41d0::1 2620:fe::fe
::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1
"""
PUBLIC = _PUBLIC.split()
REFUSED_URLS = [
    ("", "url_malformed"),
    ("example.fr/data.csv", "url_malformed"),
    ("//example.fr/data.csv", "url_malformed"),
    ("http://", "url_malformed"),
    ("http:///data.csv", "url_malformed"),
    ("http://example.fr/a b.csv", "url_malformed"),
    (" http://example.fr/", "url_malformed"),
    ("http://example.fr/\n", "url_malformed"),
    ("ht\ntp://example.fr/", "url_malformed"),
    ("http://example.fr/\x00", "url_malformed"),
    ("http://example.fr/\t", "url_malformed"),
    ("http://example.fr/\u00a0", "url_malformed"),
    ("http://example.fr/\u202e", "url_malformed"),
    ("http://example.fr/\ud800", "url_malformed"),
    ("http://example.fr\\@127.0.0.1/", "url_malformed"),
    ("http:\\\\example.fr/", "url_malformed"),
    ("http://example.fr:99999/", "url_malformed"),
    ("http://example.fr:port/", "url_malformed"),
    ("http://[::1/", "url_malformed"),
    ("http://example.fr/" + "a" * 300_000, "url_malformed"),
    ("ftp://example.fr/data.csv", "scheme_refused"),
    ("file:///etc/passwd", "scheme_refused"),
    ("FILE:///etc/passwd", "scheme_refused"),
    ("gopher://example.fr/", "scheme_refused"),
    ("data:text/csv,a;b", "scheme_refused"),
    ("javascript:alert(1)", "scheme_refused"),
    ("s3://bucket/key", "scheme_refused"),
    ("http://user@example.fr/", "userinfo_refused"),
    ("http://user:word@example.fr/", "userinfo_refused"),
    ("http://@example.fr/", "userinfo_refused"),
    ("http://example.fr:80@127.0.0.1/", "userinfo_refused"),
    ("http://example.fr:22/", "port_refused"),
    ("http://example.fr:0/", "port_refused"),
    ("http://example.fr:3306/", "port_refused"),
    ("http://example.fr:8081/", "port_refused"),
    ("https://8.8.8.8:25/", "port_refused"),
    ("http://2130706433/", "host_encoded_ip"),
    ("http://0x7f000001/", "host_encoded_ip"),
    ("http://0X7F.0.0.1/", "host_encoded_ip"),
    ("http://0177.0.0.1/", "host_encoded_ip"),
    ("http://0177.0.0.01/", "host_encoded_ip"),
    ("http://127.1/", "host_encoded_ip"),
    ("http://127.0.1/", "host_encoded_ip"),
    ("http://0/", "host_encoded_ip"),
    ("http://127.0.0.1./", "host_encoded_ip"),
    ("http://8.8.8.8./", "host_encoded_ip"),
    ("http://256.256.256.256/", "host_encoded_ip"),
    ("http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "host_encoded_ip"),
    ("http://①②⑦.⓪.⓪.①/", "host_encoded_ip"),
    ("http://127。0。0。1/", "host_encoded_ip"),
    ("http://127｡0｡0｡1/", "host_encoded_ip"),
    ("http://\uff10x7f.1/", "host_encoded_ip"),
    ("http://exa%6dple.fr/", "host_invalid"),
    ("http://example..fr/", "host_invalid"),
    ("http://.example.fr/", "host_invalid"),
    ("http://-example.fr/", "host_invalid"),
    ("http://" + "a" * 64 + ".fr/", "host_invalid"),
    ("http://" + "a." * 127 + "fr/", "host_invalid"),
    ("http://exa$mple.fr/", "host_invalid"),
    ("http://<script>/", "host_invalid"),
    ("http://[v1.a]/", "host_invalid"),
]
GOOD_URLS = [
    ("http://example.fr/data.csv", Place("http", "example.fr", 80)),
    ("https://example.fr/data.csv?a=1&b=%20#top", Place("https", "example.fr", 443)),
    ("HTTPS://EXAMPLE.FR/", Place("https", "example.fr", 443)),
    ("https://example.fr./", Place("https", "example.fr.", 443)),
    ("http://example.fr:8080/", Place("http", "example.fr", 8080)),
    ("https://example.fr:8443/", Place("https", "example.fr", 8443)),
    ("https://éducation.gouv.fr/été.csv", Place("https", "éducation.gouv.fr", 443)),
    ("https://xn--ducation-90a.gouv.fr/", Place("https", "xn--ducation-90a.gouv.fr", 443)),
    ("https://my_bucket.s3.example.fr/", Place("https", "my_bucket.s3.example.fr", 443)),
    ("https://1and1.fr/", Place("https", "1and1.fr", 443)),
    ("https://123.fr/", Place("https", "123.fr", 443)),
    ("https://example.fr/?to=http://a@b/", Place("https", "example.fr", 443)),
    ("https://example.fr/a@b", Place("https", "example.fr", 443)),
    ("http://8.8.8.8/", Place("http", "8.8.8.8", 80)),
    ("http://[2001:4860:4860::8888]/", Place("http", "2001:4860:4860::8888", 80)),
    ("http://[2001:4860:4860::8888]:8080/", Place("http", "2001:4860:4860::8888", 8080)),
    ("https://example.fr/" + "a" * 8000, Place("https", "example.fr", 443)),
    ("http://localhost/", Place("http", "localhost", 80)),  # its address is judged when known
]


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
