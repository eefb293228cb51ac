"""Lists of feeds as OPML, in and out; what OPML has no word for travels in attributes of our own."""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring  # noqa: S405 - writes

from tocsin.errors import FetchError, InputError
from tocsin.model.collection import Filters, SourceKind, WatchedSource, WholeText
from tocsin.sources.addresses import split_address, tidy_address
from tocsin.sources.base import clean_text, make_source_id

RELIABILITIES = ("a", "b", "c", "d", "e", "f")
MOST_BYTES = 5_000_000
_OURS = ("kind", "country", "publisher_kind", "reliability", "interval_seconds", "whole_text")
MOST_FILTER_CHARACTERS = 20_000


def read_opml(raw: bytes, *, name: str) -> tuple[tuple[WatchedSource, ...], tuple[str, ...]]:
    """Return the sources of a list, and a line for every entry that is none."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(raw) > MOST_BYTES:
        raise InputError(f"{name!r} has {len(raw):,} bytes; wanted OPML of at most {MOST_BYTES:,}")
    try:
        root = fromstring(raw)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputError(
            f"{name!r} is no OPML ({type(error).__name__}); wanted a list of feeds as feed readers export it"
        ) from None
    found: dict[str, WatchedSource] = {}
    refused = []
    for node in root.iter("outline"):
        address = node.get("xmlUrl")
        if address is None:
            continue
        try:
            source = _make_source(node, tidy_address(address))
        except (FetchError, InputError) as error:
            refused.append(f"{clean_text(address)[:80]!r}: {error}")
            continue
        taken = {one.id for one in found.values()}
        if source.address not in found:
            found[source.address] = make_distinct(source, taken)
    return tuple(found.values()), tuple(refused)


def _make_source(node: Element, address: str) -> WatchedSource:
    split_address(address)
    name = " ".join(clean_text(node.get("title") or node.get("text") or address).split())[:200]
    kind = node.get("kind", "feed")
    interval = node.get("interval_seconds", "1800")
    whole_text = node.get("whole_text", WholeText.AUTO.value)
    for word, value, known in (("kind", kind, SourceKind), ("whole_text", whole_text, WholeText)):
        if value not in set(known):
            raise InputError(f"unknown {word} {value!r:.40}; known: {', '.join(known)}")
    reliability = node.get("reliability") or "f"
    if reliability not in RELIABILITIES:
        raise InputError(f"reliability {reliability!r:.20}; wanted one of {', '.join(RELIABILITIES)}")
    return WatchedSource(
        id=make_source_id(name) or make_source_id(address) or "source",
        name=name,
        address=address,
        kind=SourceKind(kind),
        country=node.get("country") or None,
        publisher_kind=node.get("publisher_kind") or None,
        reliability=reliability,
        lang=node.get("language") or None,
        interval_seconds=max(float(interval), 1.0) if _is_number(interval) else 1800.0,
        whole_text=WholeText(whole_text),
        filters=_read_filters(node.get("filters") or "{}"),
        enabled=node.get("enabled") != "False",
    )


def _is_number(words: str) -> bool:
    return len(words) < 12 and words.isascii() and words.replace(".", "", 1).isdigit()


def _take_list(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
        raise TypeError
    return tuple(clean_text(word) for word in given if word)


def _read_filters(given: str) -> Filters:
    try:
        found = json.loads(given[:MOST_FILTER_CHARACTERS])
        wanted = {name: _take_list(found.pop(name, [])) for name in Filters.__dataclass_fields__}
    except (ValueError, TypeError, AttributeError, RecursionError):
        found, wanted = {"": ""}, {}
    if found:
        raise InputError(f"filters {given!r:.60} are none of ours; wanted lists of words, as we export them")
    return Filters(**wanted)


def make_distinct(source: WatchedSource, taken: set[str]) -> WatchedSource:
    """Return the source under an id that no other has: the same name twice gets a number."""
    source_id, number = source.id, 2
    while source_id in taken:
        source_id, number = f"{source.id}-{number}", number + 1
    return replace(source, id=source_id)


def write_opml(sources: Iterable[WatchedSource], path: Path) -> int:
    """Write sources as OPML 2.0; returns how many."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = "Sources of tocsin"
    body = SubElement(root, "body")
    for source in sources:
        facts = {"type": "rss", "text": source.name, "title": source.name, "xmlUrl": source.address}
        ours = {key: str(value) for key in _OURS if (value := getattr(source, key)) is not None}
        filters = {name: words for name, words in asdict(source.filters).items() if words}
        if source.lang:
            ours["language"] = source.lang
        if filters:
            ours["filters"] = json.dumps(filters)
        if not source.enabled:
            ours["enabled"] = str(source.enabled)
        SubElement(body, "outline", {**facts, **ours})
    indent(root)
    path.write_bytes(tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    return len(body)
