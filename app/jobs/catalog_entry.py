"""From an entry of a catalogue to a member that can be assessed, and back to what was said of it."""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections.abc import Callable
from hashlib import blake2b

from pydantic import TypeAdapter

from app.assess import Order
from app.collect.addresses import URL_MAX
from app.collect.portals.choose import choose
from app.collect.portals.harvest.item import Item
from app.collect.portals.record import Record
from app.collect.spelling import tidied
from app.errors import Refused
from app.jobs.order_text import pack_order
from app.store import Store
from app.store.catalog_model import Draft, Trouble
from rules.core.assessment import dataset_id
from rules.core.evidence import Metadata

_RECORD = TypeAdapter(Record)
_RECORD_MAX = 4 << 20
_FEW = 20
Host = Callable[[str], str]
"""Judges an address by its text alone; gives the ``name:port`` asked. Raises ``Refused``."""


def catalog_id(url: str) -> str:
    """Give the stable id of a catalogue's address."""
    return blake2b(
        url.encode(errors="surrogatepass"), digest_size=16, person=b"catalog"
    ).hexdigest()


def plain_word(name: str) -> str:
    """Write a name so that spelling, case and accents do not tell it apart: Évian-les-Bains."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in bare).split())[:100]


def draft(item: Item, catalog: str, host: Host) -> Draft | Trouble:
    """Make an entry ready to be kept, or say why it cannot be."""
    record = item.record
    url = tidied(item.url or (record.url if record else ""))
    if item.code:
        return Trouble(url=item.key[:500], code=item.code)
    if not url or len(url) > URL_MAX:
        return Trouble(url=item.key[:500], code="catalog_entry_malformed")
    try:
        asked = _host(record, url, host)
    except Refused as refusal:
        return Trouble(url=url, code="catalog_entry_refused", detail=refusal.code)
    return _draft(item, catalog, url, asked)


def _draft(item: Item, catalog: str, url: str, host: str) -> Draft:
    record = item.record
    key = blake2b(item.key.encode(errors="surrogatepass"), digest_size=16).hexdigest()
    metadata = (record.metadata if record else item.metadata) or Metadata()
    packed = _packed(record)
    member = f"{catalog}/{key}" if packed else ""
    request = pack_order(Order(url=url, metadata=item.metadata or Metadata(), member=member))
    return Draft(
        key=key,
        url=url,
        dataset=dataset_id(url),
        host=host,
        title=metadata.title,
        organisation=metadata.publisher[:200],
        org=plain_word(metadata.publisher),
        modified=metadata.modified.timestamp() if metadata.modified else None,
        digest=blake2b(packed or request.encode(), digest_size=16).hexdigest(),
        request=request,
        record=packed,
        code="",
        themes=metadata.themes[:_FEW],
        formats=_formats(record, metadata),
        schemas=_schemas(record, metadata),
    )


def record_of(store: Store, member: str) -> Record | None:
    """Give what a catalogue said of a member; ``None`` where that is known no more."""
    catalog, _, key = member.partition("/")
    packed = store.catalogs.record(catalog, key)
    if packed is None:
        return None
    return _RECORD.validate_python(json.loads(zlib.decompress(packed)))


def _packed(record: Record | None) -> bytes | None:
    """Compress a record; the same record is always the same bytes."""
    if record is None:
        return None
    plain = _RECORD.dump_python(record, mode="json")
    text = json.dumps(plain, separators=(",", ":")).encode()
    return zlib.compress(text, 6) if len(text) <= _RECORD_MAX else None


def _host(record: Record | None, url: str, host: Host) -> str:
    """Give the host of the first file: it is the one that is asked for most."""
    own = host(url)
    main = choose(record, 1).main if record else ()
    try:
        return host(main[0].url) if main else own
    except Refused:
        return own


def _formats(record: Record | None, metadata: Metadata) -> tuple[str, ...]:
    stated = [part.format for part in record.resources] if record else [metadata.format]
    words = (plain_word(name)[:40] for name in stated)
    return tuple(dict.fromkeys(word for word in words if word))[:_FEW]


def _schemas(record: Record | None, metadata: Metadata) -> tuple[str, ...]:
    parts = record.resources if record else ()
    stated = (metadata.declared_schema, *(part.schema for part in parts))
    names = (name.partition("@")[0] for name in stated)
    return tuple(dict.fromkeys(name for name in names if name))[:_FEW]
