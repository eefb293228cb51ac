"""Quoted passages joined to the cue beside them, or to the speaker before them."""

import re
from bisect import bisect_left

from spacy.tokens import Doc, Token

from tocsin.languages.cues import CueWords
from tocsin.reading.grammar import child_of, is_full_verb, lemma_of
from tocsin.reading.statements.clauses import find_agent, find_speaker, is_passive_cue
from tocsin.reading.statements.continuing import begins_sentence, find_last, join_overlaps, join_to_last
from tocsin.reading.statements.drafts import Draft, look_up_verb
from tocsin.reading.statements.labels import draft_before_colon, draft_transcripts
from tocsin.reading.statements.quotes import Quote
from tocsin.reading.statements.scene import Scene

# A cue stands this near to its quotation, in tokens; farther off it belongs to something else.
REACH_AFTER = 16
REACH_BEFORE = 25
# Shorter stretches in quotation marks, without a cue, are titles or scare quotes.
FEWEST_WORDS = 3
FEWEST_FLOATING_WORDS = 5
# A piece of content meets no more quotations than this.
MOST_QUOTES = 50
WORD = re.compile(r"\w+")


def attach_quotes(
    doc: Doc, text: str, quotes: tuple[Quote, ...], drafts: list[Draft], words: CueWords
) -> list[Draft]:
    """Return the drafts with every quotation that somebody speaks joined to its cue or its speaker."""
    scene = Scene(doc, text, quotes, list(drafts), words, [token.idx for token in doc])
    _widen_to_quotes(scene)
    for draft in drafts:
        scene.add(draft)
    last: Draft | None = None
    for index, quote in enumerate(quotes):
        holder = _find_holder(scene, quote) or _attach(scene, index, find_last(scene, quote, last))
        if holder is not None:
            last = holder
    scene.drafts += draft_transcripts(scene)
    return scene.drafts


def _widen_to_quotes(scene: Scene) -> None:
    """Let content that meets a quotation, and whose cue is outside it, cover the quotation with its marks."""
    for draft in scene.drafts:
        cue = draft.cue or (0, 0)
        pieces: list[tuple[int, int]] = []
        for start, end in draft.content:
            first = max(0, bisect_left(scene.quotes, start, key=lambda quote: quote.start) - 1)
            for quote in scene.quotes[first : first + MOST_QUOTES]:
                if quote.start >= end:
                    break
                meets = quote.start < end and start < quote.end
                if (
                    meets
                    and not (quote.start <= cue[0] < quote.end)
                    and _is_widened(scene, quote, start, end)
                ):
                    start, end = min(start, quote.start), max(end, quote.end)
            pieces.append((start, end))
        draft.content = join_overlaps(pieces)


def _is_widened(scene: Scene, quote: Quote, start: int, end: int) -> bool:
    # A piece that only dips into a long quotation (its first word, by misparse) must not swallow it.
    shared = min(end, quote.end) - max(start, quote.start)
    return shared * 3 >= quote.end - quote.start or start <= quote.start + 1


def _find_holder(scene: Scene, quote: Quote) -> Draft | None:
    """Return the draft that already has the quotation in its content, cue outside."""
    for draft in reversed(scene.near(quote.start)):
        cue = draft.cue
        if cue is not None and quote.start <= cue[0] < quote.end:
            continue
        covered = sum(max(0, min(end, quote.end) - max(start, quote.start)) for start, end in draft.content)
        if covered * 2 >= quote.end - quote.start:
            return draft
    return None


def _attach(scene: Scene, index: int, last: Draft | None) -> Draft | None:
    quote = scene.quotes[index]
    words = len(WORD.findall(scene.text[quote.start : quote.end]))
    verb = _find_cue(scene, index)
    if verb is not None and _names_cited(verb, scene, quote):
        return None
    if verb is not None and (words >= FEWEST_WORDS or _is_introduced(scene, quote)):
        return _join_to_verb(scene, quote, verb)
    named = draft_before_colon(scene, quote)
    if named is None and words < FEWEST_FLOATING_WORDS and not (words >= 2 and begins_sentence(scene, quote)):
        return None
    if named is not None:
        scene.drafts.append(named)
        scene.add(named)
        return named
    return join_to_last(scene, quote, last)


def _names_cited(verb: Token, scene: Scene, quote: Quote) -> bool:
    """Whether a quotation names who is cited: `reported, quoting "a person close to the president"`."""
    if lemma_of(verb) not in scene.words.citing or verb.tag_ != "VBG":
        return False
    cited = child_of(verb, "dobj")
    return cited is not None and quote.start <= cited.idx < quote.end


def _find_cue(scene: Scene, index: int) -> Token | None:
    after, before = _find_cue_after(scene, index), _find_cue_before(scene, index)
    if after is not None and (before is None or begins_sentence(scene, scene.quotes[index])):
        return after
    return before


def _find_cue_after(scene: Scene, index: int) -> Token | None:
    """Find the verb of `"...," X said`: nothing but the speaker stands between."""
    quote = scene.quotes[index]
    text = scene.text
    inner = text[quote.start : quote.end].rstrip("”\"»“’' \0")
    follows = text[quote.end : quote.end + 2].lstrip()
    if not quote.closed or (inner.endswith(".") and not follows[:1].islower()) or follows[:1] in tuple(".;"):
        return None
    stop = scene.quotes[index + 1].start if index + 1 < len(scene.quotes) else len(text)
    first = bisect_left(scene.starts, quote.end)
    for token in scene.doc[first : first + REACH_AFTER]:
        if token.idx >= stop or "\n" in token.text or token.text in (";", "?", "!"):
            return None
        if token.text == "." and token.i > first:
            return None
        if is_full_verb(token) and _is_speech(token, scene.words) and not _is_quoted_as(token, scene.words):
            return token
        if token.lower_ in ("that", "and", "but") and token.i == first:
            return None
    return None


def _is_quoted_as(verb: Token, words: CueWords) -> bool:
    """Whether the next verb is the cue: `"...," she was quoted as saying`."""
    link = child_of(verb, "prep")
    return lemma_of(verb) in words.citing and link is not None and link.lower_ == "as"


def _find_cue_before(scene: Scene, index: int) -> Token | None:
    """Find the verb of `X said: "..."`, the nearest one back to the start of the sentence."""
    quote = scene.quotes[index]
    floor = scene.quotes[index - 1].end if index else 0
    if begins_sentence(scene, quote):
        return None
    last = bisect_left(scene.starts, quote.start)
    for position in range(last - 1, max(-1, last - REACH_BEFORE), -1):
        token = scene.doc[position]
        if token.idx < floor or "\n" in token.text:
            return _cue_across(scene, token) if token.idx < floor else None
        if token.text in (".", "!", "?", ";"):
            return None
        if is_full_verb(token) and _is_speech(token, scene.words):
            return token
    return None


def _cue_across(scene: Scene, token: Token) -> Token | None:
    """Go back over a quotation to the cue it already has: `called it "bad" and "dangerous"`."""
    for draft in reversed(scene.near(token.idx)):
        if draft.head is None or not is_full_verb(draft.head) or draft.head.sent.start != token.sent.start:
            continue
        if any(start <= token.idx < end for start, end in draft.content):
            return draft.head
    return None


def _is_speech(verb: Token, words: CueWords) -> bool:
    known = look_up_verb(verb, words)
    return known is not None and bool(known[0].takes & {"clause", "predicate"})


def _is_introduced(scene: Scene, quote: Quote) -> bool:
    inner = scene.text[quote.start : quote.end].rstrip("”\"»“’' \0")
    if inner.endswith((",", "!", "?")) and begins_sentence(scene, quote):
        return True  # "“Yes,” she said": the comma inside belongs to speech, not to a title
    return scene.text[max(0, quote.start - 5) : quote.start].rstrip()[-1:] in (":", ",")


def _join_to_verb(scene: Scene, quote: Quote, verb: Token) -> Draft | None:
    draft = scene.by_head.get(verb.i)
    if draft is not None:
        draft.content = join_overlaps([*_less_cut_short(draft, quote), (quote.start, quote.end)])
        return draft
    known = look_up_verb(verb, scene.words)
    if known is None:
        return None
    speaker = find_agent(verb) if is_passive_cue(verb) and verb.dep_ != "ROOT" else find_speaker(verb)
    draft = Draft(
        cue=(verb.idx, verb.idx + len(verb)),
        head=verb,
        act=known[0].act,
        speaker=_check_speaker(scene, quote, verb, speaker),
        content=[(quote.start, quote.end)],
    )
    scene.drafts.append(draft)
    scene.add(draft)
    return draft


def _less_cut_short(draft: Draft, quote: Quote) -> list[tuple[int, int]]:
    """Return the pieces that are no mere overlap of the quotation to be added."""
    return [(start, end) for start, end in draft.content if not (quote.start <= start and end <= quote.end)]


def _check_speaker(scene: Scene, quote: Quote, verb: Token, speaker: Token | None) -> Token | None:
    """Return the speaker, or the name beside the verb where the parse put a word of the quotation there."""
    if speaker is not None and not quote.start <= speaker.idx < quote.end:
        return speaker
    beside = child_of(verb, "dobj", "attr", "npadvmod", "oprd", "dep")
    if beside is not None and beside.pos_ in ("PROPN", "NOUN", "PRON") and beside.i > verb.i:
        return beside
    for token in scene.doc[verb.i + 1 : verb.i + 4]:
        if token.pos_ in ("PROPN", "PRON"):
            while token.dep_ == "compound" and token.head.i > token.i:
                token = token.head
            return token
    return None
