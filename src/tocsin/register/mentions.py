"""Gather from each mention what linkage compares: when, where, who, and in which words."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from tocsin.model import Event, Place, Reading
from tocsin.register.actwords import find_act_word
from tocsin.register.assets import find_assets
from tocsin.register.contexts import gather_context
from tocsin.register.copies import LAST_MOMENT
from tocsin.register.evidence import find_sentence
from tocsin.register.following import find_followers
from tocsin.register.proceedings import is_in_court
from tocsin.register.rarity import rate_rarity
from tocsin.register.terms import STOP_WORDS, TERM, normalize_term
from tocsin.register.voices import countries_of
from tocsin.register.weighing import Weight, weigh_mention

# A mention without a day of its own is taken to be about the days before its report.
UNDATED_DAYS_BEFORE = 3
# Politics is told on its day; a cable is found cut and told again for weeks.
UNDATED_POLITICAL_DAYS_BEFORE = 1
FIRST_DAY = date(1, 2, 1)
LAST_DAY = date(9000, 1, 1)
# "Another cable": these words right before the act say that it is not the one told before.
OTHERNESS = re.compile(r"\b(?:another|second|third|fourth|separate)\b", re.IGNORECASE)
OTHERNESS_CHARACTERS = 70
# A title that says so tells another act than the one in the news before.
AGAIN = re.compile(r"\b(?:again|another|second|third|once more|new wave|anew|repeat\w*)\b", re.IGNORECASE)
# "Cable works again", "Quiet again on the bridge": what is told is that the act is over.
OVER = re.compile(
    r"\b(?:quiet|calm|normal|open\w*|works?|working|flow\w*|runs?|running|back|mended|repaired|restored|resum\w*"
    r"|in service|online)\b",
    re.IGNORECASE,
)
# "Called for tougher steps after cables were cut": the act is what came before the news.
AFTER = re.compile(r"\b(?:after|since|following|in the wake of)\b[^,;:.]{0,90}$", re.IGNORECASE)
ASIDE_ROLES = frozenset({"launch", "arrest"})
# The title helps, the sentence decides.
TITLE_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One event with what linkage needs: `start` to `end` is when it was, `is_dated` if the text says so.

    It is silent where it enters no record but that of an act it follows.
    `context`, `topic`, `full_names` and `ages` are what stands round it, further than its sentence.
    """

    event: Event
    document_id: str
    origin_id: str
    published_at: datetime
    weight: Weight
    start: date
    end: date
    is_dated: bool
    is_other: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    terms: Mapping[str, float]
    names: frozenset[str]
    assets: frozenset[str]
    word: str = ""
    context: Mapping[str, float] = field(default_factory=dict)
    topic: Mapping[str, float] = field(default_factory=dict)
    full_names: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    is_in_passing: bool = False
    is_in_court: bool = False
    is_follower: bool = False
    is_silent: bool = False
    is_again: bool = False

    @property
    def looks_back(self) -> bool:
        """Whether the text, without a day of its own, comes back to an act."""
        return not self.is_dated and (self.is_in_court or self.is_in_passing)

    @property
    def place(self) -> Place | None:
        """Return where it was done or felt; where it set out or somebody was arrested is elsewhere."""
        place = self.event.place
        return place if place is not None and place.role not in ASIDE_ROLES else None

    @property
    def id(self) -> str:
        """Return the id of the event."""
        return self.event.id

    @property
    def key(self) -> tuple[datetime, str, int, int]:
        """Return the canonical order: publication, document, place in the text."""
        trigger = self.event.trigger
        return (self.published_at, self.document_id, trigger.start, trigger.end)

    @property
    def is_anchored(self) -> bool:
        """Whether the text says when, where, to or by whom, or how many: else it is talk of a kind of act.

        "Reacting to cyberattacks, sabotage and breaches of airspace" names no happening.
        """
        return bool(self.event.counts or self.assets or has_anchor(self.event))

    @property
    def is_hybrid(self) -> bool:
        """Whether the mention has a threat type."""
        return self.event.threat_type is not None


def has_anchor(event: Event) -> bool:
    """Whether the text says when or where it was, or names a known party to it."""
    parties = (*event.actors, *event.recipients)
    return bool(
        event.date
        or event.discovered_on
        or event.place
        or any(party.actor_id or party.country for party in parties)
    )


def collect_mentions(
    readings: Iterable[Reading], *, origins: Mapping[str, str] | None = None
) -> tuple[Mention, ...]:
    """Return every mention that may enter a record, in canonical order, with weighted terms."""
    drafts: dict[str, tuple[Event, Reading, Weight, Counter[str], frozenset[str]]] = {}
    followers: set[str] = set()
    silent: set[str] = set()
    for reading in readings:
        following = {event.id for event, _ in find_followers(reading)}
        followers |= following
        for event in reading.events:
            weighed = weigh_mention(reading, event)
            if weighed is None and event.id not in following:
                continue
            terms, names = _count_terms(reading, event)
            if weighed is None:
                silent.add(event.id)
                # Its words say what it answers, not what was done; an act of no other kind keeps its own.
                threat = None if event.event_type else event.threat_type
                event = replace(event, threat_type=threat, subtype=None)
            weight = weighed.weight if weighed else Weight.CANDIDATE
            drafts[event.id] = (event, reading, weight, terms, names)
    mentions = (
        replace(
            _make_mention(event, reading, weight, _weigh_terms(terms), names, origins or {}),
            is_follower=event.id in followers,
            is_silent=event.id in silent,
        )
        for event, reading, weight, terms, names in drafts.values()
    )
    return tuple(sorted(mentions, key=lambda mention: (mention.key, mention.id)))


def _make_mention(
    event: Event,
    reading: Reading,
    weight: Weight,
    terms: Mapping[str, float],
    names: frozenset[str],
    origins: Mapping[str, str],
) -> Mention:
    document = reading.document
    start, end = _find_days(event, document.published_at)
    sentence = find_sentence(reading, event.trigger)
    assets = find_assets(document.quote(sentence))
    # A first report tells how many or which ("closed after two drones were seen"); a look back does not.
    bare = not event.counts and not assets
    context = gather_context(document.text, document.title, event.trigger.start, event.trigger.end)
    before = document.text[max(event.trigger.start - OTHERNESS_CHARACTERS, 0) : event.trigger.start]
    return Mention(
        event=event,
        document_id=document.id,
        origin_id=origins.get(document.id, document.id),
        published_at=document.published_at or LAST_MOMENT,
        weight=weight,
        start=start,
        end=end,
        is_dated=event.date is not None or event.discovered_on is not None,
        is_other=OTHERNESS.search(re.split(r"[.!?;:,]", before)[-1]) is not None,
        actors=_list_parties(event.actors),
        recipients=_list_parties(event.recipients),
        terms=terms,
        names=names,
        assets=assets,
        word=find_act_word(normalize_term(document.quote(event.trigger).split()[-1])),
        context=context.terms,
        topic=context.topic,
        full_names=context.full_names,
        ages=context.ages,
        is_in_passing=bare and AFTER.search(document.text[sentence.start : event.trigger.start]) is not None,
        is_again=_says_again(document.title or ""),
        is_in_court=is_in_court(document.quote(sentence)),
    )


def _says_again(title: str) -> bool:
    return AGAIN.search(title) is not None and OVER.search(title) is None


def _list_parties(participants: Sequence[object]) -> frozenset[str]:
    """Return countries where known; parties without one by their name in lower case."""
    named = {
        str(getattr(item, "name", "")).lower() for item in participants if not getattr(item, "country", None)
    }
    return countries_of(participants) | frozenset(named)


def _find_days(event: Event, published_at: datetime | None) -> tuple[date, date]:
    if event.date is not None:
        return event.date.start, event.date.end
    if event.discovered_on is not None:
        # What is found on a day was done on it or shortly before.
        start = max(event.discovered_on.start, FIRST_DAY) - timedelta(days=UNDATED_DAYS_BEFORE)
        return start, event.discovered_on.end
    if published_at is None:
        return FIRST_DAY, LAST_DAY
    day = published_at.astimezone(UTC).date()
    before = UNDATED_DAYS_BEFORE if event.threat_type else UNDATED_POLITICAL_DAYS_BEFORE
    return max(day, FIRST_DAY) - timedelta(days=before), day


def _count_terms(reading: Reading, event: Event) -> tuple[Counter[str], frozenset[str]]:
    document = reading.document
    sentence = document.quote(find_sentence(reading, event.trigger))
    terms: Counter[str] = Counter()
    for weight, text in ((1.0, sentence), (TITLE_WEIGHT, document.title or "")):
        for term in {normalize_term(word) for word in TERM.findall(text)} - STOP_WORDS:
            terms[term] += weight  # type: ignore[assignment]  # a Counter of halves
    # The first word of a sentence is capitalised whatever it is.
    words = TERM.findall(sentence)[1:]
    names = frozenset(
        normalize_term(word) for word in words if word[0].isupper() or len(word) > 3 and word.isdigit()
    )
    return terms, names - STOP_WORDS


def _weigh_terms(terms: Counter[str]) -> Mapping[str, float]:
    # Sorted, so that sums come out the same to the last bit whatever order the reports came in.
    weighted = {term: count * rate_rarity(term) for term, count in sorted(terms.items())}
    length = math.sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
    return {term: weight / length for term, weight in weighted.items()}
