"""The container of .xlsx, .xlsb and .ods files (a ZIP): which parts are in it, never too much.

calamine reads the cells; this looks first, because a few kilobytes can claim to be gigabytes.
"""

import contextlib
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from desktop.basics.i18n import N_, _
from desktop.spreadsheets import refusal

_OTHER_DOCUMENTS = {
    "word/": N_("a Word document"),
    "ppt/": N_("a PowerPoint presentation"),
    "content.xml": N_("an OpenDocument text or drawing"),
    "index/": N_("an Apple Numbers or Pages document"),
}


class Package:
    """An opened ZIP container. Raises Unreadable when it is damaged, locked or no workbook."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise refusal.damaged() from error
        self._names: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._names.setdefault(_plain(info.filename), info)
        self._left = refusal.MAX_UNPACKED_BYTES
        if any(info.flag_bits & 1 for info in self._names.values()):
            raise refusal.has_password()

    @property
    def kind(self) -> str:
        """``xlsx``, ``xlsb`` or ``ods``. Raises Unreadable, naming what it is instead."""
        if "xl/workbook.bin" in self._names:
            return "xlsb"
        if self._workbook_part():
            return "xlsx"
        if b"spreadsheet" in (self.part("mimetype") or b""):
            return "ods"
        for start, what in _OTHER_DOCUMENTS.items():
            if any(name.startswith(start) for name in self._names):
                raise refusal.wrong_type(_(what))
        raise refusal.wrong_type(_("a ZIP archive (unpack it first)"))

    def part(self, name: str) -> bytes | None:
        """The content of a part, or None when there is no such part.

        Raises Unreadable when all parts together grow too large. A size that lies is found by
        the part's check sum.
        """
        info = self._names.get(_plain(name))
        if info is None:
            return None
        self._left -= info.file_size
        if self._left < 0:
            raise refusal.too_large()
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise refusal.damaged() from error
        except (NotImplementedError, RuntimeError) as error:
            raise refusal.has_password() from error

    def check(self) -> None:
        """Unpack what every reader needs, sheets aside, to see that it is whole and bounded."""
        for name in self._names:
            if name.endswith((".xml", ".rels", ".bin")) and "sheets/" not in name:
                self.part(name)

    def with_part(self, name: str, content: bytes) -> bytes:
        """The container anew with one part replaced, pictures and the like left out."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
            for plain, info in self._names.items():
                if plain == _plain(name):
                    package.writestr(info.filename, content)
                elif plain.endswith((".xml", ".rels")) and "sheets/sheet" not in plain:
                    package.writestr(info.filename, self._zip.read(info))
        return out.getvalue()

    def sheet_part(self, sheet: str) -> str | None:
        """The name of the part that holds a sheet of an .xlsx, by the sheet's name."""
        workbook = self._workbook_part() or "xl/workbook.xml"
        targets = {one["Id"]: one["Target"] for one in self._relations(workbook)}
        for tag, attributes in elements(self.part(workbook) or b""):
            if tag == "sheet" and attributes.get("name") == sheet:
                target = targets.get(attributes.get("id", ""))
                return target and _joined(workbook, target)
        return None

    def shared_strings(self) -> bytes:
        """The texts that the sheets of an .xlsx refer to, as XML; empty when there are none."""
        workbook = self._workbook_part() or "xl/workbook.xml"
        for one in self._relations(workbook):
            if one["Type"].endswith("/sharedStrings"):
                return self.part(_joined(workbook, one["Target"])) or b""
        return self.part("xl/sharedStrings.xml") or b""

    def relation(self, source: str, identity: str) -> str | None:
        """The part that ``source`` refers to by a relation's identity."""
        for one in self._relations(source):
            if one["Id"] == identity:
                return _joined(source, one["Target"])
        return None

    def _workbook_part(self) -> str | None:
        for one in self._relations(""):
            if one["Type"].endswith("/officeDocument"):
                name = _joined("", one["Target"])
                is_workbook = name.startswith("xl/") or "workbook" in name
                if is_workbook and _plain(name) in self._names:
                    return name
        return "xl/workbook.xml" if "xl/workbook.xml" in self._names else None

    def _relations(self, source: str) -> list[dict[str, str]]:
        folder, name = posixpath.split(source)
        part = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [
            attributes
            for tag, attributes in elements(part or b"")
            if tag == "Relationship" and {"Id", "Target", "Type"} <= attributes.keys()
        ]


def elements(xml: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The elements of a small part without their namespace prefixes; ends at the first fault."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append((tag.rpartition(":")[2], bare))

    parser = safe_parser()
    parser.StartElementHandler = start
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(xml, True)
    yield from found


def safe_parser() -> expat.XMLParserType:
    """An XML parser that stops at the declaration of an entity: no bomb has any other use."""

    def refuse(*_declaration: object) -> None:
        raise refusal.damaged()

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _joined(source: str, target: str) -> str:
    target = re.sub(r"^[a-z]+:/+", "/", target.replace("\\", "/"))
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
