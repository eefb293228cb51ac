"""Attributions as single words of the text show them: verbs, nouns, adjectives, adverbs, "according to"."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from tocsin.languages.cues import Cue, CueWords
from tocsin.model import SpeechAct
from tocsin.reading.grammar import NOUN_SUBJECTS, child_of, is_full_verb, is_plain_infinitive, lemma_of
from tocsin.reading.statements.clauses import (
    TIMES,
    Run,
    find_agent,
    find_clause,
    find_complement,
    find_core,
    find_passive_subject,
    find_speaker,
    is_passive_cue,
    make_runs,
    select_complements,
)

NOUN_SPEAKER_PREPOSITIONS = ("by", "from", "among", "of")
# Nouns of these acts are worth a hidden voice even with a mere preposition: "accusations of sabotage".
HIDDEN_NOUN_ACTS = frozenset({SpeechAct.ACCUSE, SpeechAct.ALLEGE, SpeechAct.SUSPECT, SpeechAct.FEAR})
# "the idea that" puts nothing in anyone's mouth unless it is somebody's.
OWNED_NOUN_ACTS = frozenset({SpeechAct.BELIEVE, SpeechAct.HOPE, SpeechAct.PRAISE, SpeechAct.CONDEMN})
PAIR_DEPS = ("prt", "prep", "dobj", "xcomp", "acomp", "oprd", "dative")
# A tag behind its content ("..., police said") is this short.
LONGEST_TAG = 14


@dataclass(slots=True)
class Draft:
    """A cue, its speaker and its content in character ranges of the piece; quotes are joined to it later."""

    cue: tuple[int, int] | None
    head: Token | None
    act: SpeechAct
    speaker: Token | None
    content: list[tuple[int, int]] = field(default_factory=list)
    citing: Token | None = None
    citing_cue: Token | None = None


def draft_attributions(doc: Doc, words: CueWords) -> list[Draft]:
    """Return what each cue of the text puts in whose mouth, in the order of the cues."""
    if not doc.has_annotation("DEP"):
        return []
    drafts: list[Draft] = []
    for token in doc:
        draft = _draft_at(token, words)
        if draft is not None and draft.content:
            drafts.append(draft)
    return drafts


def _draft_at(token: Token, words: CueWords) -> Draft | None:
    if token.lower_ in words.adverbs:
        return _draft_adverb(token, words)
    if token.lower_ in words.according:
        draft = _draft_according(token)
        if draft is not None:
            return draft
    if is_full_verb(token):
        return _draft_verb(token, words)
    if token.pos_ == "NOUN" and lemma_of(token) in words.nouns:
        return _draft_noun(token, words)
    if token.pos_ == "ADJ" and token.lower_ in words.adjectives:
        return _draft_adjective(token, words)
    return None


def look_up_verb(verb: Token, words: CueWords) -> tuple[Cue, Token | None] | None:
    """Return the cue of a verb and the child that makes a pair with it ("rule out"); the pair goes first."""
    lemma = lemma_of(verb)
    for child in verb.children:
        if child.dep_ in PAIR_DEPS:
            cue = words.verbs.get(f"{lemma} {lemma_of(child)}")
            if cue is not None:
                return cue, child
    cue = words.verbs.get(lemma)
    return (cue, None) if cue is not None else None


def to_characters(doc: Doc, runs: list[Run]) -> list[tuple[int, int]]:
    """Return character ranges for runs of tokens."""
    return [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in runs]


def _draft_verb(verb: Token, words: CueWords) -> Draft | None:
    known = look_up_verb(verb, words)
    if known is None:
        return None
    cue, partner = known
    if _is_citing(verb, words) and look_up_verb(verb.head, words) is not None:
        return None
    passive = is_passive_cue(verb)
    speaker = find_agent(verb) or _find_stray_agent(verb) if passive else find_speaker(verb)
    if speaker is not None and speaker.tag_ == "EX":
        return None
    tokens = _passive_content(verb, cue) if passive else _active_content(verb, cue, partner)
    if not tokens:
        tokens = _head_clause(verb, cue, words) or _cited_clause(verb, cue, words)
    if passive and speaker is not None:
        agent = {token.i for token in speaker.head.subtree} if speaker.head.lower_ == "by" else set()
        tokens = [token for token in tokens if token.i not in agent]
    if not tokens or (speaker is None and not passive):
        return None
    draft = Draft(
        cue=_cue_characters(verb, partner),
        head=verb,
        act=_choose_act(verb, cue, words),
        speaker=speaker,
        content=to_characters(verb.doc, make_runs(tokens)),
    )
    _add_citing(draft, verb, words)
    return draft


def _cue_characters(verb: Token, partner: Token | None) -> tuple[int, int]:
    end = verb
    if partner is not None and partner.i == verb.i + 1 and partner.dep_ in ("prt", "prep"):
        end = partner
    return verb.idx, end.idx + len(end)


def _active_content(verb: Token, cue: Cue, partner: Token | None) -> list[Token]:
    tokens: list[Token] = []
    for complement in select_complements(verb, cue):
        bare = complement.dep_ == "prep" and "predicate" not in cue.takes
        tokens += [token for token in find_complement(complement) if not (bare and token.i == complement.i)]
    if partner is not None and partner.dep_ == "prt":
        tokens = [token for token in tokens if token.i != partner.i]
    return tokens


def _passive_content(verb: Token, cue: Cue) -> list[Token]:
    complements = [child for child in select_complements(verb, cue) if child.lower_ != "by"]
    if not complements:
        # "charged with", "suspected of": what the active hides behind its object.
        complements = [
            child
            for child in verb.rights
            if child.dep_ == "xcomp" or (child.dep_ == "prep" and child.lower_ in ("of", "with", "as"))
        ]
    tokens = [token for complement in complements for token in find_complement(complement)]
    subject = find_passive_subject(verb)
    if subject is None or cue.addressee or (subject.lower_ == "it" and complements):
        return tokens
    if not tokens and not cue.takes & {"object", "predicate"}:
        return []
    if not tokens and verb.dep_ in ("acl", "advcl") and find_agent(verb) is None:
        return []
    inner = {token.i for token in verb.subtree} if subject.i == verb.head.i else set()
    start, end = find_core(subject)
    return [token for token in verb.doc[start:end] if token.i not in inner] + tokens


def _head_clause(verb: Token, cue: Cue, words: CueWords) -> list[Token]:
    """Return the clause that a parenthesis or a tag comments on: "the ban, he said, will hurt"."""
    head = verb.head
    if "clause" not in cue.takes or head.i == verb.i:
        return []
    as_clause = verb.dep_ == "advcl" and any(left.lower_ in words.as_words for left in verb.lefts)
    own_subject = child_of(verb, "nsubj") is not None
    tag = (
        own_subject and verb.dep_ in ("parataxis", "ccomp", "dep") and head.i < verb.i and _is_short_tag(verb)
    )
    if not as_clause and not (own_subject and verb.dep_ == "parataxis") and not tag:
        return []
    return find_clause(head, without=verb.subtree)


def _is_short_tag(verb: Token) -> bool:
    start = verb.left_edge.i
    return verb.right_edge.i - start < LONGEST_TAG and start > 0 and verb.doc[start - 1].text == ","


def _choose_act(verb: Token, cue: Cue, words: CueWords) -> SpeechAct:
    act = cue.act
    if cue.infinitive_act is not None and _has_infinitive_of_another(verb, cue):
        act = cue.infinitive_act
    if any(child.dep_ == "neg" for child in verb.children):
        act = words.negated.get(act, act)
    head = verb.head
    if verb.dep_ == "xcomp" and is_full_verb(head):
        above = look_up_verb(head, words)
        if above is not None and act in words.under.get(above[0].act, frozenset()):
            act = SpeechAct.DECLINE
    return act


def _has_infinitive_of_another(verb: Token, cue: Cue) -> bool:
    return any(
        child.dep_ in ("xcomp", "ccomp")
        and is_plain_infinitive(child)
        and (cue.addressee or child_of(child, "nsubj") is not None or child_of(verb, "dobj") is not None)
        for child in verb.children
    )


def _find_stray_agent(verb: Token) -> Token | None:
    """Find who accuses in "was accused of spying by the court", where the parse ties "by" to the deed."""
    for child in verb.rights:
        if child.dep_ != "prep" or child.lower_ not in ("of", "with"):
            continue
        for token in child.subtree:
            of_deed = token.lower_ == "by" and token.head.tag_ in ("VBG", "NN", "NNS")
            agent = child_of(token, "pobj") if of_deed else None
            if agent is not None and agent.ent_type_ not in TIMES:
                return agent
    return None


def _is_citing(verb: Token, words: CueWords) -> bool:
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and lemma_of(verb) in words.citing


def _cited_clause(verb: Token, cue: Cue, words: CueWords) -> list[Token]:
    """Return the clause of "Reuters reported, citing two officials, that ...", tied to the wrong verb."""
    if "clause" not in cue.takes:
        return []
    for child in verb.children:
        clause = child_of(child, "ccomp") if _is_citing(child, words) else None
        if clause is not None:
            return list(clause.subtree)
    return []


def _add_citing(draft: Draft, verb: Token, words: CueWords) -> None:
    """Note the inner voice of "Reuters reported, citing two officials"."""
    for child in verb.children:
        if _is_citing(child, words):
            draft.citing, draft.citing_cue = child_of(child, "dobj"), child


def _draft_noun(noun: Token, words: CueWords) -> Draft | None:
    cue = words.nouns[lemma_of(noun)]
    clauses = [child for child in noun.rights if _is_noun_clause(child, cue)]
    tails = [
        child
        for child in noun.rights
        if child.dep_ == "prep" and child.lower_ in cue.takes and child_of(child, "pobj", "pcomp") is not None
    ]
    speaker = _find_noun_speaker(noun, words, tails)
    if speaker is None and not _may_be_hidden(noun, cue, words, has_clause=bool(clauses)):
        return None
    tokens = [token for child in clauses for token in child.subtree]
    if not clauses:
        tokens = [token for child in tails for token in child.subtree if token.i != child.i]
    return Draft(
        cue=(noun.idx, noun.idx + len(noun)),
        head=noun,
        act=cue.act,
        speaker=speaker,
        content=to_characters(noun.doc, make_runs(tokens)),
    )


def _may_be_hidden(noun: Token, cue: Cue, words: CueWords, *, has_clause: bool) -> bool:
    """Whether a noun without an owner stands for somebody's words all the same."""
    if cue.act in OWNED_NOUN_ACTS or not (has_clause or cue.act in HIDDEN_NOUN_ACTS):
        return False
    # "rejected the claim that": the one who rejects it is the voice that matters.
    return not (
        noun.dep_ == "dobj" and is_full_verb(noun.head) and look_up_verb(noun.head, words) is not None
    )


def _is_noun_clause(child: Token, cue: Cue) -> bool:
    if child.dep_ not in ("acl", "ccomp", "relcl", "xcomp"):
        return False
    if is_plain_infinitive(child):
        return "infinitive" in cue.takes
    marked = any(left.lower_ in ("that", "whether") and left.dep_ == "mark" for left in child.lefts)
    return "clause" in cue.takes and marked


def _find_noun_speaker(noun: Token, words: CueWords, tails: list[Token]) -> Token | None:
    owner = child_of(noun, "poss")
    if owner is not None:
        return owner
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in NOUN_SPEAKER_PREPOSITIONS and child not in tails:
            inner = child_of(child, "pobj")
            if (
                inner is not None
                and inner.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
                or child.lower_ in ("by", "from")
            ):
                return inner
    verb = noun.head
    if noun.dep_ == "dobj" and lemma_of(verb) in words.light_verbs:
        return find_speaker(verb)
    return None


def _draft_adjective(adjective: Token, words: CueWords) -> Draft | None:
    if adjective.dep_ not in ("acomp", "conj", "ROOT", "oprd"):
        return None
    cue = words.adjectives[adjective.lower_]
    complements = [child for child in adjective.rights if _is_adjective_content(child, cue)]
    verb = adjective.head
    subject = child_of(verb, *NOUN_SUBJECTS) or find_speaker(verb)
    if not complements or subject is None or subject.lower_ in ("it", "there"):
        return None
    tokens = [token for child in complements for token in child.subtree]
    negated = any(child.dep_ == "neg" for child in (*verb.children, *adjective.children))
    act = words.negated.get(cue.act, cue.act) if negated else cue.act
    characters = to_characters(adjective.doc, make_runs(tokens))
    return Draft(
        cue=(adjective.idx, adjective.idx + len(adjective)),
        head=adjective,
        act=act,
        speaker=subject,
        content=characters,
    )


def _is_adjective_content(child: Token, cue: Cue) -> bool:
    if child.dep_ in ("ccomp", "xcomp"):
        return ("infinitive" if is_plain_infinitive(child) else "clause") in cue.takes
    return child.dep_ == "prep" and child.lower_ in cue.takes


def _draft_adverb(adverb: Token, words: CueWords) -> Draft:
    """Draft "the ship was reportedly hit": the clause is the content, and the voice is hidden."""
    head = adverb.head
    tokens = find_clause(head, without=[adverb]) if head.i != adverb.i else []
    if not tokens:
        tokens = [token for token in adverb.sent if token.i > adverb.i]
    return Draft(
        cue=(adverb.idx, adverb.idx + len(adverb)),
        head=adverb,
        act=words.adverbs[adverb.lower_],
        speaker=None,
        content=to_characters(adverb.doc, make_runs(tokens)),
    )


def _draft_according(token: Token) -> Draft | None:
    """Draft "according to X": the sentence around it is the content."""
    to = next((child for child in token.rights if child.lower_ == "to" and child.i == token.i + 1), None)
    speaker = child_of(to, "pobj") if to is not None else None
    if to is None or speaker is None:
        return None
    sentence = token.sent
    tail = {other.i for other in token.subtree}
    tokens = [other for other in _find_scope(token).subtree if other.i not in tail]
    runs = make_runs(tokens)
    if not runs:
        after = max(find_core(speaker)[1], speaker.i + 1)
        runs = make_runs(other for other in sentence if other.i >= after)
    return Draft(
        cue=(token.idx, to.idx + len(to)),
        head=token,
        act=SpeechAct.SAY,
        speaker=speaker,
        content=to_characters(token.doc, runs),
    )


def _find_scope(token: Token) -> Token:
    sentence: Iterator[Token] = (other for other in token.sent if not other.is_punct and not other.is_space)
    ordered = [other.i for other in sentence]
    if ordered[0] == token.i or token.right_edge.i >= ordered[-1]:
        return token.sent.root
    head = token.head
    while not (is_full_verb(head) or head.pos_ == "AUX" or head.dep_ == "ROOT") or head.dep_ == "conj":
        if head.head.i == head.i:
            break
        head = head.head
    return head
