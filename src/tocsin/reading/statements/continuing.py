"""Quotations without a cue of their own: they go on from what was said before them."""

from tocsin.model import SpeechAct
from tocsin.reading.statements.drafts import Draft
from tocsin.reading.statements.quotes import Quote
from tocsin.reading.statements.scene import Scene

SENTENCE_ENDS = ".!?"
# So much may stand between what was said and a quotation that goes on from it.
LONGEST_REST = 80
TAIL_MARKS = " .,;:!?”\"»’'"
# Who does not speak, or only thinks, is not quoted in the next sentence.
UNSPOKEN_ACTS = frozenset({SpeechAct.DECLINE, SpeechAct.REFUSE})


def find_last(scene: Scene, quote: Quote, last: Draft | None) -> Draft | None:
    """Return who spoke last before a quotation: of the sentence before it in its paragraph, or in quotes.

    "The lawyer said the letters existed. "I have read them."": the second goes on from the first.
    """
    end = len(scene.text[: quote.start].rstrip())
    best = last
    for draft in scene.near(max(0, end - 1)):
        cue = draft.cue
        if cue is None or draft.speaker is None or cue[0] >= end or draft.act in UNSPOKEN_ACTS:
            continue
        stop = max(draft.content[-1][1], cue[1])
        between = scene.text[stop:end]
        if stop > end or len(between) > LONGEST_REST or "\n" in scene.text[cue[0] : end]:
            continue
        if between.strip(TAIL_MARKS) and not _is_tail(scene, stop, end):
            continue
        if (
            best is None
            or best is last
            and _reaches(draft) > _reaches(best)
            or best is not last
            and best is not None
            and _measure(draft) > _measure(best)
        ):
            best = draft
    return best


def _is_tail(scene: Scene, start: int, end: int) -> bool:
    """Whether no sentence ends between: only a time, a place or an audience stands there."""
    return not any(mark in scene.text[start : end - 1] for mark in SENTENCE_ENDS)


def _reaches(draft: Draft) -> int:
    return max(draft.content[-1][1], draft.cue[1] if draft.cue else 0)


def _measure(draft: Draft) -> int:
    return sum(end - start for start, end in draft.content)


def join_to_last(scene: Scene, quote: Quote, last: Draft | None) -> Draft | None:
    """Give a quotation without a cue to the speaker of the one before it."""
    if last is None or not last.content or not begins_sentence(scene, quote):
        return None
    between = scene.text[last.content[-1][1] : quote.start]
    if last.content[-1][0] > quote.start:
        return None
    if "\n" not in between and "\n" not in scene.text[(last.cue or (quote.start, 0))[0] : quote.start]:
        last.content = join_overlaps([*last.content, (quote.start, quote.end)])
        return last
    if not _is_mostly_quoted(scene, quote) or between.count("\n") > between.count("\n\n") + 1:
        return None
    last.content = join_overlaps([*last.content, (quote.start, quote.end)])
    scene.add(last)
    return last


def _is_mostly_quoted(scene: Scene, quote: Quote) -> bool:
    text = scene.text
    start = text.rfind("\n", 0, quote.start) + 1
    end = text.find("\n", quote.end)
    length = (len(text) if end < 0 else end) - start
    return (quote.end - quote.start) * 2 >= length


def join_overlaps(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return pieces in their order, those that overlap or touch joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def begins_sentence(scene: Scene, quote: Quote) -> bool:
    """Whether a quotation stands at the head of a sentence or paragraph."""
    before = scene.text[max(0, quote.start - 40) : quote.start]
    line = before.rsplit("\n", 1)[-1].rstrip()
    if not line:
        return "\n" in before or quote.start < 40
    return line[-1] in SENTENCE_ENDS or (line[-1] in '”"»' and line[-2:-1] in tuple(".!?,"))
