"""Names that a noun introduces: "the minister, X", "the newspaper X", "a report by X"."""

from datetime import date

from spacy.tokens import Token

from tocsin.reading.grammar import child_of, is_full_verb, is_plural, lemma_of
from tocsin.reading.statements.cast import Cast, mentions_before
from tocsin.reading.statements.clauses import TIMES, Run, find_speaker
from tocsin.reading.statements.identifying import is_medium
from tocsin.reading.statements.naming import PERSON, Mention


def find_person_beside(head: Token, core: Run, cast: Cast) -> Mention | None:
    """Return the person an office is held by: "the minister, X", "Head of the region X"."""
    beside = child_of(head, "appos")
    person = cast.at.get(beside.i) if beside is not None else None
    after = head.doc[core[1] : core[1] + 2]
    if person is None and head.pos_ == "NOUN" and len(after) == 2 and after[0].text == ",":
        person = cast.at.get(after[1].i)  # "a spokesman for the coast guard, X, said"
        if person is None or not _is_set_off(person, head, core):
            person = None
    if person is None and core[1] - 1 > head.i:
        person = cast.at.get(core[1] - 1)
        if person is not None and head.doc[person.start - 1].dep_ in ("prep", "case"):
            return None  # "a spokesman for X" is not X
    return person if person is not None and person.label == PERSON else None


def _is_set_off(person: Mention, head: Token, core: Run) -> bool:
    """Whether a name stands between commas right behind the phrase."""
    follows = head.doc[person.end : person.end + 1]
    return person.start == core[1] + 1 and len(follows) == 1 and follows[0].text == ","


def find_name_beside(head: Token) -> Token | None:
    """Return the name a common noun introduces: "the newspaper X", "the company X"."""
    beside = child_of(head, "appos")
    fits = beside is not None and head.pos_ == "NOUN" and not is_plural(head) and beside.pos_ == "PROPN"
    return beside if fits else None


def find_maker(paper: Token) -> Token | None:
    """Return whose words a text is: "X's remarks", "a report by X", "X issued a statement saying"."""
    owner = child_of(paper, "poss") or child_of(paper, "compound")
    if owner is not None and (owner.dep_ == "poss" or owner.ent_type_ in ("ORG", "PERSON")):
        return owner
    for child in paper.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "on"):
            inner = child_of(child, "pobj")
            if inner is not None and inner.pos_ in ("PROPN", "NOUN") and inner.ent_type_ not in TIMES:
                return inner
    return find_speaker(paper.head) if paper.dep_ == "dobj" and is_full_verb(paper.head) else None


def find_outlet(head: Token, cast: Cast, on: date | None) -> Mention | None:
    """Return the medium named before "the newspaper": one that is called so, or that the gazetteer knows."""
    return next(
        (
            mention
            for mention in mentions_before(cast, head.i)
            if mention.label != PERSON and (lemma_of(head) in mention.roles or is_medium(mention.name, on))
        ),
        None,
    )
