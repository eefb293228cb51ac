"""The baseline beside statements: quotation marks and "X said that", by regular expressions alone."""

import re
from collections.abc import Iterator
from typing import Any

VERBS = r"(?:said|says|told|added|wrote|tweeted|argued|claimed|warned|insisted|explained|announced|stated)"
PART = r"[A-Z][\w.’'-]+"
NAME = rf"(?:{PART}(?:\s+(?:{PART}|of|the|for))*\s+{PART}|{PART}|[Hh]e|[Ss]he|[Tt]hey)"
QUOTED = re.compile(r"[“\"][^“”\"\n]{12,}[”\"]")
AFTER = re.compile(rf"[,\s]*(?:(?P<name>{NAME})\s+(?P<cue>{VERBS})|(?P<cue2>{VERBS})\s+(?P<name2>{NAME}))")
BEFORE = re.compile(rf"(?P<name>{NAME})\s+(?P<cue>{VERBS})[^.“”\"\n]{{0,40}}$")
THAT = re.compile(
    rf"(?P<name>{NAME})\s+(?P<cue>{VERBS})\s+(?:that\s+)?(?P<content>(?![“\"])[a-z][^.\n“”\"]{{8,}})\."
)
ACCORDING = re.compile(
    rf"(?P<content>[A-Z][^.\n]{{8,}}?),?\s+(?P<cue>according to)\s+(?P<name>(?:the\s+)?{NAME})"
)
LOOK_BACK = 120


def find_by_expressions(text: str) -> list[dict[str, Any]]:
    """Return attributions found without any knowledge of grammar."""
    return [
        *_find_quoted(text),
        *(_attribute(match) for kind in (THAT, ACCORDING) for match in kind.finditer(text)),
    ]


def _find_quoted(text: str) -> Iterator[dict[str, Any]]:
    for quote in QUOTED.finditer(text):
        after = AFTER.match(text, quote.end())
        before = BEFORE.search(text, max(0, quote.start() - LOOK_BACK), quote.start())
        named = after or before
        source, cue = _parts(named) if named else ([], [])
        yield {"content": [list(quote.span())], "source": source, "cue": cue}


def _attribute(match: re.Match[str]) -> dict[str, Any]:
    source, cue = _parts(match)
    return {"content": [list(match.span("content"))], "source": source, "cue": cue}


def _parts(match: re.Match[str]) -> tuple[list[list[int]], list[list[int]]]:
    second = match.groupdict().get("name") is None
    return (
        [list(match.span("name2" if second else "name"))],
        [list(match.span("cue2" if second else "cue"))],
    )
