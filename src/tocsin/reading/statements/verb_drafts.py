"""Attributions by verbs: "the ministry accused the crew of sabotage"."""

from spacy.tokens import Token

from tocsin.languages.cues import Cue, CueWords
from tocsin.model import SpeechAct
from tocsin.reading.grammar import child_of, is_full_verb, is_plain_infinitive, lemma_of
from tocsin.reading.statements.clauses import (
    TIMES,
    find_agent,
    find_clause,
    find_complement,
    find_core,
    find_passive_subject,
    find_speaker,
    is_passive_cue,
    make_runs,
)
from tocsin.reading.statements.complements import (
    find_cue_noun,
    find_name_before,
    find_told_clause,
    select_complements,
)
from tocsin.reading.statements.drafts import Draft, look_up_verb, to_characters

# A tag behind its content ("..., police said") is this short.
LONGEST_TAG = 14
UNSAID_ACTS = frozenset({SpeechAct.ASK, SpeechAct.CONFIRM})


def draft_verb(verb: Token, words: CueWords) -> Draft | None:
    """Draft what a verb of the cues puts in its subject's mouth."""
    known = look_up_verb(verb, words)
    if known is None:
        return None
    cue, partner = known
    if _is_citing(verb, words) and look_up_verb(verb.head, words) is not None:
        return None
    passive = is_passive_cue(verb)
    if (
        _is_order(verb)
        or _is_under_silence(verb, words)
        or _is_quoted_as_saying(verb, words, passive=passive)
    ):
        return None
    if _is_mere_name(verb, words, passive=passive):
        return None
    speaker = find_agent(verb) or _find_stray_agent(verb) if passive else find_speaker(verb)
    if speaker is None and not passive:
        speaker = find_name_before(verb)
    if speaker is not None and speaker.tag_ == "EX":
        return None
    tokens = _passive_content(verb, cue, words) if passive else _active_content(verb, cue, partner, words)
    if not tokens:
        tokens = (
            _head_clause(verb, cue, words) or _cited_clause(verb, cue, words) or find_told_clause(verb, cue)
        )
    if passive and speaker is not None:
        agent = {token.i for token in speaker.head.subtree} if speaker.head.lower_ == "by" else set()
        tokens = [token for token in tokens if token.i not in agent]
    if not tokens or (speaker is None and not passive):
        return None
    tokens += find_cue_noun(verb, tokens[0], words)
    if passive and speaker is None and _is_said_by_nobody(verb, cue, words):
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


def _is_order(verb: Token) -> bool:
    """Whether the verb is an imperative: "Tell them that" is nobody's statement yet."""
    helped = any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in verb.children)
    return verb.tag_ == "VB" and verb.dep_ == "ROOT" and not helped


def _is_quoted_as_saying(verb: Token, words: CueWords, *, passive: bool) -> bool:
    """Whether the next verb is the cue: "she was quoted as saying"."""
    link = child_of(verb, "prep")
    said = child_of(link, "pcomp") if link is not None and link.lower_ == "as" else None
    return passive and said is not None and lemma_of(verb) in words.citing


def _is_under_silence(verb: Token, words: CueWords) -> bool:
    """Whether the verb only says what somebody keeps silent on: "declined to comment on the raid"."""
    if verb.dep_ != "xcomp" or not is_full_verb(verb.head):
        return False
    above = look_up_verb(verb.head, words)
    known = look_up_verb(verb, words)
    return above is not None and known is not None and known[0].act in words.under.get(above[0].act, ())


def _is_said_by_nobody(verb: Token, cue: Cue, words: CueWords) -> bool:
    """Whether a passive tells of no words: "was asked about it", "could not be verified", "was quoted as"."""
    said = any(child.dep_ in ("ccomp", "xcomp") for child in verb.children)
    if said:
        return False
    return cue.act in UNSAID_ACTS or lemma_of(verb) in words.citing


def _is_mere_name(verb: Token, words: CueWords, *, passive: bool) -> bool:
    """Whether a verb only says what something is called: "a group called X", "calling itself X"."""
    if lemma_of(verb) not in words.naming:
        return False
    unsaid = passive and verb.dep_ == "acl" and find_agent(verb) is None
    return unsaid or any(child.lower_.endswith(("self", "selves")) for child in verb.children)


def _cue_characters(verb: Token, partner: Token | None) -> tuple[int, int]:
    end = verb
    if partner is not None and partner.i == verb.i + 1 and partner.dep_ in ("prt", "prep"):
        end = partner
    return verb.idx, end.idx + len(end)


def _active_content(verb: Token, cue: Cue, partner: Token | None, words: CueWords) -> list[Token]:
    tokens: list[Token] = []
    if partner is not None and partner.dep_ == "prep" and "object" in cue.takes:
        inner = child_of(partner, "pobj")  # "laughed off the charge", its particle taken for a preposition
        tokens += list(inner.subtree) if inner is not None else []
    for complement in select_complements(verb, cue, words):
        bare = complement.dep_ == "prep" and "predicate" not in cue.takes
        tokens += [token for token in find_complement(complement) if not (bare and token.i == complement.i)]
    if "predicate" in cue.takes:
        tokens += _find_second_predicate(verb, tokens)
    if partner is not None and partner.dep_ == "prt":
        tokens = [token for token in tokens if token.i != partner.i]
    return tokens


def _find_second_predicate(verb: Token, tokens: list[Token]) -> list[Token]:
    """Return what a noun adds that the parse joins to the verb: "called it wrong [and a sign of fear]"."""
    link = next((child for child in verb.rights if child.dep_ == "cc"), None)
    second = child_of(verb, "conj")
    if not tokens or link is None or second is None or is_full_verb(second) or second.i < link.i:
        return []
    return [link, *second.subtree] if link.i == tokens[-1].i + 1 else []


def _passive_content(verb: Token, cue: Cue, words: CueWords) -> list[Token]:
    complements = [child for child in select_complements(verb, cue, words) if child.lower_ != "by"]
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
    """Note the inner voice of "Reuters reported, citing two officials", the outer of "quoted by Reuters"."""
    for child in (*verb.children, *(draft.speaker.children if draft.speaker is not None else ())):
        if _is_citing(child, words):
            draft.citing, draft.citing_cue = child_of(child, "dobj"), child
        elif _is_cited(child, words) and (agent := find_agent(child)) is not None:
            draft.relay, draft.relay_cue = agent, child


def _is_cited(verb: Token, words: CueWords) -> bool:
    return verb.dep_ in ("advcl", "acl") and verb.tag_ == "VBN" and lemma_of(verb) in words.citing
