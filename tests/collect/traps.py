"""Servers that hang, flood, lie or babble: what each path answers, and how a visit must end."""

from __future__ import annotations

import asyncio
import gzip
import zlib

CSV = b"nom;montant\nMairie;1\nEcole;2\n"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PAGE = (
    b"<!doctype html><html><head><title>Connexion</title></head><body><form></form></body></html>"
)
BLOCK = b"x" * 65_536


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def sized(body, *headers, status=b"200 OK"):
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers, b"", b""]
    return b"\r\n".join(lines) + body


def parts(*pieces, wait=0.0, hold=0.0):
    async def handler(_, writer):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(wait)
        await asyncio.sleep(hold)

    return handler


def forever(head, piece, wait=0.0):
    async def handler(_, writer):
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            if wait:
                await asyncio.sleep(wait)

    return handler


def drip(head, body, wait=0.2):
    return parts(head, *(body[i : i + 1] for i in range(len(body))), wait=wait)


def deflated(size):
    return gzip.compress(bytes(size), 9, mtime=0)


def twenty_times(data):
    for _ in range(20):
        data = gzip.compress(data, mtime=0)
    return data


def coded(name, body, *more):
    return parts(sized(body, b"Content-Encoding: " + name, *more))


SLOW = {"headers_timeout", "deadline", "too_slow"}
TRAPS = {
    # time
    "silence": (parts(hold=60), SLOW),
    "headers a byte at a time": (drip(b"", OK + b"X: " + b"y" * 300, 0.1), SLOW),
    "a header line without end": (forever(OK + b"X: ", b"y", 0.05), SLOW),
    "headers without end": (forever(OK, b"X-Y: z\r\n", 0.02), SLOW | {"protocol_error"}),
    "hints without end": (forever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.02), SLOW),
    "hints in a flood": (forever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500), SLOW),
    "one byte a second": (forever(OK + b"\r\n", b"x", 1.0), SLOW),
    "a drip every few seconds": (forever(OK + b"\r\n", b"x" * 10, 2.0), SLOW),
    "a body that stalls": (parts(OK + b"Content-Length: 999\r\n\r\nabc", hold=60), SLOW),
    "chunks of one byte": (forever(CHUNKED, chunk(b"x") * 1000), SLOW),
    "chunks with long extensions": (forever(CHUNKED, b"1;" + b"e" * 60_000 + b"\r\nx\r\n"), SLOW | {"truncated"}),
    "a chunk that never comes": (parts(CHUNKED + b"ff", hold=60), SLOW),
    "trailers without end": (forever(CHUNKED + b"0\r\n", b"X: y\r\n", 0.01), SLOW | {"truncated"}),
    "gzip a byte at a time": (drip(OK + b"Content-Encoding: gzip\r\n\r\n", deflated(9999), 0.2), SLOW),
    # size
    "a body without end": (forever(OK + b"\r\n", BLOCK), {"too_large"} | SLOW),
    "chunks without end": (forever(CHUNKED, chunk(BLOCK)), {"too_large"} | SLOW),
    "a redirect with a body without end": (forever(b"HTTP/1.1 302 Found\r\nLocation: /good\r\n\r\n", BLOCK), {"ok"}),
    "an error with a body without end": (forever(b"HTTP/1.1 404 No\r\n\r\n", BLOCK), {"http_status"}),
    "a length beyond all files": (parts(OK + b"Content-Length: 99999999999999\r\n\r\nabc", hold=60), {"too_large"}),
    "a length of a hundred digits": (parts(OK + b"Content-Length: " + b"9" * 100 + b"\r\n\r\nabc", hold=60), {"too_large", "protocol_error"}),
    "a gzip bomb": (coded(b"gzip", deflated(300 << 20)), {"bomb"}),
    "a deflate bomb": (coded(b"deflate", zlib.compress(bytes(300 << 20), 9)), {"bomb"}),
    "a bomb of many members": (coded(b"gzip", deflated(1 << 20) * 300), {"bomb"}),
    "gzip twenty times": (coded(b", ".join([b"gzip"] * 20), twenty_times(CSV)), {"encoding_refused"}),
    "gzip twice": (coded(b"gzip, gzip", gzip.compress(gzip.compress(CSV))), {"encoding_refused"}),
    "a header of 5 MB": (parts(OK + b"X: " + b"y" * 5_000_000 + b"\r\n\r\n" + CSV), {"protocol_error"}),
    "100,000 headers": (parts(OK + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\n" + CSV), {"protocol_error"}),
    "a status line of 5 MB": (parts(b"HTTP/1.1 200 " + b"y" * 5_000_000 + b"\r\n\r\n"), {"protocol_error"}),
    # lies
    "a body shorter than stated": (parts(OK + b"Content-Length: 999\r\n\r\n" + CSV), {"truncated"}),
    "a body longer than stated": (parts(OK + b"Content-Length: 9\r\n\r\n" + CSV), {"length_mismatch"}),
    "length and chunks that differ": (parts(OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(CSV) + chunk(b"")), {"length_mismatch"}),
    "two lengths": (parts(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"), {"protocol_error"}),
    "a negative length": (parts(OK + b"Content-Length: -5\r\n\r\nabcdef"), {"protocol_error"}),
    "a chunk cut short": (parts(CHUNKED + b"ff\r\nhalf"), {"truncated"}),
    "no last chunk": (parts(CHUNKED + chunk(CSV)), {"truncated"}),
    "a chunk size that is none": (parts(CHUNKED + b"zz\r\n" + CSV), {"truncated"}),
    "a gzip cut short": (coded(b"gzip", deflated(99_999)[:-9]), {"truncated"}),
    "a gzip with a wrong sum": (coded(b"gzip", gzip.compress(CSV)[:-8] + bytes(8)), {"bad_encoding"}),
    "plain text said to be gzip": (coded(b"gzip", CSV), {"bad_encoding"}),
    "a part that nobody asked for": (parts(sized(CSV[:9], b"Content-Range: bytes 0-8/30", status=b"206 Partial Content")), {"truncated"}),
    "nothing, with a body": (parts(b"HTTP/1.1 204 No Content\r\n\r\n" + CSV), {"empty"}),
    "unchanged, though nobody asked": (parts(b"HTTP/1.1 304 Not Modified\r\n\r\n"), {"protocol_error"}),
    "later, in thirty years": (parts(sized(b"", b"Retry-After: 999999999", status=b"429 No")), {"http_status"}),
    "later, at no time": (parts(sized(b"", b"Retry-After: \xff\x00soon", status=b"503 No")), {"http_status", "protocol_error"}),
    "a redirect to itself": (parts(sized(b"", b"Location: /a%20redirect%20to%20itself", status=b"302 F")), {"too_many_redirects"} | SLOW),
    "a redirect to nowhere": (parts(sized(b"", b"Location: http://[", status=b"302 F")), {"redirect_refused"}),
    "a redirect of 5,000 signs": (parts(sized(b"", b"Location: /" + b"x/../" * 1000 + b"good", status=b"302 F")), {"ok", "redirect_refused"}),
    # babble
    "garbage": (parts(bytes(range(256)) * 9 + b"\r\n\r\n"), {"protocol_error"}),
    "HTTP/0.9": (parts(CSV), {"protocol_error", "truncated"}),
    "another protocol": (parts(b"SSH-2.0-OpenSSH_9.6\r\n"), {"protocol_error", "truncated"}),
    "HTTP/2 unasked": (parts(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)), {"protocol_error", "truncated"}),
    "an upgrade unasked": (parts(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n" + CSV), {"http_status", "protocol_error"}),
    "hanging up": (parts(), {"truncated"}),
    "a status of 999": (parts(b"HTTP/1.1 999 Go Away\r\n\r\n"), {"http_status"}),
    "folded headers": (parts(OK + b"X: a\r\n b\r\nContent-Length: 30\r\n\r\n" + CSV), {"ok", "protocol_error", "truncated", "length_mismatch"}),
    "a NUL in a header": (parts(OK + b"X: a\x00b\r\n\r\n" + CSV), {"protocol_error"}),
    # words to be disbelieved
    "a charset that runs a codec": (parts(sized(CSV, b"Content-Type: text/csv; charset=zlib_codec")), {"ok"}),
    "a media type of markup": (parts(sized(CSV, b"Content-Type: <script>alert(1)</script>")), {"ok"}),
    "a name that climbs": (parts(sized(CSV, b'Content-Disposition: attachment; filename="../../etc/passwd"')), {"ok"}),
    "changed in the year 9999": (parts(sized(CSV, b"Last-Modified: Fri, 31 Dec 9999 23:59:59 GMT")), {"ok"}),
    "a tag of 100,000 signs": (parts(sized(CSV, b'ETag: "' + b"e" * 90_000 + b'"')), {"ok", "protocol_error"}),
    "cookies by the thousand": (parts(sized(CSV, *[b"Set-Cookie: a=b"] * 2000)), {"ok"}),
    "a login page in place of data": (parts(sized(PAGE, b"Content-Type: text/csv")), {"ok"}),
}  # fmt: skip
NOT_DATA = {"a login page in place of data"}
"""What comes whole, and the next room must find to be no data."""
WHOLE = {name for name, (_, ends) in TRAPS.items() if "ok" in ends} - NOT_DATA
GOOD = {
    "good": parts(sized(CSV, b"Content-Type: text/csv")),
    "good in gzip": coded(b"gzip", gzip.compress(CSV)),
    "good in chunks": parts(CHUNKED + chunk(CSV[:9]) + chunk(CSV[9:]) + chunk(b"")),
    "good and slow": drip(OK + b"\r\n", CSV, 0.02),
}
