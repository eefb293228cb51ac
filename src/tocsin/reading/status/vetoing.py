"""What may still keep an act out of the counts once its governing words have been heard."""

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords
from tocsin.model import EpistemicStatus as Status
from tocsin.reading.grammar import lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.status.dealing import find_dealing
from tocsin.reading.status.grounding import find_open_governor, find_open_topic
from tocsin.reading.status.history import find_coming_year
from tocsin.reading.status.make_believe import find_figure, is_generic
from tocsin.reading.status.marks import Government
from tocsin.reading.status.playing import find_play
from tocsin.reading.status.stands import Stand
from tocsin.reading.status.sweeping import (
    find_falsity,
    find_fronted_negation,
    find_proviso,
    find_ultimatum,
)

# Rules that only take an act for one because nothing speaks against it.
NAMED_ONLY = frozenset({"told", "report"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An act that counts so far, with all that is known of it."""

    passage: Passage
    token: Token
    government: Government
    stand: Stand
    hedges: HedgeWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto:
    """A sign that an act did not take place: how to find its word, and what it makes of the act."""

    find: Callable[[Case], Token | None]
    status: Status
    rule: str
    grade: str | None = "U"
    unsure: bool = False


def hear_vetoes(
    stand: Stand, passage: Passage, token: Token, government: Government, hedges: HedgeWords
) -> Stand:
    """Return the stand once every veto was heard; the first that holds ends the hearing."""
    if stand.status is Status.ALLEGED and (falsity := find_falsity(token, hedges)) is not None:
        return stand.turn(Status.DENIED, "denial", falsity.text)
    if not stand.status.counts:
        return stand
    case = Case(passage=passage, token=token, government=government, stand=stand, hedges=hedges)
    for veto in VETOES:
        word = veto.find(case)
        if word is not None:
            return stand.turn(veto.status, veto.rule, word.text, grade=veto.grade, unsure=veto.unsure)
    return stand


def _find_generic(case: Case) -> Token | None:
    return case.token if is_generic(case.token, case.government, case.hedges) else None


def _find_opener(case: Case) -> Token | None:
    if case.stand.rule in NAMED_ONLY:
        return find_open_governor(case.token, case.government.carrier, case.hedges)
    is_lasting = case.stand.rule == "lasting" and case.hedges.has("lasting_nouns", lemma_of(case.token))
    return find_open_topic(case.token, case.hedges) if is_lasting else None


VETOES = (
    Veto(find=lambda c: find_ultimatum(c.token), status=Status.THREATENED, rule="threat", grade=None),
    Veto(find=lambda c: find_falsity(c.token, c.hedges), status=Status.DENIED, rule="denial", grade=None),
    Veto(
        find=lambda c: find_fronted_negation(c.token),
        status=Status.NOT_HAPPENED,
        rule="negation",
        grade=None,
    ),
    Veto(find=lambda c: find_proviso(c.token, c.hedges), status=Status.POSSIBLE, rule="if"),
    Veto(find=_find_generic, status=Status.UNKNOWN, rule="generic", unsure=True),
    Veto(find=_find_opener, status=Status.UNKNOWN, rule="no evidence", unsure=True),
    Veto(find=lambda c: find_play(c.token, c.hedges), status=Status.POSSIBLE, rule="played"),
    Veto(find=lambda c: find_dealing(c.token, c.hedges), status=Status.UNKNOWN, rule="generic", unsure=True),
    Veto(
        find=lambda c: find_coming_year(c.passage, c.token, c.hedges),
        status=Status.POSSIBLE,
        rule="year to come",
    ),
    Veto(find=lambda c: find_figure(c.token, c.hedges), status=Status.UNKNOWN, rule="figure of speech"),
)
