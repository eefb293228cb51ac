"""Whose words an official text is: what its title announces, who speaks or asks in a transcript."""

import re

from tocsin.model import Document

# "Remarks by President X on Y", "Readout of President X's call with Y": whose words a text is.
TITLE_ENDS = (
    r"(?=\s+(?:on|at|in|to|after|before|and|with|regarding|about|during|following|marking|providing|upon|call"
    r"|meeting|[A-Z]\w+ing)\b"
    r"|[’']s\b|\s[|–—-]\s|,|$)"
)
TITLE_HOLDERS = (
    re.compile(
        r"\b(?:remarks|statement|speech|address|briefing|message|letter|conference|call|gaggle)"
        r"\s+(?:by|from)\s+(?P<name>(?:(?:the|an?)\s+)?[A-Z].*?)" + TITLE_ENDS,
        re.IGNORECASE,
    ),
    re.compile(r"\breadout\s+of\s+(?P<name>(?:the\s+)?[A-Z].*?,?(?:\s+Jr\.)?)" + TITLE_ENDS, re.IGNORECASE),
    re.compile(
        r"\b(?:interview|speech|address|letter|call|conference)\s+(?:of|with)\s+(?P<name>(?:(?:the|an?)\s+)?[A-Z].*?)"
        + TITLE_ENDS,
        re.IGNORECASE,
    ),
)
# "PRESIDENT BIDEN: ...", "Q ...": who speaks from here on, in a transcript.
LABEL = re.compile(
    r"^[ \t]*(?:(?P<name>[A-Z][A-Z.’'\- ]{2,40})(?:\s*\([^)\n]*\))?:|(?P<ask>Q)(?:\.|:)?[ \t]+(?=[\w(“\"]))",
    re.MULTILINE,
)
# A label has one of these; "BACKGROUND:" is a heading.
RANK = re.compile(
    r"^(?:MR|MS|MRS|DR|SIR|GEN|SEN|REP|ADM|LT|COL)\b|PRESIDENT|MINISTER|SECRETARY|OFFICIAL|GENERAL|CHANCELLOR|AMBASSADOR"
    r"|SENATOR|ADMIRAL|CHAIR|DIRECTOR|COMMISSIONER|CHIEF|SPOKES|MODERATOR|PARTICIPANT|LEADER|MAYOR|GOVERNOR|KING|QUEEN|PREMIER"
)
# "Yes.", "No.": an answer that takes up the words asked.
SHORT_ANSWER = re.compile(
    r"\s*(?:(?-i:(?P<name>[A-Z][A-Z.’'\- ]{2,40})):)?\s*(?:yes|no|yeah|absolutely|correct|of course)\b[.,!]",
    re.IGNORECASE,
)
# A label is looked for so far back.
FARTHEST_LABEL = 8000
# A title is read so far.
LONGEST_TITLE = 300


def find_label(document: Document, place: int) -> re.Match[str] | None:
    """Return the last label of a transcript before a place."""
    found = LABEL.finditer(document.text, max(0, place - FARTHEST_LABEL), place)
    labels = [match for match in found if match["ask"] or RANK.search(match["name"])]
    return labels[-1] if labels else None


def is_asked(document: Document, place: int) -> bool:
    """Whether a place stands in a question put in a transcript."""
    label = find_label(document, place)
    return label is not None and label["ask"] is not None


def is_taken_up(document: Document, place: int) -> bool:
    """Whether the paragraph of a place is answered by a plain yes or no."""
    end = document.text.find("\n", place)
    return end >= 0 and SHORT_ANSWER.match(document.text, end) is not None


def name_answerer(document: Document, place: int) -> str | None:
    """Return who answers the question at a place: the label of the answer, else who spoke last before it."""
    end = document.text.find("\n", place)
    answer = SHORT_ANSWER.match(document.text, end) if end >= 0 else None
    if answer and answer["name"]:
        return answer["name"].strip()
    found = LABEL.finditer(document.text, max(0, place - FARTHEST_LABEL), place)
    names = [match["name"].strip() for match in found if match["name"] and RANK.search(match["name"])]
    return names[-1] if names else None


def name_title_holder(title: str) -> str | None:
    """Return whose words a title announces: "Remarks by President X on Y"."""
    matches = (pattern.search(title[:LONGEST_TITLE]) for pattern in TITLE_HOLDERS)
    return next((match["name"].strip(" ,") for match in matches if match), None)
