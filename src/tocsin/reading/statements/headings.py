"""Whose words a text is by its heading: "Statement by President X on the attack"."""

import re

from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.passage import Passage
from tocsin.reading.statements.cast import Voice
from tocsin.reading.statements.identifying import find_actor_id, name_known_person
from tocsin.reading.statements.naming import clean_name

# A heading names one voice; a name with "and" behind it is two, and "I" is then nobody we know.
HEADING = re.compile(
    r"^\W*(?i:statement|remarks|speech|address|message|letter|keynote|testimony)\s+(?:by|from|of)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,5})"
    r"(?=\s+(?i:on|at|in|to|after|before|with|regarding|about|during|following|marking|for|aboard|calling)\b"
    r"|\s+[|–—-]\s|\s*[:,(]|\s*$)"
)
# "Q", "THE PRESIDENT:": in a transcript several people say "I".
TURN = re.compile(r"^[ \t]*(?:Q\s|[A-Z][A-Z.’'\- ]{2,40}(?:\([^)\n]*\))?:)", re.MULTILINE)
LONGEST_LINE = 200


def find_heading_voice(passage: Passage, words: SpeakerWords) -> Voice | None:
    """Return the author that a document's title, or its first line, announces; None in a transcript."""
    first_line = passage.text.lstrip()[:LONGEST_LINE].split("\n", 1)[0] if not passage.offset else ""
    found = HEADING.match(passage.heading.strip()[:LONGEST_LINE]) or HEADING.match(first_line)
    if found is None or TURN.search(passage.text):
        return None
    name = name_known_person(clean_name(found["name"], words), passage.published_on)
    actor_id = find_actor_id(name, passage.published_on)
    return Voice(name, SpeakerKind.AUTHOR, actor_id)
