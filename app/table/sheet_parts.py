"""Which part of a workbook holds a sheet of some name."""

from __future__ import annotations

import zipfile

from app.table.directory import inflate, plain_name
from app.table.sheet_box import Elements, follow

CONTENT = "content.xml"
"""Holds every sheet of an OpenDocument workbook."""
MANIFEST = "META-INF/manifest.xml"
"""Tells how each part of an OpenDocument workbook is encrypted, where a password protects it."""
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Name the part of a sheet, as calamine would find it; ``""`` where the workbook has none."""
    names = {plain_name(name): name for name in reversed(archive.namelist())}
    if CONTENT in names.values():
        return CONTENT
    if not {BOOK, LINKS} <= names.keys():
        return ""
    sheets = elements(archive, names[BOOK], "sheet")
    link = next((_of(found, "id") for found in sheets if found.get("name") == sheet), "")
    links = elements(archive, names[LINKS], "Relationship")
    target = next((found.get("Target", "") for found in links if found.get("Id") == link), "")
    path = plain_name(target).lstrip("/")
    return names.get(path if path.startswith("xl/") else f"xl/{path}", "")


def has_password(archive: zipfile.ZipFile) -> bool:
    """Tell whether parts of an OpenDocument workbook are encrypted: the archive itself never is."""
    if MANIFEST not in archive.namelist():
        return False
    return bool(elements(archive, MANIFEST, "encryption-data"))


def elements(archive: zipfile.ZipFile, part: str, tag: str) -> list[dict[str, str]]:
    """Give the attributes of every element of one name in a part."""
    found = Elements(tag)
    follow(found, inflate(archive, archive.getinfo(part)))
    return found.found


def _of(attributes: dict[str, str], name: str) -> str:
    """Give the attribute of that name in any namespace (the transitional and the strict one)."""
    return next((value for key, value in attributes.items() if key.endswith(f" {name}")), "")
