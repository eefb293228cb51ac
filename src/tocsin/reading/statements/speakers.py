"""Who a speaker is: named or not, and by which name the rest of the document knows him."""

from datetime import date

from spacy.tokens import Span, Token

from tocsin.gazetteer.countries import country_of_demonym
from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.grammar import child_of, is_plural, lemma_of
from tocsin.reading.statements.cast import (
    HIDDEN_VOICE,
    Cast,
    Spoken,
    Voice,
    find_last_spoken,
)
from tocsin.reading.statements.clauses import Run, find_core
from tocsin.reading.statements.descriptions import (
    find_ahead,
    find_body,
    find_body_of_person,
    find_by_role,
    find_called,
    find_country_voice,
    find_fuller,
    find_nation_of,
)
from tocsin.reading.statements.extents import find_class_end, find_name_end, find_owner_end
from tocsin.reading.statements.identifying import (
    compose_actor_id,
    find_actor_id,
    find_meant_body,
    name_mention,
)
from tocsin.reading.statements.introductions import (
    find_maker,
    find_name_beside,
    find_outlet,
    find_person_beside,
)
from tocsin.reading.statements.kinds import DEFINITE, judge_kind
from tocsin.reading.statements.naming import PERSON, Mention, clean_name
from tocsin.reading.statements.pronouns import (
    NO_SETTING,
    Setting,
    find_antecedent,
    find_taken_up,
    resolve_pronoun,
)

SPOKESMAN = "spokes"


def describe_speaker(
    speaker: Token | None,
    cast: Cast,
    words: SpeakerWords,
    *,
    on: date | None,
    setting: Setting = NO_SETTING,
) -> Voice:
    """Return who a speaker is; `setting` says in whose words he stands ("I" is that one)."""
    if speaker is None:
        return HIDDEN_VOICE
    word = speaker.lower_
    if word in words.relative and speaker.tag_ in ("WP", "WDT", "IN"):
        antecedent = find_antecedent(speaker)
        if antecedent is None:
            return Voice(None, SpeakerKind.ANONYMOUS)
        return describe_speaker(antecedent, cast, words, on=on, setting=setting)
    if word in words.first:
        return _describe_first(speaker, cast, words, on, setting)
    if speaker.pos_ == "PRON" or word in words.male | words.female | words.thing | words.plural:
        meant = resolve_pronoun(speaker, cast, words, setting)
        if isinstance(meant, Voice):
            return meant
        return (
            name_mention(meant, cast, on)
            if isinstance(meant, Mention)
            else _describe_noun(meant, cast, words, on)
        )
    return _describe_noun(speaker, cast, words, on)


def _describe_first(
    speaker: Token, cast: Cast, words: SpeakerWords, on: date | None, setting: Setting
) -> Voice:
    """Return who "I" is, or whom "we" speaks for: the body of an unnamed voice ("a Commission spokesman")."""
    voice = setting.quoter or setting.within
    if voice is None:
        return cast.author or Voice(None, SpeakerKind.AUTHOR)
    return (_find_we(speaker, voice, cast, words, on) or voice) if speaker.lower_ in words.we else voice


def _find_we(speaker: Token, voice: Voice, cast: Cast, words: SpeakerWords, on: date | None) -> Voice | None:
    body = voice.body
    if body is None and voice.kind is SpeakerKind.NAMED and voice.name:
        body = find_body_of_person(voice.name, cast, words)
    if body is not None:
        return _describe_noun(cast.doc[body], cast, words, on)
    if voice.kind is SpeakerKind.ROLE and SPOKESMAN in (voice.name or ""):
        last = find_last_spoken(speaker, cast, person=False)
        return last.voice if last is not None else None  # a spokesman of the body that just spoke
    return find_nation_of(voice, cast, words)


def _describe_noun(head: Token, cast: Cast, words: SpeakerWords, on: date | None) -> Voice:
    start, end = find_core(head)
    others = [child for child in head.rights if child.dep_ == "conj" and child.pos_ in ("PROPN", "NOUN")]
    if others and start < others[0].i < end:
        first = _describe_one(head, (start, _end_before(head, end)), cast, words, on)
        rest = [describe_speaker(other, cast, words, on=on) for other in others]
        names = [voice.name for voice in (first, *rest) if voice.name]
        return Voice("; ".join(names) or None, first.kind, first.actor_id if not rest else None)
    return _describe_one(head, (start, end), cast, words, on)


def _end_before(head: Token, end: int) -> int:
    stop = next((child.i for child in head.rights if child.dep_ in ("cc", "conj")), end)
    while stop > head.i + 1 and head.doc[stop - 1].is_punct:
        stop -= 1
    return min(stop, end)


def _describe_one(
    head: Token, core: Run, cast: Cast, words: SpeakerWords, on: date | None, *, fuller: bool = True
) -> Voice:
    """Return who a phrase describes; `fuller` is False where the phrase is itself the fuller one."""
    mention = cast.at.get(head.i)
    if mention is not None and mention.label == PERSON:
        return name_mention(mention, cast, on)
    person = find_person_beside(head, core, cast)
    if person is not None:
        return name_mention(person, cast, on)
    beside = find_name_beside(head)
    if beside is not None:
        return _describe_one(beside, find_core(beside), cast, words, on)
    body = find_meant_body(head.doc[core[0] : core[1]].text, head.i, cast, words, on)
    if body is not None:
        return body
    if lemma_of(head) in words.papers:
        maker = find_maker(head)
        if maker is not None and maker.i != head.i:
            return describe_speaker(maker, cast, words, on=on)
    if mention is not None and head.pos_ != "NOUN":
        return _describe_named(head, mention, core, cast, words, on)
    if head.pos_ == "PROPN":
        name = clean_name(head.doc[core[0] : find_name_end(head, core)].text, words)
        return Voice(cast.full_names.get(name, name), SpeakerKind.NAMED, find_actor_id(name, on))
    return _describe_common(head, core, cast, words, on, fuller=fuller)


def _describe_named(
    head: Token, mention: Mention, core: Run, cast: Cast, words: SpeakerWords, on: date | None
) -> Voice:
    if mention.name in cast.full_names:
        return name_mention(mention, cast, on)
    # "Poland's Foreign Ministry": the owner belongs to the name of a body.
    start = find_class_end(find_owner_end(min(core[0], mention.start), head, words), mention, head, words)
    end = max(mention.end, find_name_end(head, core)) if head.i == mention.end - 1 else mention.end
    name = clean_name(head.doc[start:end].text)
    plural = mention.label == "NORP" and is_plural(head)
    kind = SpeakerKind.COLLECTIVE if plural else SpeakerKind.NAMED
    nation = (
        country_of_demonym(mention.name) if plural and start and head.doc[start - 1].lower_ == "the" else None
    )
    if nation is not None:
        return Voice(name, kind, nation.iso3)  # "the Americans promise help": their state
    return Voice(name, kind, find_actor_id(name, on) or find_actor_id(mention.name, on))


def _describe_common(
    head: Token, core: Run, cast: Cast, words: SpeakerWords, on: date | None, *, fuller: bool
) -> Voice:
    phrase = head.doc[core[0] : core[1]]
    lemma = lemma_of(head)
    lefts = [token for token in head.doc[core[0] : head.i]]
    first = lefts[0].lower_ if lefts else ""
    name = clean_name(_tell_owners(phrase, cast, words, on))
    owned = any(token.i in cast.at or token.pos_ == "PROPN" for token in phrase if token.i != head.i)
    plural = is_plural(head)
    if lemma in words.hidden and plural and not owned:
        return Voice(None, SpeakerKind.HIDDEN)
    name = _expand_them(name, head, cast, words, on)
    called = find_called(head, lefts, cast, words)
    if called is not None:
        return Voice(called, SpeakerKind.NAMED, find_actor_id(called, on))
    if not plural and fuller:
        known = _find_known(head, first, cast, words, on, owned=owned)
        if known is not None:
            return known
    body = find_body(head, cast, words)
    kind = judge_kind(head, lefts, words, owned=owned, serves=body is not None)
    actor_id = compose_actor_id(name, on) if kind is not SpeakerKind.ANONYMOUS else None
    return Voice(name, kind, actor_id, body=body)


def _expand_them(name: str, head: Token, cast: Cast, words: SpeakerWords, on: date | None) -> str:
    """Return "one of the diplomats" for "one of them"."""
    link = child_of(head, "prep")
    whole = child_of(link, "pobj") if link is not None and link.lower_ == "of" else None
    if whole is None or whole.lower_ not in words.plural:
        return name
    meant = _name_plainly(resolve_pronoun(whole, cast, words, NO_SETTING), cast, on)
    return f"{head.lower_} of {meant}" if meant and meant.lower() != whole.lower_ else name


def _name_plainly(meant: Voice | Mention | Token, cast: Cast, on: date | None) -> str | None:
    """Return what a pronoun inside a phrase stands for, in its own words, with nothing looked up again."""
    if isinstance(meant, Voice):
        return meant.name
    if isinstance(meant, Mention):
        return name_mention(meant, cast, on).name
    start, end = find_core(meant)
    return clean_name(meant.doc[start:end].text)


def _tell_owners(phrase: Span, cast: Cast, words: SpeakerWords, on: date | None) -> str:
    """Return the words of a phrase, a possessive inside it told: "one of Berg's aides" for "one of his"."""
    parts: list[str] = []
    content = ((phrase.start_char, phrase.end_char),)
    for token in phrase:
        if token.tag_ != "PRP$" or token.i == phrase.start or token.lower_ in words.first:
            parts.append(token.text_with_ws)
            continue
        meant = resolve_pronoun(token, cast, words, Setting(content=content))
        owner = None if isinstance(meant, Token) else _name_plainly(meant, cast, on)
        parts.append(f"{owner}'s " if owner and owner.lower() != token.lower_ else "")
    return "".join(parts)


def _find_known(
    head: Token, first: str, cast: Cast, words: SpeakerWords, on: date | None, *, owned: bool
) -> Voice | None:
    """Return the one a phrase takes up or runs ahead of: "the minister" is the minister named near it."""
    lemma = lemma_of(head)
    definite = first in DEFINITE
    if definite and not owned:
        outlet = find_outlet(head, cast, on) if lemma in words.outlets else None
        known = outlet or find_by_role(head, cast, words)
        if known is not None:
            return name_mention(known, cast, on)
        fuller = find_fuller(head, cast, words)
        if fuller is not None:
            return _describe_one(fuller, find_core(fuller), cast, words, on, fuller=False)
        country = find_country_voice(head, cast, words)
        if country is not None:
            return Voice(country[0], SpeakerKind.NAMED, country[1])
        taken_up = find_taken_up(head, cast, words)
        if taken_up is not None:
            return name_mention(taken_up, cast, on)
    ahead = find_ahead(head, cast, words) if definite or first in words.leading else None
    return name_mention(ahead, cast, on) if ahead is not None else None


def note_spoken(cast: Cast, speaker: Token, voice: Voice, words: SpeakerWords, *, inner: bool) -> None:
    """Remember who spoke at a token, for the pronouns after it."""
    if voice.name is None:
        return
    mention = cast.at.get(speaker.i)
    word = speaker.lower_
    plural = is_plural(speaker) or word in words.plural
    if mention is not None:
        person = mention.label == PERSON
    elif speaker.pos_ == "NOUN":
        person = lemma_of(speaker) in words.humans
    else:
        person = word not in words.plural | words.thing
        plural = plural or (word in words.unnamed and word != "one")
    cast.spoken.append(
        Spoken(speaker.i, voice, is_person=person and not plural, is_plural=plural, inner=inner)
    )
