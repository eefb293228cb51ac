"""Statements: who said what, through whom, and what saying it does.

Made for sentences as "According to the paper, the admiral said the alliance was studying a response".
"""

from bisect import bisect_right
from dataclasses import dataclass, replace

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.cues import SpeakerWords
from tocsin.model import Attribution, Form, Span, SpeakerKind, Statement
from tocsin.model.ids import make_statement_id
from tocsin.reading.passage import Passage
from tocsin.reading.statements.attaching import attach_quotes
from tocsin.reading.statements.cast import HIDDEN_VOICE, Cast, Voice, gather_cast
from tocsin.reading.statements.clauses import find_core
from tocsin.reading.statements.drafting import draft_attributions
from tocsin.reading.statements.drafts import Draft
from tocsin.reading.statements.headings import find_heading_voice
from tocsin.reading.statements.pronouns import Setting
from tocsin.reading.statements.quotes import Quote, find_quotes
from tocsin.reading.statements.speakers import describe_speaker, note_spoken

# More voices than these in a row are a misparse.
LONGEST_CHAIN = 4
# A posture is looked for in so much of what is said; longer content takes none as a whole.
LONGEST_POSTURE_CHARS = 1000
# Content is direct where nearly all of it stands between quotation marks.
DIRECT_SHARE = 0.9

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Scene:
    passage: Passage
    cast: Cast
    words: SpeakerWords
    voices: dict[int, Voice]


def find_statements(passage: Passage, language: Language) -> tuple[Statement, ...]:
    """Return the statements of a passage in the order of its text."""
    text = passage.text
    quotes = find_quotes(text)
    drafts = draft_attributions(passage.doc, language.cues)
    drafts = attach_quotes(passage.doc, text, quotes, drafts, language.cues)
    drafts = _clean_drafts(drafts, text)
    if not drafts:
        return ()
    outers = _find_outers(drafts)
    words = language.cues.speakers
    cast = gather_cast(passage.doc, words, quotes)
    cast.author = find_heading_voice(passage, words)
    scene = _Scene(passage, cast, words, {})
    _name_voices(scene, drafts, outers)
    statements = _build_statements(scene, drafts, outers, quotes)
    return tuple(_take_posture(statement, text, passage.offset, language) for statement in statements)


def _take_posture(statement: Statement, text: str, offset: int, language: Language) -> Statement:
    """Fill the posture of what is said, where its words tell one."""
    start, end = (statement.content[0].start, statement.content[-1].end)
    words = text[start - offset : end - offset][:LONGEST_POSTURE_CHARS]
    found = language.postures.find(words)
    if not found:
        return statement
    modality = language.postures.modalities.weigh_act(found[0].modality, statement.act)
    return replace(statement, posture=found[0].code, posture_modality=modality)


def _clean_drafts(drafts: list[Draft], text: str) -> list[Draft]:
    """Drop white space at the edges and what is left empty; put the drafts in the order of the text."""
    kept: list[Draft] = []
    for draft in drafts:
        pieces = (_strip_piece(text, start, end) for start, end in draft.content)
        draft.content = [(start, end) for start, end in pieces if start < end]
        if draft.content:
            kept.append(draft)
    kept.sort(key=lambda draft: (draft.content[0][0], -_measure(draft), draft.cue or (0, 0)))
    return kept


def _strip_piece(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(char.isalnum() for char in text[start:end]) else (start, start)


def _measure(draft: Draft) -> int:
    return sum(end - start for start, end in draft.content)


def _find_outers(drafts: list[Draft]) -> list[list[int]]:
    """Return for each draft the drafts in whose content it stands, widest first."""
    pieces = sorted((start, end, index) for index, draft in enumerate(drafts) for start, end in draft.content)
    starts = [start for start, _, _ in pieces]
    longest = max(end - start for start, end, _ in pieces)
    outers: list[list[int]] = []
    for index, draft in enumerate(drafts):
        position = draft.cue[0] if draft.cue else draft.content[0][0]
        found: list[int] = []
        for place in range(bisect_right(starts, position) - 1, -1, -1):
            start, end, other = pieces[place]
            if position - start > longest:
                break
            if position < end and other != index and _stands_over(drafts[other], draft):
                found.append(other)
        found.sort(key=lambda other: -_measure(drafts[other]))
        outers.append(found[-LONGEST_CHAIN:])
    return outers


def _stands_over(outer: Draft, inner: Draft) -> bool:
    if outer.cue is not None and any(start <= outer.cue[0] < end for start, end in inner.content):
        return False
    start, end = inner.content[0]
    return any(low <= start and end <= high for low, high in outer.content) or _measure(outer) > _measure(
        inner
    )


def _name_voices(scene: _Scene, drafts: list[Draft], outers: list[list[int]]) -> None:
    """Fill `voices` in the order of the cues, so that a pronoun finds who spoke before it."""
    for index in sorted(range(len(drafts)), key=lambda index: _position(drafts[index])):
        _name_voice(scene, drafts, outers, index)


def _position(draft: Draft) -> int:
    if draft.speaker is not None:
        return draft.speaker.idx
    return draft.cue[0] if draft.cue else draft.content[0][0]


def _name_voice(scene: _Scene, drafts: list[Draft], outers: list[list[int]], index: int) -> Voice:
    known = scene.voices.get(index)
    if known is not None:
        return known
    scene.voices[index] = HIDDEN_VOICE  # ends a circle, should two drafts stand in one another
    draft = drafts[index]
    setting = _find_setting(scene, drafts, outers, index)
    published = scene.passage.published_on
    voice = describe_speaker(draft.speaker, scene.cast, scene.words, on=published, setting=setting)
    scene.voices[index] = voice
    if draft.speaker is not None:
        note_spoken(scene.cast, draft.speaker, voice, scene.words, inner=bool(outers[index]))
    return voice


def _find_setting(scene: _Scene, drafts: list[Draft], outers: list[list[int]], index: int) -> Setting:
    """Return in whose words a speaker stands, and whose quotation it is: "I" in it is that one."""
    draft = drafts[index]
    content = tuple(draft.content)
    if not outers[index] or draft.speaker is None:
        return Setting(content=content)
    within = _name_voice(scene, drafts, outers, outers[index][-1])
    quoted = scene.cast.quoted
    quoter: Voice | None = None
    for other in reversed(outers[index]):
        speaker = drafts[other].speaker
        if quoted[draft.speaker.i] and speaker is not None and quoted[speaker.i] != quoted[draft.speaker.i]:
            quoter = _name_voice(scene, drafts, outers, other)
            break
    return Setting(within=within, quoter=quoter, content=content)


def _build_statements(
    scene: _Scene, drafts: list[Draft], outers: list[list[int]], quotes: tuple[Quote, ...]
) -> tuple[Statement, ...]:
    seen: dict[str, int] = {}
    statements: list[Statement] = []
    for index, draft in enumerate(drafts):
        content = tuple(scene.passage.span(start, end) for start, end in draft.content)
        plain = make_statement_id(content[0])
        ordinal = seen.get(plain, 0)
        seen[plain] = ordinal + 1
        chain: list[Attribution] = []
        for other in (*outers[index], index):
            draft_of = drafts[other]
            chain += _attribute_beside(scene, draft_of.relay, draft_of.relay_cue)
            chain.append(_attribute(scene, draft_of, scene.voices[other]))
            chain += _attribute_beside(scene, draft_of.citing, draft_of.citing_cue)
        statements.append(
            Statement(
                id=make_statement_id(content[0], ordinal=ordinal),
                content=content,
                form=_judge_form(draft, quotes),
                act=draft.act,
                attributions=tuple(chain),
            )
        )
    return tuple(statements)


def _attribute(scene: _Scene, draft: Draft, voice: Voice) -> Attribution:
    speaker = _speaker_span(scene.passage, draft.speaker) if voice.kind is not SpeakerKind.HIDDEN else None
    cue = scene.passage.span(*draft.cue) if draft.cue else None
    return Attribution(speaker, cue, voice.name, voice.actor_id, voice.kind)


def _attribute_beside(scene: _Scene, speaker: Token | None, cue: Token | None) -> list[Attribution]:
    """Return the voice that a draft names beside its own: whom it cites, or who quotes it."""
    if speaker is None or cue is None:
        return []
    voice = describe_speaker(speaker, scene.cast, scene.words, on=scene.passage.published_on)
    span = _speaker_span(scene.passage, speaker)
    return [Attribution(span, scene.passage.span_of(cue), voice.name, voice.actor_id, voice.kind)]


def _speaker_span(passage: Passage, speaker: Token | None) -> Span | None:
    if speaker is None:
        return None
    start, end = find_core(speaker)
    return passage.span_of(passage.doc[start:end])


def _judge_form(draft: Draft, quotes: tuple[Quote, ...]) -> Form:
    total = _measure(draft)
    cue = draft.cue[0] if draft.cue else -1
    quoted = 0
    for start, end in draft.content:
        first = max(0, bisect_right(quotes, start, key=lambda quote: quote.start) - 1)
        for quote in quotes[first:]:
            if quote.start >= end:
                break
            if not quote.start <= cue < quote.end:
                quoted += max(0, min(end, quote.end) - max(start, quote.start))
    if quoted >= DIRECT_SHARE * total:
        return Form.DIRECT
    return Form.MIXED if quoted else Form.INDIRECT
