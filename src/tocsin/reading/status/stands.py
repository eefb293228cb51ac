"""What is known of an event at one point of its reading, and what its own form says before any other word."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords
from tocsin.model import EpistemicStatus as Status
from tocsin.reading import grammar
from tocsin.reading.grammar import children, lemma_of
from tocsin.reading.status.marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What is known of an event so far: its status, the rule that gave it, its holders, innermost first."""

    event: Token
    status: Status
    rule: str
    reasons: tuple[str, ...]
    grade: str = "CT"
    voices: tuple[Mark, ...] = ()
    shared: bool = False
    unsure: bool = False
    known: bool | None = None  # told as a fact before; or, where False, told before as a claim only
    was_ongoing: bool = False
    was_future: bool = False
    was_past: bool = False

    @property
    def value(self) -> str:
        """Return the holder's commitment on the scale CT+ .. CT-."""
        if self.grade == "U":
            return "U"
        return self.grade + ("-" if self.status in {Status.NOT_HAPPENED, Status.DENIED} else "+")

    def turn(
        self, status: Status, rule: str, word: str, *, grade: str | None = None, unsure: bool = False
    ) -> "Stand":
        """Return the stand with another status, and the word that turned it among the reasons."""
        return replace(
            self,
            status=status,
            rule=rule,
            reasons=(*self.reasons, f"{rule}: {word!r} makes it {status}"),
            grade=grade or self.grade,
            unsure=self.unsure or unsure,
        )


def start_stand(token: Token, carrier: Token, hedges: HedgeWords, *, known: bool | None = None) -> Stand:
    """Return what the event's own tense and form say, before any other word."""
    status, rule, word = _read_form(token, carrier, hedges)
    past = carrier.tag_ in {"VBD", "VBN"} or grammar.is_perfect(carrier)
    return Stand(
        event=token,
        status=status,
        rule=rule,
        reasons=(f"{rule}: {word!r} makes it {status}",),
        grade="U" if status is Status.UNKNOWN else "CT",
        known=known,
        was_ongoing=status is Status.ONGOING,
        was_past=past,
    )


def _read_form(token: Token, carrier: Token, hedges: HedgeWords) -> tuple[Status, str, str]:
    lasting = _lasting_word(token, carrier, hedges)
    if grammar.is_verb(carrier):
        habit = [
            child for child in children(carrier, "advmod") if hedges.has("habitual_adverbs", child.lower_)
        ]
        if habit and grammar.is_present(carrier):
            return Status.UNKNOWN, "habit", habit[0].text
        coming = _future_word(carrier, hedges)
        if coming is not None and (grammar.is_present(carrier) or grammar.is_progressive(carrier)):
            return Status.PLANNED, "future", coming.text
        if (day := _coming_day(carrier, hedges)) is not None:
            return Status.PLANNED, "future", day.text
        if _forbids(carrier):
            return Status.CALLED_FOR, "imperative", carrier.text
        if (
            carrier.tag_ == "VB"
            and carrier.dep_ == "ROOT"
            and not children(carrier, *grammar.HELPERS, *grammar.SUBJECTS)
        ):
            return Status.CALLED_FOR, "imperative", carrier.text
    if lasting is not None:
        return Status.ONGOING, "lasting", lasting.text
    return Status.HAPPENED, "told", carrier.text


def _forbids(verb: Token) -> bool:
    """Whether the verb is a negative command: "Do not attack the embassy"."""
    helpers = children(verb, *grammar.HELPERS, "neg")
    if verb.tag_ != "VB" or len(helpers) < 2 or children(verb, *grammar.SUBJECTS):
        return False
    return helpers[0].lower_ == "do" and helpers[1].dep_ == "neg" and helpers[0].i == verb.left_edge.i


def _lasting_word(token: Token, carrier: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that says it is still under way; telling is done once it is told."""
    for child in (*token.children, *carrier.children):
        if child.dep_ in {"amod", "advmod", "acomp"} and hedges.has("lasting_words", child.lower_):
            return child if child.dep_ == "amod" or carrier.tag_ != "VBD" else None
    if hedges.has("speech_acts", lemma_of(token)) or token.dep_ == "compound":
        return None
    if grammar.is_verb(carrier) and grammar.is_progressive(carrier):
        return carrier
    if token.tag_ == "VBG" and token.dep_ == "acl" and grammar.is_verb(token):
        return token
    if grammar.is_noun(token) and hedges.has("lasting_nouns", lemma_of(token)) and carrier.i == token.i:
        return token
    return None


def _coming_day(verb: Token, hedges: HedgeWords) -> Token | None:
    """Return the day on which something is set to begin: "ministers meet on Thursday"."""
    if not hedges.has("scheduled_verbs", lemma_of(verb)) or not grammar.is_present(verb):
        return None
    for day in verb.doc[verb.i : verb.sent.end]:
        is_next = day.nbor(-1).lower_ == "next"
        hangs = day.dep_ in {"pobj", "npadvmod"} and verb.i in {day.head.i, day.head.head.i}
        if hedges.has("weekdays", day.lower_) and (is_next or hangs):
            return day
    return None


def _future_word(verb: Token, hedges: HedgeWords) -> Token | None:
    for child in children(verb, "npadvmod", "advmod"):
        for word in (child, *children(child, "amod")):
            if hedges.has("future_words", word.lower_):
                return word
    return None


def add_voice(stand: Stand, mark: Mark, *, grade: str | None = None) -> Stand:
    """Return the stand with one more voice outside those it has."""
    return replace(stand, voices=(*stand.voices, mark), grade=grade or stand.grade)
