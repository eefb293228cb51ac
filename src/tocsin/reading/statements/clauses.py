"""The grammar of attribution: who speaks through a verb, and which of its complements are what he says."""

from collections.abc import Iterable

from spacy.tokens import Token

from tocsin.reading.grammar import (
    ACTIVE_SUBJECTS,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    child_of,
    is_full_verb,
    is_noun,
    iter_agents,
)

TIMES = frozenset({"DATE", "TIME"})
FINITE = frozenset({"VBD", "VBZ"})
EDGE_DEPS = frozenset({"punct", "cc"})
# A verb's own clause ends where one of these begins.
CLAUSE_BREAKS = frozenset({"conj", "cc", "parataxis"})
CORE_LEFT = frozenset(
    {"det", "compound", "amod", "nummod", "poss", "nmod", "quantmod", "predet", "advmod", "case"}
)
CORE_RIGHT = frozenset({"prep", "case", "amod", "acl", "cc", "conj", "nummod", "npadvmod"})
# A noun phrase that goes on longer than this behind its head is a misparse.
LONGEST_TAIL = 12
LONGEST_CLIMB = 6

Run = tuple[int, int]


def is_passive_cue(verb: Token) -> bool:
    """Whether the subject is spoken of, not speaking, also without a helper: "a man [accused] of"."""
    children = list(verb.children)
    if any(child.dep_ == "auxpass" for child in children):
        return True
    if verb.tag_ not in ("VBN", "VBD") or any(child.dep_ in ("aux", *ACTIVE_SUBJECTS) for child in children):
        return False
    if verb.dep_ == "acl":
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "conj":
        return is_passive_cue(verb.head) if verb.head.i < verb.i else False
    return verb.dep_ in ("advcl", "ROOT", "relcl", "ccomp")


def find_speaker(verb: Token, *, climb: int = LONGEST_CLIMB) -> Token | None:
    """Return the one who says what the verb says, looking through control and coordination."""
    own = child_of(verb, "nsubj", "csubj")
    if own is not None:
        return own
    if is_passive_cue(verb):
        return find_agent(verb)
    head = verb.head
    if climb == 0 or head.i == verb.i:
        return None
    if verb.dep_ == "acl":
        return head
    if is_stray_conjunct(verb) and head.head.i != head.i:
        return _surface_subject(head.head, climb - 1)
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "parataxis", "relcl", "dep"):
        return _find_controller(verb, head, climb)
    if verb.dep_ in ("pcomp", "prep") or head.dep_ in ("prep", "pcomp"):
        return find_speaker(head, climb=climb - 1) if is_full_verb(head) else _climb_preposition(head, climb)
    if verb.dep_ in ("acomp", "advmod") or head.pos_ in ("ADJ", "AUX"):
        return _surface_subject(head, climb - 1)
    return None


def _climb_preposition(head: Token, climb: int) -> Token | None:
    above = head.head
    spoken_of = child_of(above, "dobj") if head.lower_ in ("as", "of") and is_full_verb(above) else None
    if spoken_of is not None and spoken_of.i < head.i:
        return spoken_of  # "quoted her as saying", "accused him of saying"
    return _surface_subject(above, climb - 1) if is_full_verb(above) or above.pos_ == "AUX" else None


def _find_controller(verb: Token, head: Token, climb: int) -> Token | None:
    if verb.dep_ in ("xcomp", "ccomp"):
        # "urged him to say": the object speaks; "threatened to say": the subject does.
        told = child_of(head, "dobj")
        if told is not None and told.i < verb.i:
            return told
    if is_noun(head):
        return head if verb.dep_ == "relcl" else None
    return _surface_subject(head, climb - 1)


def _surface_subject(head: Token, climb: int) -> Token | None:
    return child_of(head, *SUBJECTS) or find_speaker(head, climb=climb)


def find_agent(verb: Token) -> Token | None:
    """Return who did it in a passive: "was accused by the court"."""
    return next((agent for agent in iter_agents(verb) if agent.ent_type_ not in TIMES), None)


def find_passive_subject(verb: Token) -> Token | None:
    """Return what a passive verb says something of: its subject, or the noun it hangs on."""
    own = child_of(verb, *PASSIVE_SUBJECTS)
    if own is not None:
        return own
    if verb.dep_ == "acl":
        return verb.head
    if verb.dep_ in ("conj", "advcl") and verb.head.i != verb.i:
        return child_of(verb.head, *SUBJECTS)
    return None


def is_stray_conjunct(token: Token) -> bool:
    """Whether a finite verb hangs on an infinitive: "urged them to go and called on others to stay"."""
    return token.dep_ == "conj" and token.tag_ in FINITE and token.head.tag_ == "VB"


def find_complement(complement: Token) -> list[Token]:
    """Return the tokens of a complement, less a coordinated clause that belongs to the verb above it."""
    stray = {token.i for child in complement.children if is_stray_conjunct(child) for token in child.subtree}
    return [token for token in complement.subtree if token.i not in stray]


def make_runs(tokens: Iterable[Token]) -> list[Run]:
    """Return the unbroken runs of tokens as [start, end) token indexes, without punctuation at the edges."""
    ordered = sorted({token.i: token for token in tokens}.values(), key=lambda token: token.i)
    runs: list[list[Token]] = []
    for token in ordered:
        if runs and runs[-1][-1].i + 1 == token.i:
            runs[-1].append(token)
        else:
            runs.append([token])
    trimmed = (_trim(run) for run in runs)
    return [(run[0].i, run[-1].i + 1) for run in trimmed if run]


def _trim(run: list[Token]) -> list[Token]:
    start, end = 0, len(run)
    while start < end and _is_edge(run[start]):
        start += 1
    while end > start and _is_edge(run[end - 1]):
        end -= 1
    return run[start:end]


def _is_edge(token: Token) -> bool:
    if token.is_space or token.tag_ == "CC":
        return True
    return token.is_punct and token.text not in ("$", "%", "#")


def find_core(head: Token) -> Run:
    """Return the noun phrase of a speaker without appositions and relative clauses, as token indexes."""
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in CORE_LEFT:
            start = min(start, child.left_edge.i)
    for child in head.rights:
        if child.left_edge.i != end or child.dep_ not in CORE_RIGHT:
            break
        if child.dep_ in ("acl", "amod") and child.tag_ not in ("VBN", "VBG", "JJ"):
            break
        stop = child.right_edge.i + 1
        if stop - head.i > LONGEST_TAIL or any(token.text in (",", ";", ":") for token in head.doc[end:stop]):
            break
        end = stop
    while end > head.i + 1 and (head.doc[end - 1].dep_ in EDGE_DEPS or head.doc[end - 1].is_space):
        end -= 1
    while start < head.i and (head.doc[start].is_space or head.doc[start].is_punct):
        start += 1
    return start, end


def find_clause(verb: Token, without: Iterable[Token] = ()) -> list[Token]:
    """Return the tokens of the verb's own clause, less coordinated clauses and the tokens given."""
    left_out = {token.i for token in without}
    for child in verb.children:
        if child.dep_ in CLAUSE_BREAKS and child.i > verb.i:
            left_out.update(token.i for token in child.subtree)
    return [token for token in verb.subtree if token.i not in left_out]
