"""DOCX: the paragraphs of the body, out of a bounded zip and XML without entities."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 - types only

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread, make_document, parse_moment

MARK = b"PK\x03\x04"
OLD_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BODY = "word/document.xml"
FACTS = "docProps/core.xml"
MOST_PARTS = 5_000
# The XML of a body is ten to thirty times its words.
MOST_XML_BYTES = 20_000_000
MOST_GROWTH = 200
GROWTH_BYTES = 1_000_000
_ENCRYPTED = 0x1
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What Word and others write in "strict" mode (ISO/IEC 29500).
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"


def read_docx(raw: bytes, intake: Intake, *, url: str | None = None) -> Iterator[Document | Unread]:
    """Yield the document of a DOCX file; footnotes, headers, comments and deleted words are left out."""
    with _open(raw) as archive:
        body = _read_part(archive, BODY)
        facts = _read_part(archive, FACTS) if FACTS in archive.namelist() else None
    title, published_at = _find_facts(facts) if facts else (None, None)
    text = "\n\n".join(_iter_paragraphs(_parse(body)))
    # The day that a file was made on is a guess at its day of publication: the user's word goes before it.
    moment = intake.published_at or published_at
    yield make_document(text=text, intake=intake, title=title, url=url, published_at=moment)


def _open(raw: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise DocumentError("is a broken ZIP file and no text; wanted DOCX; save it again") from None
    if len(archive.infolist()) > MOST_PARTS:
        raise DocumentError(f"has more than {MOST_PARTS:,} parts; wanted DOCX; unpack it first")
    if BODY not in archive.namelist():
        raise DocumentError("is a ZIP file and no text; wanted DOCX; unpack it and give what is in it")
    return archive


def _read_part(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return a part of the zip; what it says of its own size is not believed."""
    entry = archive.getinfo(part)
    if entry.flag_bits & _ENCRYPTED:
        raise DocumentError("is encrypted; save it without a password")
    most = max(GROWTH_BYTES, MOST_GROWTH * entry.compress_size)
    try:
        with archive.open(entry) as stream:
            content = stream.read(min(most, MOST_XML_BYTES) + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise DocumentError("is a broken DOCX; save it again") from None
    if len(content) > most:
        raise DocumentError(f"packs more than {MOST_GROWTH} bytes into one; refused as a bomb")
    if len(content) > MOST_XML_BYTES:
        raise DocumentError(f"unpacks to more than {MOST_XML_BYTES:,} bytes of XML; split it")
    return content


def _parse(xml: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise DocumentError(f"is a broken DOCX ({type(error).__name__}); save it again") from None
    return root


def _iter_paragraphs(root: Element) -> Iterator[str]:
    """Yield the words of paragraphs, table cells' too; walked by a stack: hostile files are nested deeply."""
    words: list[str] = []
    stack = [root]
    while stack:
        node = stack.pop()
        tag = node.tag.replace(_STRICT, _W)
        if tag == f"{_W}p":
            yield from _flush(words)
        elif tag == f"{_W}t":
            words.append(node.text or "")
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            words.append(" ")
        elif tag == f"{_W}noBreakHyphen":
            words.append("-")
        # An alternative holds the same words a second time, for older programs.
        if not tag.endswith("}Fallback"):
            stack.extend(reversed(node))
    yield from _flush(words)


def _flush(words: list[str]) -> Iterator[str]:
    paragraph = " ".join("".join(words).split())
    words.clear()
    if paragraph:
        yield paragraph


def _find_facts(xml: bytes) -> tuple[str | None, datetime | None]:
    """Return title and moment of making, None where the file does not tell or tells nonsense."""
    try:
        root = _parse(xml)
        title = " ".join((root.findtext(f"{_DC}title") or "").split())[:300]
        made = root.findtext(f"{_TERMS}created")
        return title or None, parse_moment(made) if made else None
    except DocumentError:
        return None, None
