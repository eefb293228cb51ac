"""PDF: the words of every page in order, with a form feed after each page, so that a span tells its page."""

import io
import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tocsin.errors import DocumentError
from tocsin.model import Document
from tocsin.model.document import PAGE_END
from tocsin.sources.base import Intake, Unread, clean_text, make_document
from tocsin.sources.decoding import check_size

if TYPE_CHECKING:
    from pypdf import PdfReader

OPENS = re.compile(rb"(?:^|[\r\n])%PDF-\d")
MOST_PAGES = 5_000
# A page of text takes some thousand drawing steps, a map some hundred thousand;
# a hundred thousand take two seconds.
MOST_STEPS_A_PAGE = 200_000
MOST_STEPS = 2_000_000
MOST_UNPACKED_BYTES = 30_000_000
"""Of one stream of the file: fonts and pages take far less, images are never unpacked."""
# What pypdf lets through where a file is broken on purpose or by accident.
_BREAKS = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, ArithmeticError),
    *(NotImplementedError, RecursionError, OSError, EOFError, zlib.error, struct.error),
)
# A line that repeats at the head or foot of this share of the pages is furniture ("Annual report 2025 | 17").
FURNITURE_SHARE = 0.5
FEWEST_PAGES_WITH_FURNITURE = 3
_LINES_OF_FURNITURE = 2
MOST_FURNITURE_CHARACTERS = 90
# A line shorter than this share of the page's widest usual line ends its paragraph if it ends a sentence.
SHORT_LINE = 0.75
HEADING_LINE = 0.6
"""A line still shorter than this, before a line that opens by a capital, is a heading ("Annual report")."""
_ENDS = re.compile(r"[.!?:;\u201d\"')\]]$")
_BULLET = re.compile(r"^(?:[\u2022\u2023\u25aa\u25cf\u00b7*\u2013\u2014-]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_HYPHENED = re.compile(r"([^\W\d_]+)-$")


def read_pdf(raw: bytes, name: str, intake: Intake, *, url: str | None = None) -> Iterator[Document | Unread]:
    """Yield the document of a PDF, and of every page that could not be read why."""
    from pypdf import apply_configuration

    # What pypdf has to say of odd files is said by us, in one line.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    limits: dict[str, Any] = {
        f"{kind}_maximum_output_length": MOST_UNPACKED_BYTES
        for kind in ("zlib", "lzw", "run_length", "array_based_stream")
    }
    with apply_configuration(**limits):
        reader = _open(raw)
        pages, faults = _take_pages(reader, name, intake.max_bytes)
        title, published_at = _find_facts(reader)
    yield from faults
    text = write_pages(pages)
    if not text.strip():
        raise DocumentError(
            f"has {len(pages)} pages and no text in them (a scan?); recognise its text first, with ocrmypdf"
        )
    # The day that a file was made on is a guess at its day of publication: the user's word goes before it.
    moment = intake.published_at or published_at
    yield make_document(text=text, intake=intake, title=title, url=url, published_at=moment)


def _open(raw: bytes) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(raw))
        # Many files are locked against printing only, and open with no password at all.
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("is encrypted; save it without a password")
        count = len(reader.pages)
    except DependencyError:
        raise DocumentError("is encrypted; save it without a password") from None
    except (PyPdfError, *_BREAKS) as error:
        raise DocumentError(
            f"is a broken PDF ({type(error).__name__}); open it in a viewer and save it again"
        ) from None
    if count > MOST_PAGES:
        raise DocumentError(f"has {count:,} pages; wanted at most {MOST_PAGES:,}; split it")
    return reader


def _take_pages(reader: "PdfReader", name: str, most_chars: int) -> tuple[list[str], list[Unread]]:
    """Return the words of each page ("" where there are none), and why a page could not be read."""
    from pypdf.errors import DependencyError, PyPdfError

    pages: list[str] = []
    faults: list[Unread] = []
    total = steps = 0
    for number in range(1, len(reader.pages) + 1):
        counted = _Steps()
        words = ""
        try:
            words = reader.pages[number - 1].extract_text(visitor_operand_before=counted)
        except (PyPdfError, DependencyError, _TooMuch, *_BREAKS) as error:
            faults.append(Unread(name=f"{name}: page {number}", reason=_explain(error)))
        steps += counted.steps
        words = clean_text(words.replace(PAGE_END, " "))
        total += len(words)
        check_size(total, most_chars)
        if steps > MOST_STEPS:
            raise DocumentError(
                f"draws more than {MOST_STEPS:,} steps; wanted a text, not drawings; split it"
            )
        pages.append(words)
    return pages, faults


class _TooMuch(Exception):  # noqa: N818 - ends one page, never leaves this module
    """A page draws more than any text does."""


class _Steps:
    """Counts what a page draws, forms inside forms too, and stops it where no text needs so much."""

    def __init__(self) -> None:
        self.steps = 0

    def __call__(self, *_step: Any) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS_A_PAGE:
            raise _TooMuch


def _explain(error: BaseException) -> str:
    if isinstance(error, _TooMuch):
        return f"draws more than {MOST_STEPS_A_PAGE:,} steps; wanted text; it was left out"
    return f"is broken ({type(error).__name__}); it was left out"


def _find_facts(reader: "PdfReader") -> tuple[str | None, datetime | None]:
    """Return title and day of making; what the file says of itself is often absent and never trusted far."""
    from pypdf.errors import PyPdfError

    try:
        facts = reader.metadata
        title = facts.title if facts else None
        made = facts.creation_date if facts else None
    except (PyPdfError, *_BREAKS):
        return None, None
    words = " ".join(str(title or "").split())[:300]
    # A date without a zone is an hour of an unknown clock: the day is what it is good for.
    aware = made is not None and made.tzinfo is not None
    return words or None, made if aware else None


# --- Lines to paragraphs ---------------------------------------------------------------------------------


def write_pages(pages: Sequence[str]) -> str:
    """Return the pages as one text: paragraphs unwrapped, furniture dropped, a form feed after each page."""
    kept = _drop_furniture([[" ".join(line.split()) for line in page.splitlines()] for page in pages])
    known = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join("\n".join(lines) for lines in kept)))
    return "".join(_close_page(_join_lines(lines, known)) for lines in kept)


def _close_page(words: str) -> str:
    """Return the page with its end; a sentence that goes on overleaf is not broken by a blank line."""
    return words + ("\n\n" if _ENDS.search(words) else "\n") + PAGE_END


def _drop_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Drop what stands at the head or foot of most pages but for its numbers."""
    solid = [[line for line in page if line] for page in pages]
    if sum(bool(page) for page in solid) < FEWEST_PAGES_WITH_FURNITURE:
        return pages
    seen = Counter(key for page in solid for key in {_blank_numbers(line) for line in _edges(page)})
    most = FURNITURE_SHARE * sum(bool(page) for page in solid)
    furniture = {key for key, count in seen.items() if count > most}
    return [
        [line for line in page if not (_blank_numbers(line) in furniture and line in _edges(one))]
        for page, one in zip(pages, solid, strict=True)
    ]


def _edges(lines: list[str]) -> list[str]:
    edges = [*lines[:_LINES_OF_FURNITURE], *lines[-_LINES_OF_FURNITURE:]]
    return [line for line in edges if len(line) <= MOST_FURNITURE_CHARACTERS]


def _blank_numbers(line: str) -> str:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line)


def _join_lines(lines: list[str], known: Counter[str]) -> str:
    widths = sorted(len(line) for line in lines if line)
    usual = widths[int(len(widths) * 0.8)] if widths else 0
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        if line and _goes_on(before, line, usual):
            paragraphs[-1] = _join(paragraphs[-1], line, known)
        elif line:
            paragraphs.append(line)
        before = line
    return "\n\n".join(paragraphs)


def _goes_on(before: str, line: str, usual: int) -> bool:
    """Whether a line goes on with the paragraph before it: lines are filled before they are wrapped."""
    if not before or _BULLET.match(line):
        return False
    if len(before) >= SHORT_LINE * usual:
        return True
    return line[0].islower() or not (
        _ENDS.search(before) or _is_heading(before) or len(before) < HEADING_LINE * usual
    )


def _is_heading(line: str) -> bool:
    """Whether a short line looks like a heading: numbered, or in capitals throughout."""
    return line.isupper() or bool(re.match(r"^\d+(?:\.\d+)*\.?\s+[A-Z]", line))


def _join(before: str, after: str, known: Counter[str]) -> str:
    """Join two lines of a paragraph; a word cut at the line's end is made whole."""
    cut = _HYPHENED.search(before)
    rest = re.match(r"[^\W\d_]+", after)
    if cut is None or rest is None or not rest[0][0].islower():
        return f"{before}{'' if before.endswith('-') else ' '}{after}"
    hyphened = f"{cut[1]}-{rest[0]}"
    keeps = known[hyphened] > known[cut[1] + rest[0]]
    return (before if keeps else before[:-1]) + after
