"""Tension of a pair: PLOVER-scored talk and deeds as two lines, and both for a thousand reports read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.model import EpistemicStatus
from tocsin.ontology.plover import score_of
from tocsin.warning.channels import MATERIAL, VERBAL, Mention
from tocsin.warning.series import PERIOD_DAYS

HALF_LIFE_WEEKS = 13.0
"""Three months: what served violent acts best among the half-lives measured (3 to 12 months)."""
PER_DOCUMENTS = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TensionPoint:
    """One week of a pair; scores as in PLOVER, conflict below nought. Memory lines fade by half in 13 weeks.

    `talk` scores what was said (verbal acts that happened, and threats as the act of threatening), `deed`
    what was done; they are not added. The `_rate` lines are for 1,000 documents read in the week.
    """

    start: date
    talk: float
    deed: float
    talk_memory: float
    deed_memory: float
    talk_rate: float | None
    deed_rate: float | None
    read: int
    talk_ids: tuple[str, ...]
    deed_ids: tuple[str, ...]


def measure_tension(
    mentions: Iterable[Mention],
    *,
    pair: tuple[str, str],
    starts: Sequence[date],
    read: Sequence[int],
    half_life: float = HALF_LIFE_WEEKS,
) -> tuple[TensionPoint, ...]:
    """Return the weeks of a pair, both directions together: what each said of and did to the other."""
    both = {pair, pair[::-1]}
    meant = [mention for mention in mentions if both & set(mention.pairs)]
    decay = 0.5 ** (1 / half_life)
    points: list[TensionPoint] = []
    for start, documents in zip(starts, read, strict=True):
        end = start + timedelta(days=PERIOD_DAYS)
        week = [mention for mention in meant if start <= mention.day < end]
        talk = [(m.event_id, score) for m in week if (score := score_talk(m)) is not None]
        deed = [(m.event_id, score) for m in week if (score := score_deed(m)) is not None]
        said, done = sum(score for _, score in talk), sum(score for _, score in deed)
        before = points[-1] if points else None
        scale = PER_DOCUMENTS / documents if documents else None
        points.append(
            TensionPoint(
                start=start,
                talk=said,
                deed=done,
                talk_memory=said + decay * (before.talk_memory if before else 0.0),
                deed_memory=done + decay * (before.deed_memory if before else 0.0),
                talk_rate=said * scale if scale else None,
                deed_rate=done * scale if scale else None,
                read=documents,
                talk_ids=tuple(event_id for event_id, _ in talk),
                deed_ids=tuple(event_id for event_id, _ in deed),
            )
        )
    return tuple(points)


def score_talk(mention: Mention) -> float | None:
    """Return the score of what was said; a threat scores as a threat, never as the act it names."""
    if mention.status is EpistemicStatus.THREATENED:
        return score_of("THREATEN")
    return mention.score if mention.status.counts and mention.quad in VERBAL else None


def score_deed(mention: Mention) -> float | None:
    """Return the score of what was done, None for all that was only said."""
    return mention.score if mention.status.counts and mention.quad in MATERIAL else None
