"""Compare two mentions: a calibrated score that explains itself, and vetoes no score overrides.

A pure function of two mentions: nothing else in the register moves a score.
"""

import math
from dataclasses import dataclass

from tocsin.register.apartness import (
    FAR_KM,
    TOLERANCE_DAYS,
    are_exact,
    are_fine,
    find_tolerance,
    gap_days,
    measure_distance,
)
from tocsin.register.features import list_features
from tocsin.register.kinds import are_kin, is_following
from tocsin.register.mentions import Mention
from tocsin.register.pairweights import find_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How like two mentions are: a score from 0 to 1, the parts of it as log odds, a veto if any."""

    score: float
    parts: tuple[tuple[str, float], ...]
    veto: str | None = None


def compare_mentions(one: Mention, other: Mention) -> Comparison:
    """Compare two mentions; the order of the two makes no difference."""
    left, right = sorted((one, other), key=lambda mention: (mention.key, mention.id))
    weights = find_weights(left, right)
    parts: dict[str, float] = {}
    for name, value in list_features(left, right):
        part = name.partition(".")[0]
        parts[part] = parts.get(part, 0.0) + weights.get(name, 0.0) * value
    veto = find_veto(left, right)
    score = 0.0 if veto else _score_odds(weights["bias"] + weights["lean"] + sum(parts.values()))
    shown = tuple((name, value) for name, value in parts.items() if value)
    return Comparison(score=score, parts=shown, veto=veto)


def score_pair(left: Mention, right: Mention) -> float | None:
    """Return the score alone, None where it is vetoed; the earlier mention comes first."""
    if find_veto(left, right) is not None:
        return None
    weights = find_weights(left, right)
    odds = sum(weights.get(name, 0.0) * value for name, value in list_features(left, right))
    return _score_odds(weights["bias"] + weights["lean"] + odds)


def _score_odds(odds: float) -> float:
    # Rounded, so that sums made in two ways agree; beyond 30 the exponential says nothing more.
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(odds, 30.0)))), 4)


def find_veto(left: Mention, right: Mention) -> str | None:
    """Return why the two cannot be one act, or None."""
    if is_following(left, right):
        return None if right.is_follower else "order: the follow-up was published first"
    if not are_kin(left, right):
        return "types: the acts are of different kinds"
    if not (left.is_hybrid or right.is_hybrid) and _are_answers(left, right):
        return "parties: the one acts on the other and the other on the one"
    gap = gap_days(left, right)
    if gap > TOLERANCE_DAYS and are_exact(left, right) and gap > find_tolerance(left, right):
        return f"date: {gap} days apart"
    if are_fine(left, right):
        distance = measure_distance(left.place, right.place)
        if distance is not None and distance > FAR_KM:
            return f"place: {distance:.0f} km apart"
    if left.document_id == right.document_id and right.is_other and not left.is_other:
        return "words: the text calls it another one"
    return None


def _are_answers(left: Mention, right: Mention) -> bool:
    """Tell a blow and the blow that answers it: actor and recipient have changed places."""
    swapped = left.actors & right.recipients and left.recipients & right.actors
    return bool(swapped) and not left.actors & right.actors
