"""Speakers named before their words without a verb: `The ministry: "..."`, a transcript's `PENCE: ...`."""

import re

from spacy.tokens import Token

from tocsin.model import SpeechAct
from tocsin.reading.grammar import NOUN_SUBJECTS, child_of
from tocsin.reading.statements.drafts import Draft
from tocsin.reading.statements.quotes import PARAGRAPH, Quote
from tocsin.reading.statements.scene import Scene

# "PENCE: We will.": a transcript's speaker is a short run of capitals at the head of the paragraph.
TRANSCRIPT = re.compile(r"[ \t]*(?P<name>[A-Z][A-Z.'’\- ]{1,40}|Q|A)(?P<cue>:)[ \t]+(?P<content>\S.*)")
# "Anna Berg: We will.": in a dialogue the label need not be in capitals.
LABEL = re.compile(
    r"[ \t]*(?P<name>(?:[A-Z][\w.'’-]+)(?: [A-Z][\w.'’-]+){0,3})(?P<cue>:)[ \t]+(?P<content>[^\s\"“„«].*)"
)
FEWEST_TURNS = 2
# "The ministry: "We did not."": a name before the colon, no verb.
BEFORE_COLON = re.compile(r"[ \t]*(?P<name>[^\W\d_][^\n:\"“„«]{1,60})(?P<cue>:)\s*$")


def draft_before_colon(scene: Scene, quote: Quote) -> Draft | None:
    """Draft a quotation to the name before the colon in front of it."""
    text = scene.text
    line_start = text.rfind("\n", 0, quote.start) + 1
    line = text[line_start : quote.start]
    start = max(line.rfind(". "), line.rfind("? "), -2) + 2
    found = BEFORE_COLON.match(line[start:])
    if found is None:
        return None
    offset = line_start + start
    head = _head_at(scene, offset + found.start("name"), offset + found.end("name"))
    return Draft(
        cue=(offset + found.start("cue"), offset + found.end("cue")),
        head=None,
        act=SpeechAct.SAY,
        speaker=head,
        content=[(quote.start, quote.end)],
    )


def _head_at(scene: Scene, start: int, end: int) -> Token | None:
    tokens = scene.doc.char_span(start, end, alignment_mode="contract")
    if tokens is None or not len(tokens):
        return None
    return child_of(tokens.root, *NOUN_SUBJECTS) or tokens.root


def _is_question(turn: re.Match[str], *, labelled: bool) -> bool:
    """Whether a turn of a dialogue is what the interviewer asks: a question, which is nobody's statement."""
    return (labelled or turn.group("name") == "Q") and turn.group("content").rstrip().endswith("?")


def draft_transcripts(scene: Scene) -> list[Draft]:
    """Draft the paragraphs of a transcript to the speakers at their heads."""
    drafts: list[Draft] = []
    cues = {draft.cue[0] for draft in scene.drafts if draft.cue}
    turns = [(found, LABEL.match(found.group())) for found in PARAGRAPH.finditer(scene.text)]
    is_dialogue = sum(label is not None for _, label in turns) >= FEWEST_TURNS
    for paragraph, label in turns:
        found = TRANSCRIPT.fullmatch(paragraph.group().rstrip()) or (label if is_dialogue else None)
        if found is None or _is_question(found, labelled=label is not None):
            continue  # an interviewer's question is nobody's statement
        offset = paragraph.start()
        content = (offset + found.start("content"), offset + found.end("content"))
        if offset + found.start("cue") in cues:
            continue
        drafts.append(
            Draft(
                cue=(offset + found.start("cue"), offset + found.end("cue")),
                head=None,
                act=SpeechAct.SAY,
                speaker=_head_at(scene, offset + found.start("name"), offset + found.end("name")),
                content=[content],
            )
        )
    return drafts
