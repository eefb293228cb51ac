"""An item as its source gave it to what is stored of it: filters, whole text, dates, language, document."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from urllib.parse import urlsplit

from tocsin.errors import DocumentError, FetchError
from tocsin.model import Document
from tocsin.model.collection import FeedItem, ItemDates, Stage, WatchedSource, WholeText
from tocsin.model.sketch import make_sketch
from tocsin.sources import MAX_INPUT_BYTES, Intake, Unread, make_document
from tocsin.sources.addresses import name_host
from tocsin.sources.charsets import decode_body
from tocsin.sources.dating import choose_dates
from tocsin.sources.formats import HEAD_BYTES, Given, choose_format, read_stream
from tocsin.sources.identify import identify_language
from tocsin.sources.page import looks_like_html, take_story
from tocsin.store.collection_base import Capture, Incoming

WHOLE_CHARACTERS = 600
"""A feed that carries so much of an item carries it whole; shorter is a summary."""
LEAST_CHARACTERS = 40
"""Under this a text holds no sentence worth reading: counted as empty."""
REPORTS = frozenset({"PDF", "DOCX"})
REPORT_SUFFIXES = (".pdf", ".docx")
"""What a feed carries of such an item is a summary of it, however long."""
FIRST_UNSPACED = 0x2E80
"""From here on Unicode has scripts that put no blanks between words."""
TEXT_TYPES = frozenset(
    ("", "text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """When an item was seen, and whether it was not there a while before."""

    at: datetime
    is_fresh: bool


def make_item_id(source_id: str, key: str) -> str:
    """Return the id of an item: its source and the id that its source gave it."""
    return (
        "t" + sha256(f"{len(source_id)}:{source_id}{key}".encode("utf-8", "surrogatepass")).hexdigest()[:20]
    )


def digest_words(*parts: str | None) -> str:
    """Return the digest of texts, blind to white space."""
    joined = "\x1f".join(" ".join((part or "").split()) for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def digest_item(source: WatchedSource, item: FeedItem) -> str:
    """Return the digest of what the feed gives of an item: another one makes a new version."""
    # Where the words come from the page, a new date of update is the only sign that they changed.
    updated = item.updated_at.isoformat() if item.updated_at and _wants_page(source, item) else None
    return digest_words(item.title, item.text, item.url, updated)


def pass_known(source: WatchedSource, item: FeedItem, sight: Sight) -> Incoming:
    """Return what is to be stored of an item that is known as it is: that it was seen again."""
    return Incoming(
        item=item,
        item_id=make_item_id(source.id, item.key),
        host=None,
        digest=digest_item(source, item),
        stage=Stage.SKIPPED,
        dates=ItemDates(seen=sight.at),
    )


def take_item(source: WatchedSource, item: FeedItem, sight: Sight) -> Incoming:
    """Return what is to be stored of an item: its text from the feed, or where its page is to be fetched."""
    if (reason := find_filter(source, item)) is not None:
        return _make_incoming(source, item, sight, stage=Stage.SKIPPED, kind="filtered", reason=reason)
    if _wants_page(source, item):
        return _make_incoming(source, item, sight, stage=Stage.FOUND)
    return take_text_of_item(source, item, sight)


def take_text_of_item(source: WatchedSource, item: FeedItem, sight: Sight) -> Incoming:
    """Return what is to be stored of an item whose words the feed carries."""
    text = item.text if len(item.text) >= LEAST_CHARACTERS else f"{item.title or ''}. {item.text}".strip(" .")
    dates = choose_dates(item, seen=sight.at, is_fresh=sight.is_fresh, text=text)
    return _take_words(source, item, sight, text=text, dates=dates)


def take_page(source: WatchedSource, item: FeedItem, capture: Capture, sight: Sight) -> Incoming:
    """Return what is to be stored of an item whose page was fetched; falls back on the feed's own words.

    What stands there may be a page, plain text, or a report as PDF or DOCX: its bytes tell.
    """
    form = choose_format(capture.body[:HEAD_BYTES], "", "")
    if form.name in REPORTS:
        return _take_report(source, item, capture, sight)
    if capture.media_type not in TEXT_TYPES:
        reason = f"is {capture.media_type[:60]!r}; wanted a page, plain text, PDF or DOCX"
        return _make_incoming(source, item, sight, stage=Stage.SET_ASIDE, kind="media_type", reason=reason)
    page = decode_body(capture.body, charset=capture.charset)
    if capture.media_type == "text/plain" and not looks_like_html(page):
        text, title, published, lang = page.strip(), None, None, None
    else:
        story = take_story(page, url=capture.url)
        text, title, published, lang = story.text, story.title, story.published_at, story.lang
    if len(text) < len(item.text):
        text = item.text
    item = replace(item, title=item.title or title, lang=item.lang or lang)
    dates = choose_dates(item, seen=sight.at, is_fresh=sight.is_fresh, page=published, text=text)
    return _take_words(source, item, sight, text=text, dates=dates)


def _take_report(source: WatchedSource, item: FeedItem, capture: Capture, sight: Sight) -> Incoming:
    """Return what is to be stored of a report; its pages stay apart, so that a quote tells its page."""
    # It was fetched within the user's limit, whatever that is.
    intake = Intake(max_bytes=max(MAX_INPUT_BYTES, len(capture.body)))
    found = list(read_stream(BytesIO(capture.body), Given(name="it", intake=intake, url=capture.url)))
    report = next((one for one in found if isinstance(one, Document)), None)
    faults = "; ".join(f"{one.name}: {one.reason}" for one in found if isinstance(one, Unread))
    if report is None:
        return _make_incoming(
            source, item, sight, stage=Stage.SET_ASIDE, kind="file", reason=faults or "holds no text"
        )
    item = replace(item, title=item.title or report.title)
    dates = choose_dates(
        item, seen=sight.at, is_fresh=sight.is_fresh, page=report.published_at, text=report.text
    )
    incoming = _take_words(source, item, sight, text=report.text, dates=dates)
    return replace(incoming, reason=incoming.reason or faults or None)


def make_file_item(document: Document, key: str) -> FeedItem:
    """Return a document that came from a file as an item of its source."""
    return FeedItem(
        key=key,
        url=document.url,
        title=document.title,
        text=document.text,
        lang=None if document.lang == "und" else document.lang,
        published_at=document.published_at,
    )


def take_document(source: WatchedSource, document: Document, key: str, sight: Sight) -> Incoming:
    """Return what is to be stored of a document that came from a file."""
    item = make_file_item(document, key)
    if (reason := find_filter(source, item)) is not None:
        return _make_incoming(source, item, sight, stage=Stage.SKIPPED, kind="filtered", reason=reason)
    dates = choose_dates(item, seen=sight.at, is_fresh=sight.is_fresh, text=document.text)
    return _take_words(source, item, sight, text=document.text, dates=dates)


def find_filter(source: WatchedSource, item: FeedItem, *, text: str | None = None) -> str | None:
    """Return which filter of the source leaves an item out, None where none does.

    Words are looked for in `text`; without one only what excludes is, because a summary lacks much.
    """
    filters = source.filters
    words = f"{item.title or ''}\n{item.text if text is None else text}".casefold()
    categories = " \n".join(item.categories).casefold()
    address = (item.url or "").casefold()
    checks = (
        ("keyword", filters.keywords if text is not None else (), filters.not_keywords, words, opens_word),
        ("category", filters.categories, filters.not_categories, categories, is_part),
        ("address", filters.addresses, filters.not_addresses, address, is_part),
    )
    for name, wanted, unwanted, given, meets in checks:
        if found := next((term for term in unwanted if meets(term.casefold(), given)), None):
            return f"{name} {found!r} is excluded"
        if wanted and not any(meets(term.casefold(), given) for term in wanted):
            return f"no {name} of {', '.join(wanted[:5])}"
    return None


def is_part(term: str, given: str) -> bool:
    """Whether a term stands anywhere in what is given."""
    return term in given


def opens_word(term: str, given: str) -> bool:
    """Whether a word opens by a term: "war" opens "warship", not "software"; unspaced scripts aside."""
    if not term or ord(term[0]) >= FIRST_UNSPACED:
        return term in given
    return re.search(rf"(?<!\w){re.escape(term)}", given) is not None


def _wants_page(source: WatchedSource, item: FeedItem) -> bool:
    if item.url is None or source.whole_text is WholeText.FEED:
        return False
    is_report = urlsplit(item.url).path.casefold().endswith(REPORT_SUFFIXES)
    return source.whole_text is WholeText.PAGE or is_report or len(item.text) < WHOLE_CHARACTERS


def _take_words(
    source: WatchedSource, item: FeedItem, sight: Sight, *, text: str, dates: ItemDates
) -> Incoming:
    if len(text.strip()) < LEAST_CHARACTERS:
        return _make_incoming(
            source,
            item,
            sight,
            stage=Stage.SET_ASIDE,
            kind="empty",
            reason=f"holds {len(text.strip())} characters of text; wanted at least {LEAST_CHARACTERS}",
            dates=dates,
        )
    try:
        document = make_document(
            text=text,
            intake=Intake(),
            title=item.title,
            url=item.url,
            publisher=source.name,
            source=source.id,
            external_id=item.key,
            published_at=dates.published_at,
        )
    except DocumentError as error:
        return _make_incoming(
            source, item, sight, stage=Stage.SET_ASIDE, kind="text", reason=str(error), dates=dates
        )
    document = replace(document, retrieved_at=sight.at, lang=_find_language(document, item, source))
    reason = find_filter(source, item, text=text) or _refuse_language(source, document.lang)
    if reason is not None:
        return _make_incoming(
            source, item, sight, stage=Stage.SKIPPED, kind="filtered", reason=reason, dates=dates
        )
    incoming = _make_incoming(source, item, sight, stage=Stage.READY, dates=dates)
    return replace(
        incoming,
        document=document,
        text_digest=digest_words(document.title, document.text),
        sketch=make_sketch(document.text),
    )


def _find_language(document: Document, item: FeedItem, source: WatchedSource) -> str:
    """Return the language the words are in; what the feed says of them is often a default of its software."""
    found = identify_language(document, unsure=item.lang or source.lang or "en")
    return found.lang


def _refuse_language(source: WatchedSource, lang: str) -> str | None:
    filters = source.filters
    if lang in filters.not_languages:
        return f"language {lang!r} is excluded"
    if filters.languages and lang not in filters.languages:
        return f"language {lang!r} is none of {', '.join(filters.languages)}"
    return None


def _make_incoming(
    source: WatchedSource,
    item: FeedItem,
    sight: Sight,
    *,
    stage: Stage,
    kind: str | None = None,
    reason: str | None = None,
    dates: ItemDates | None = None,
) -> Incoming:
    return Incoming(
        item=item,
        item_id=make_item_id(source.id, item.key),
        host=_find_host(item.url),
        digest=digest_item(source, item),
        stage=stage,
        dates=dates or choose_dates(item, seen=sight.at, is_fresh=sight.is_fresh, text=item.text),
        reason_kind=kind,
        reason=reason,
    )


def _find_host(url: str | None) -> str | None:
    try:
        return name_host(url) if url else None
    except FetchError:
        return None
