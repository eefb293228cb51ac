"""HTML inside feeds to plain words: paragraphs kept, markup and scripts gone."""

import html
import re

_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "table")
    + ("section", "article", "header", "footer", "pre")
)
_SILENT = frozenset(("script", "style", "iframe", "object", "noscript", "template", "svg", "form", "head"))
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_BREAKS = re.compile(r"\s*\n\s*\n\s*")


def take_text(fragment: str) -> str:
    """Return the words of a piece of HTML, or of plain text, with one blank line between paragraphs."""
    if not fragment:
        return ""
    if not _TAG.search(fragment):
        return _tidy(html.unescape(fragment))
    from lxml import etree
    from lxml import html as pages

    try:
        root = pages.fragment_fromstring(fragment, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return _tidy(html.unescape(_TAG.sub(" ", fragment)))
    pieces: list[str] = []
    # Walked by events, not by calls: hostile markup is nested thousands deep.
    silent = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            pieces.append("" if silent else node.tail or "")
            continue
        is_silent, is_block = node.tag in _SILENT, node.tag in _BLOCKS
        if event == "start":
            silent += is_silent
            pieces.append(("\n\n" if is_block else "") + ("" if silent else node.text or ""))
        else:
            silent -= is_silent
            pieces.append(("\n\n" if is_block else "") + ("" if silent else node.tail or ""))
    # The parser drops what is nested too deeply; the words are wanted all the same.
    return _tidy("".join(pieces)) or _tidy(html.unescape(_TAG.sub(" ", fragment)))


def _tidy(text: str) -> str:
    paragraphs = _BREAKS.split(_BLANKS.sub(" ", text).strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
