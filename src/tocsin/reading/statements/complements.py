"""Which complements of a cue are what is said, also where a parse hangs them elsewhere."""

from spacy.tokens import Token

from tocsin.languages.cues import Cue, CueWords
from tocsin.reading.grammar import ACTIVE_SUBJECTS, child_of, is_plain_infinitive, lemma_of
from tocsin.reading.statements.clauses import FINITE, TIMES

OBJECTS = ("dobj", "attr", "oprd", "dative")
EMPTY_OBJECTS = frozenset({"nothing", "anything", "something", "little", "much"})
RELATIVE_TAGS = frozenset({"WP", "WDT"})
RELATIVE_TAKES = frozenset({"object", "predicate", "clause", "infinitive"})


def find_name_before(verb: Token) -> Token | None:
    """Return the name right before a finite verb whose subject the parse lost: "On Monday X claimed"."""
    if verb.tag_ not in FINITE or verb.i == 0:
        return None
    before = verb.nbor(-1)
    while before.dep_ in ("aux", "advmod", "neg") and before.i > verb.sent.start:
        before = before.nbor(-1)
    return before if before.pos_ == "PROPN" and before.ent_type_ not in TIMES else None


def find_cue_noun(verb: Token, first: Token, words: CueWords) -> list[Token]:
    """Return the noun whose clause the parse hangs on the verb: "dismissed on Monday speculation that"."""
    if first.lower_ != "that" or first.i - 1 <= verb.i:
        return []
    noun = first.nbor(-1)
    owned = noun.dep_ == "dobj" and noun.head.i == verb.i
    if noun.pos_ != "NOUN" or lemma_of(noun) not in words.nouns or owned:
        return []
    start = noun.left_edge.i
    if noun.dep_ == "pobj":
        # "said in a statement that" says how; "dismissed on Monday speculation that" has the day before it.
        times = [token.i for token in noun.doc[start : noun.i] if token.ent_type_ in TIMES]
        if not times:
            return []
        start = times[-1] + 1
    return list(noun.doc[start : noun.i + 1])


def find_told_clause(verb: Token, cue: Cue) -> list[Token]:
    """Return a clause with "that" which the parse hangs on who is told: "wrote to a friend that it was"."""
    if "clause" not in cue.takes:
        return []
    told = child_of(verb, "dobj", "dative")
    link = child_of(verb, "prep")
    told = told or (child_of(link, "pobj") if link is not None else None)
    if told is None or told.i < verb.i:
        return []
    for child in told.rights:
        marked = any(left.lower_ == "that" and left.dep_ == "mark" for left in child.lefts)
        if child.dep_ in ("relcl", "acl", "ccomp") and marked:
            return list(child.subtree)
    return []


def select_complements(verb: Token, cue: Cue, words: CueWords) -> list[Token]:
    """Return the heads of the complements that are the content of the cue, in the order of the text."""
    chosen = [child for child in verb.children if _is_content(child, verb, cue, words)]
    chosen += _find_late_complements(verb, cue, chosen)
    chosen.sort(key=lambda child: child.i)
    if cue.addressee and len(chosen) > 1:
        return [child for child in chosen if child.dep_ not in OBJECTS] or chosen
    return chosen


def _find_late_complements(verb: Token, cue: Cue, chosen: list[Token]) -> list[Token]:
    """Return complements that a parse hangs on the words between: "warned in January of a halt"."""
    late: list[Token] = []
    has_infinitive = any(child.dep_ in ("xcomp", "ccomp") for child in chosen)
    for child in verb.rights:
        if child.dep_ == "prep":
            time = child_of(child, "pobj")
            if time is not None and time.ent_type_ in TIMES:
                late += [inner for inner in time.rights if inner.dep_ == "prep" and inner.lower_ in cue.takes]
        elif child.dep_ == "advcl" and is_plain_infinitive(child):
            if "infinitive" in cue.takes and not has_infinitive:
                late.append(child)
        elif child.dep_ == "advcl" and child.tag_ == "VBG" and "predicate" in cue.takes:
            # "accused two men working there of spying": all of it hangs on the verb.
            late += [child] if any(one.right_edge.i + 1 == child.left_edge.i for one in chosen) else []
    return late


def _is_content(child: Token, verb: Token, cue: Cue, words: CueWords) -> bool:
    takes, dep = cue.takes, child.dep_
    predicate = "predicate" in takes
    if dep in ("ccomp", "xcomp"):
        return not _is_cut_off(child, verb) and _takes_clause(child, cue)
    if dep in OBJECTS:
        if child.tag_ in RELATIVE_TAGS and child.i < verb.i:
            return bool(takes & RELATIVE_TAKES)  # "a charge which he denies", "what she called a lie"
        wanted = predicate or "object" in takes
        if child.lower_ in EMPTY_OBJECTS and not list(child.children):
            return False  # "said nothing"
        return wanted and child.i > verb.i and child.ent_type_ not in TIMES
    if dep == "prep" and child.i > verb.i:
        inner = child_of(child, "pobj", "pcomp")
        if inner is None or inner.ent_type_ in TIMES:
            return False
        return child.lower_ in takes or (predicate and child.lower_ in words.predicate_prepositions)
    if dep == "advcl":
        return "clause" in takes and any(left.lower_ in ("that", "whether") for left in child.lefts)
    return False


def _takes_clause(child: Token, cue: Cue) -> bool:
    takes = cue.takes
    if "predicate" in takes:
        return True
    if is_plain_infinitive(child):
        return "infinitive" in takes or cue.infinitive_act is not None
    if child.tag_ == "VBG" and child_of(child, *ACTIVE_SUBJECTS, "aux") is None:
        return "gerund" in takes
    return "clause" in takes


def _is_cut_off(child: Token, verb: Token) -> bool:
    """Whether a semicolon parts the two: then they are two main clauses, whatever the parser says."""
    low, high = sorted((child.i, verb.i))
    return any(token.text == ";" for token in verb.doc[low:high])
