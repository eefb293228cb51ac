"""Pick the value that is shown out of the claims on a field, by the rule that the fields table names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.model import Claim, Stance
from tocsin.ontology.fields import load_fields
from tocsin.register.weighing import Weight

FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
# Claims of a mention are as good as the mention: a finding before a report before a lead.
CREDIT = {Weight.CONFIRMED: 3, Weight.AFFIRMED: 3, Weight.REPORTED: 2, Weight.CANDIDATE: 1}
NAMING_FIELDS = frozenset({"threat_type", "subtype"})
HIT_FIELDS = frozenset({"places", "target_countries"})
SUPPORTING = frozenset({Stance.SUPPORTS, Stance.UPDATES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The claims on one incident, with the origin of each document and the weight of each mention."""

    claims: tuple[Claim, ...]
    origins: Mapping[str, str]
    weights: Mapping[str, Weight]
    loose: frozenset[str] = frozenset()
    """Mentions that say neither when, where, who nor what was hit, beside others that do."""
    withdrawn: frozenset[str] = frozenset()
    """Mentions in reports that their outlet has taken back, or that only cite it."""
    superseded: frozenset[str] = frozenset()
    """Mentions in a version of an article that a later version replaces."""

    beside_typed: frozenset[str] = frozenset()
    """Mentions of harm without a threat type in texts that tell the act by its kind elsewhere."""

    untyped: frozenset[str] = frozenset()
    """Mentions without a threat type: beside others that have one they say less of where and whom it hit."""

    @property
    def standing(self) -> tuple[Claim, ...]:
        """Return the claims that no later version of their article replaces."""
        return tuple(claim for claim in self.claims if claim.event_id not in self.superseded)

    def supporting(self, field: str) -> tuple[Claim, ...]:
        """Return the claims that support a value of the field; leads only where there is nothing better."""
        found = [claim for claim in self.standing if claim.field == field and claim.stance in SUPPORTING]
        if field in NAMING_FIELDS:
            # "The sabotage" may be about anything: it names no act that others describe.
            found = [claim for claim in found if claim.event_id not in self.loose]
        if field in HIT_FIELDS:
            found = [claim for claim in found if claim.event_id not in self.untyped] or found
        firm = [claim for claim in found if self.credit(claim) > CREDIT[Weight.CANDIDATE]]
        return tuple(firm or found)

    def contradicting(self, field: str) -> tuple[Claim, ...]:
        """Return the claims against a value of the field by holders without an interest."""
        return tuple(
            claim
            for claim in self.standing
            if claim.field == field and claim.stance is Stance.CONTRADICTS and not claim.interested
        )

    def credit(self, claim: Claim) -> int:
        """Return how good a claim is, 0 where its mention argues against the record."""
        return CREDIT.get(self.weights.get(claim.event_id, Weight.DENIED), 0)

    def origin(self, claim: Claim) -> str:
        """Return the independent original that a claim comes from."""
        document_id = claim.evidence[0].document_id
        return self.origins.get(document_id, document_id)

    def count_origins(self, claims: Iterable[Claim]) -> int:
        """Return how many independent originals some claims come from."""
        return len({self.origin(claim) for claim in claims})


def order_claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims in the order they became known; undated ones last."""
    return tuple(
        sorted(
            claims,
            key=lambda claim: (
                claim.reported_at is None,
                claim.reported_at or FIRST_MOMENT,
                claim.evidence[0].document_id,
                claim.evidence[-1].span,
                claim.id,
            ),
        )
    )


def rule_of(field: str) -> str:
    """Return the name of the rule that shows a field; values outside the table are shown by majority."""
    return next((entry.shown_by for entry in load_fields() if entry.name == field), "majority")


def show_value(ledger: Ledger, field: str) -> str | None:
    """Return the one value of a field that its rule picks, None where nobody claims any."""
    claims = order_claims(ledger.supporting(field))
    pick = PICKERS.get(rule_of(field), pick_majority)
    return pick(ledger, claims) if claims else None


def pick_majority(ledger: Ledger, claims: Sequence[Claim]) -> str:
    """Return the value with most independent origins, of equals the earliest."""
    by_value = _group(claims)
    return max(by_value, key=lambda value: ledger.count_origins(by_value[value]))


def pick_most_credible(ledger: Ledger, claims: Sequence[Claim]) -> str:
    """Return the value of the best claim, of equals the latest."""
    return max(reversed(claims), key=ledger.credit).value


def pick_earliest(_: Ledger, claims: Sequence[Claim]) -> str:
    """Return the value of the first claim."""
    return claims[0].value


def pick_latest(_: Ledger, claims: Sequence[Claim]) -> str:
    """Return the value of the last claim."""
    return claims[-1].value


PICKERS: Mapping[str, Callable[[Ledger, Sequence[Claim]], str]] = {
    "majority": pick_majority,
    "most_credible": pick_most_credible,
    "earliest": pick_earliest,
    "latest": pick_latest,
}


def show_union(ledger: Ledger, field: str) -> tuple[str, ...]:
    """Return every value that some claim supports and none better contradicts: most origins, earliest."""
    by_value = _group(order_claims(ledger.supporting(field)))
    against = {claim.value for claim in ledger.contradicting(field)}
    kept = [
        value
        for value, claims in by_value.items()
        if value not in against or max(ledger.credit(claim) for claim in claims) >= CREDIT[Weight.CONFIRMED]
    ]
    return tuple(sorted(kept, key=lambda value: -ledger.count_origins(by_value[value])))


def show_bounds(ledger: Ledger, field: str) -> tuple[int | None, int | None] | None:
    """Return the lowest minimum and the highest maximum of the claims without an interest."""
    claims = [claim for claim in ledger.supporting(field) if not claim.interested]
    bounds = [claim.value.partition("..") for claim in claims]
    if not bounds:
        return None
    lows = [int(low) for low, _, _ in bounds if low]
    highs = [int(high) for _, _, high in bounds if high]
    return (min(lows) if lows else None), (max(highs) if len(highs) == len(bounds) else None)


def _group(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    by_value: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_value[claim.value].append(claim)
    return by_value
