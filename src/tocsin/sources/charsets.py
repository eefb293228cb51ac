"""Bytes of the web to text: what a server says of them, what they say themselves, and what they are."""

import codecs
import re

from tocsin.sources.base import clean_text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
# What says Latin-1 means Windows-1252, as browsers have taken it since 1995 (WHATWG Encoding, section 4.2).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_LAST = "cp1252"


def decode_body(raw: bytes, *, charset: str | None = None) -> str:
    """Return the text of a page or feed; bytes that no character set explains become U+FFFD.

    A byte order mark wins. Bytes that are valid UTF-8 are UTF-8 whatever is said of them: text in another
    set passes for it by chance almost never. Else the file's own word goes before the server's, which is
    often a default that nobody has looked at.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return clean_text(raw.decode(name, "replace"))
    try:
        return clean_text(raw.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    for candidate in _list_candidates(raw, charset):
        try:
            return clean_text(raw.decode(candidate))
        except UnicodeDecodeError:
            continue
    return clean_text(_decode_last(raw))


def _list_candidates(raw: bytes, charset: str | None) -> list[str]:
    found = _DECLARED.search(raw[:_HEAD_BYTES])
    declared = (found[1] or found[2]).decode("ascii", "replace") if found else None
    return [name for name in map(_find_codec, (declared, charset)) if name is not None and name != "utf-8"]


def _find_codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # Some codecs of Python are no character sets ("rot13", "zlib").
    return _MEANT.get(codec.name, codec.name) if codec._is_text_encoding else None


def _decode_last(raw: bytes) -> str:
    """Return mostly-UTF-8 as UTF-8 with holes (cut off, one bad byte), anything else as Windows-1252."""
    text = raw.decode("utf-8", "replace")
    return text if text.count("\ufffd") * 50 <= len(text) else raw.decode(_LAST, "replace")
