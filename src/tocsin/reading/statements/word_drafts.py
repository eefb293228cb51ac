"""Attributions by other words than verbs: "the claim that", "is sure that", "reportedly", "according to"."""

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.languages.cues import Cue, CueWords
from tocsin.model import SpeechAct
from tocsin.reading.grammar import (
    NOUN_SUBJECTS,
    child_of,
    is_full_verb,
    is_plain_infinitive,
    is_plural,
    lemma_of,
)
from tocsin.reading.statements.clauses import (
    find_clause,
    find_core,
    find_speaker,
    make_runs,
)
from tocsin.reading.statements.drafts import Draft, to_characters

# Nouns of these acts are worth a hidden voice even with a mere preposition: "accusations of sabotage".
HIDDEN_NOUN_ACTS = frozenset({SpeechAct.ACCUSE, SpeechAct.ALLEGE, SpeechAct.SUSPECT, SpeechAct.FEAR})
# "the idea that" puts nothing in anyone's mouth unless it is somebody's.
OWNED_NOUN_ACTS = frozenset({SpeechAct.BELIEVE, SpeechAct.HOPE, SpeechAct.PRAISE, SpeechAct.CONDEMN})


def draft_noun(noun: Token, words: CueWords) -> Draft | None:
    """Draft "the ministry's claim that", "a warning from police of": the noun is the cue."""
    cue = words.nouns[lemma_of(noun)]
    clauses = [child for child in noun.rights if _is_noun_clause(child, cue)]
    tails = [child for child in noun.rights if child.dep_ == "prep" and _takes_tail(noun, child, cue, words)]
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


def _takes_tail(noun: Token, tail: Token, cue: Cue, words: CueWords) -> bool:
    """Whether what hangs on a preposition is the content: "accusations of sabotage"."""
    passed_on = tail.lower_ == "of" and is_plural(noun) and lemma_of(noun) in words.passed_on
    return (passed_on or tail.lower_ in cue.takes) and child_of(tail, "pobj", "pcomp") is not None


def _may_be_hidden(noun: Token, cue: Cue, words: CueWords, *, has_clause: bool) -> bool:
    """Whether a noun without an owner stands for somebody's words all the same."""
    passed_on = is_plural(noun) and lemma_of(noun) in words.passed_on
    return cue.act not in OWNED_NOUN_ACTS and (has_clause or passed_on or cue.act in HIDDEN_NOUN_ACTS)


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
        if child.dep_ == "prep" and child.lower_ in words.noun_voices and child not in tails:
            inner = child_of(child, "pobj")
            if (
                inner is not None
                and inner.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
                or child.lower_ in ("by", "from")
            ):
                return inner
    maker = child_of(noun, "compound")
    if maker is not None and maker.pos_ == "PROPN" and maker.ent_type_ in ("PERSON", "ORG"):
        return maker  # "a Bild report that"
    verb = noun.head
    if noun.dep_ == "dobj" and lemma_of(verb) in words.light_verbs:
        return find_speaker(verb)
    return None


def draft_adjective(adjective: Token, words: CueWords) -> Draft | None:
    """Draft "the minister was confident that": the adjective is the cue, the subject speaks."""
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


def draft_adverb(adverb: Token, words: CueWords) -> Draft:
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


def draft_according(token: Token) -> Draft | None:
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


def draft_view(token: Token, words: CueWords) -> Draft | None:
    """Draft "in the minister's view", "in the words of one official": the clause around it is the content."""
    noun = child_of(token, "pobj")
    if noun is None or lemma_of(noun) not in words.views:
        return None
    link = next((child for child in noun.rights if child.lower_ == "of"), None)
    speaker = child_of(noun, "poss") or (child_of(link, "pobj") if link is not None else None)
    head = token.head
    if speaker is None or not (is_full_verb(head) or head.pos_ == "AUX"):
        return None
    return Draft(
        cue=(noun.idx, noun.idx + len(noun)),
        head=noun,
        act=SpeechAct.BELIEVE if link is None else SpeechAct.SAY,
        speaker=speaker,
        content=to_characters(token.doc, make_runs(find_clause(head, without=token.subtree))),
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
