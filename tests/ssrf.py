"""Addresses that no entrance of the service may ask, their good twins, and a watch on what is asked.

For every place where a stranger names an address (data, schema, portal record, webhook, catalogue):
hand each of ``CASES`` in, see that it is refused with its code, and that ``watched()`` saw no
connection. ``lookup`` answers for the names; ``GOOD_URLS`` must be let by.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.collect.addresses import Place

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


@dataclass(frozen=True)
class Case:
    """One address; ``answers`` is what its name leads to, where that is the trick."""

    url: str
    code: str
    answers: tuple[str, ...] = ()


_ANSWERS = [
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "100.100.100.200",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "fe80::1%1",
    "8.8.8.8 127.0.0.1",  # one bad answer refuses the name
    "127.0.0.1 8.8.8.8",
    "8.8.8.8 ::1",
    "0.0.0.0",
]
NAMED = [
    Case(f"http://name-{n}.example.fr/x", "address_not_public", tuple(answers.split()))
    for n, answers in enumerate(_ANSWERS)
]
CASES = [
    *(Case(url, code) for url, code in REFUSED_URLS),
    *(
        Case(f"http://{f'[{ip}]' if ':' in ip else ip}/x", "address_not_public")
        for ip in NOT_PUBLIC
    ),
    *NAMED,
]
_NAMES = {case.url.split("/")[2]: case.answers for case in NAMED}


def lookup(host: str, port: int) -> list[str]:
    """Answer for the names of the cases; every other name does not exist, but this machine's own."""
    if host.rstrip(".").lower() == "localhost":
        return ["127.0.0.1"]
    if host not in _NAMES:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return list(_NAMES[host])


_WATCHES: list[list[tuple[str, int]]] = []


def _hear(event: str, arguments: tuple) -> None:
    if event == "socket.connect" and _WATCHES and isinstance(arguments[1], tuple):
        _WATCHES[-1].append(arguments[1][:2])


sys.addaudithook(_hear)  # for good: Python takes none back


@contextmanager
def watched() -> Iterator[list[tuple[str, int]]]:
    """Note every connection that this process begins, whatever library does it."""
    _WATCHES.append([])
    try:
        yield _WATCHES[-1]
    finally:
        _WATCHES.pop()


class Canary:
    """A port on this machine that counts who comes by: it must be nobody."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)
        self.port: int = self._server.getsockname()[1]

    @property
    def hits(self) -> int:
        """Count the connections that wait at the door."""
        count = 0
        while True:
            try:
                self._server.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        """Go away."""
        self._server.close()


_SELF = """
127.0.0.1 127.1 127.0.1 0 0.0.0.0 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 127.0.0.1.
[::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::7f00:1] [::ffff:0:7f00:1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1]
[2002:7f00:1::] [::] localhost LOCALHOST localhost. 127。0。0。1 ①②⑦.⓪.⓪.① \uff11\uff12\uff17.0.0.1
127.255.255.254 0x7F.0x0.0x0.0x1 user@127.0.0.1 [::1%25lo]
"""


def disguises(port: int) -> list[str]:
    """Write this machine's address in all the ways that have fooled someone."""
    return [f"http://{host}:{port}/x" for host in _SELF.split()]
