"""Lists of feeds as OPML, in and out; what OPML has no word for travels in attributes of our own."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring  # noqa: S405 - writes

from tocsin.errors import FetchError, InputError
from tocsin.model.collection import SourceKind, WatchedSource
from tocsin.sources.addresses import split_address, tidy_address
from tocsin.sources.base import clean_text, make_source_id

MOST_BYTES = 5_000_000
_OURS = ("kind", "country", "publisher_kind", "reliability", "interval_seconds")


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
    if kind not in set(SourceKind):
        raise InputError(f"unknown kind {kind!r}; known: {', '.join(SourceKind)}")
    return WatchedSource(
        id=make_source_id(name) or make_source_id(address) or "source",
        name=name,
        address=address,
        kind=SourceKind(kind),
        country=node.get("country") or None,
        publisher_kind=node.get("publisher_kind") or None,
        reliability=node.get("reliability") or "f",
        lang=node.get("language") or None,
        interval_seconds=float(interval) if interval.replace(".", "", 1).isdigit() else 1800.0,
    )


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
        if source.lang:
            ours["language"] = source.lang
        SubElement(body, "outline", {**facts, **ours})
    indent(root)
    path.write_bytes(tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")
    return len(body)
