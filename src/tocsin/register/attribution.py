"""Add acts of attribution up by rule, never above their evidence."""

import re
from collections.abc import Collection, Iterable, Sequence

from tocsin.model import (
    AttributionAct,
    AttributionState,
    AttributionView,
    Claim,
)
from tocsin.register.naming import CODE
from tocsin.register.offices import find_named_country
from tocsin.register.voices import (
    rank_of_kind,
)

CONFIDENCE_WORDS = re.compile(
    r"\b(?:almost certainly|in all probability|(?:very |highly |most )?likely|probably|beyond doubt|no doubt"
    r"|(?:high|moderate|low|medium) confidence|suspect(?:s|ed)?|possibly|appears?|may have|might have)\b",
    re.IGNORECASE,
)
# "Almost certainly" and "highly likely" are firm; these leave it open who it was.
GUARDED = re.compile(
    r"(?<!highly )(?<!very )(?<!most )\blikely|\b(?:probably|possibly|perhaps|apparently|seemingly|presum\w+"
    r"|appears?|may have|might have|could have|suspect\w*|believed|thought to|assumed"
    r"|(?:moderate|low|medium) confidence|(?:points?|pointed|pointing) to|fingerprints?|hallmarks?|signs?)\b",
    re.IGNORECASE,
)
OWN_WORD = "journalist_own_inquiry"
ARTICLES = frozenset({"a", "an", "the"})
BLAMING = frozenset({"attributes", "suspects"})
# From an unnamed official down a blame is shown as a suspicion, however firm its words.
WEAKEST_FIRM_KIND = "intelligence_service"
# Bodies of which a place has one: "the police" that took it back are those that said it.
OFFICES = frozenset({"police", "prosecutor", "intelligence_service", "court", "armed_forces"})
# Whose voices are those of some state, whether or not it is named.
OF_A_STATE = OFFICES | {"head_of_government", "minister", "regulator", "anonymous_official"}
# "A tanker", "thirty-two trawlers", "the jets", "[person]": a thing or hands, whoever sent them.
THING = re.compile(r"(?:(?i:the|a|an|some|several|its|their|one|two|three|\d+|\w+-\w+) |[^A-Z])")
STATE = re.compile(r"^[A-Z]{3}(?:\.(?:GOV|MIL|SPY)\b.*)?$")
VALUE_FORM = re.compile(r"^(?P<act>\w+)(?: (?P<towards>.+))? \((?P<kind>\w+)\)$")


def read_act(claim: Claim) -> AttributionAct | None:
    """Return the act behind a claim on the field `attribution`."""
    match = VALUE_FORM.match(claim.value)
    if match is None:
        return None
    words = CONFIDENCE_WORDS.search(claim.evidence[0].quote)
    return AttributionAct(
        attributor=claim.holders[-1],
        attributor_kind=match["kind"],
        act=match["act"],
        towards=match["towards"],
        interested=claim.interested,
        confidence_words=words.group() if words else None,
        date=claim.reported_at.date() if claim.reported_at else None,
        evidence=claim.evidence,
    )


def view_attribution(claims: Iterable[Claim], *, hit: Collection[str] = ()) -> AttributionView:
    """Return the acts in the order they became known, and the state they add up to.

    A text that seems to lay an act at the door of a country that was `hit`, in nobody's words, says nothing.
    """
    known = sorted(
        (claim for claim in claims if claim.field == "attribution"),
        key=lambda claim: (
            claim.reported_at is None,
            claim.reported_at or 0,
            claim.evidence[-1].span,
            claim.id,
        ),
    )
    read = (act for claim in known if (act := read_act(claim)) is not None)
    acts = tuple(act for act in read if not (act.attributor_kind == OWN_WORD and act.towards in hit))
    latest = _keep_latest(acts)
    standing = [act for act in latest if act.act != "retracts"]
    blaming = any(act.act in BLAMING or act.act == "hints" for act in standing)
    return AttributionView(
        state=_add_up(standing),
        contested=_is_contested(standing),
        denied=any(act.act == "denies" for act in standing),
        retracted=len(standing) < len(latest) and not blaming,
        acts=_merge_repeats(acts),
    )


def list_accused(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the countries that some voice without an interest lays the act at."""
    acts = (read_act(claim) for claim in claims if claim.field == "attribution" and not claim.interested)
    return frozenset(
        act.towards.split(".")[0]
        for act in acts
        if act is not None and act.act in BLAMING and act.towards is not None and _is_said(act)
    )


def describe_attribution(view: AttributionView) -> str:
    """Return the state with its flags in words; a culprit stands in the acts alone."""
    flags = [name for name in ("contested", "denied", "retracted") if getattr(view, name)]
    return ", ".join([view.state.value, *flags])


def _keep_latest(acts: Sequence[AttributionAct]) -> list[AttributionAct]:
    """Keep the last act of each attributor towards each party; a retraction ends all of them."""
    latest: dict[tuple[str, str | None], AttributionAct] = {}
    for act in acts:
        if act.act == "retracts":
            latest = {key: kept for key, kept in latest.items() if not _takes_back(act, kept)}
        latest[(act.attributor, act.towards)] = act
    return list(latest.values())


def _takes_back(act: AttributionAct, earlier: AttributionAct) -> bool:
    """Whether a retraction is by whoever blamed: by name, or the same office told in other words."""
    if earlier.act == "denies" or earlier.act == "clears":
        return False
    if _share_name(act, earlier):
        return True
    return act.attributor_kind == earlier.attributor_kind and act.attributor_kind in OFFICES


def rank_of(act: AttributionAct) -> int:
    """Return the standing of an attributor, 0 for the unnamed and for parties to the matter."""
    return rank_of_kind(act.attributor_kind)


def _add_up(acts: Sequence[AttributionAct]) -> AttributionState:
    acts = [act for act in acts if not _names_hands_only(act)]
    least = rank_of_kind(WEAKEST_FIRM_KIND)
    # What a belligerent says of its adversary is a suspicion, whoever says it.
    firm = [
        act
        for act in acts
        if act.act == "attributes"
        and act.towards
        and not act.interested
        and rank_of(act) >= least
        and not _is_guarded(act)
    ]
    if any(act.attributor_kind == "court" for act in firm):
        return AttributionState.ADJUDICATED
    for towards in {act.towards for act in firm}:
        if _count_attributors([act for act in firm if act.towards == towards]) > 1:
            return AttributionState.ATTRIBUTED_MULTIPLE
    if firm or any(_is_admission(act) for act in acts):
        return AttributionState.ATTRIBUTED_SINGLE
    if any(act.act == "claims_responsibility" or _is_said(act) for act in acts):
        return AttributionState.SUSPECTED
    # "Sabotage cannot be ruled out" names nobody and lays nothing at any door.
    if any(_is_hint(act) for act in acts):
        return AttributionState.HINTED
    return AttributionState.NONE


def _is_guarded(act: AttributionAct) -> bool:
    """Whether the words of an attribution leave it open; "almost certainly" and "highly likely" do not."""
    return act.attributor_kind != "court" and GUARDED.search(act.evidence[0].quote) is not None


def _is_said(act: AttributionAct) -> bool:
    """Whether somebody is quoted with the blame: a text that names a doer in nobody's words lays none."""
    return act.act in BLAMING and act.attributor_kind != OWN_WORD


def _is_hint(act: AttributionAct) -> bool:
    if act.attributor_kind == OWN_WORD:
        return False
    return act.act == "hints" or (act.act == "does_not_exclude" and act.towards is not None)


def _is_admission(act: AttributionAct) -> bool:
    """Whether a state says that it was itself; what a group boasts of may be another's deed."""
    return act.act == "claims_responsibility" and act.towards is not None and bool(STATE.match(act.towards))


def _names_hands_only(act: AttributionAct) -> bool:
    """Whether an act names hands ("arsonists", "[person]") and nobody behind them; a court judges."""
    if act.towards is None or act.attributor_kind == "court":
        return False
    return act.act in BLAMING and not CODE.match(act.towards) and THING.match(act.towards) is not None


def _count_attributors(acts: Sequence[AttributionAct]) -> int:
    """Count distinct voices: "Police" and "Polish police" are one, and organs of one state, named as its.

    An office without a country in its name ("the interior minister") may be of any state that is named, so
    it adds none: two organs of one state would pass for two states.
    """
    distinct: list[AttributionAct] = []
    # Those that name their state first: what names none is then known to add nothing.
    for act in sorted(acts, key=lambda act: find_named_country(act.attributor) is None):
        if distinct and _is_nameless_office(act):
            continue
        if not any(_are_one(act, other) for other in distinct):
            distinct.append(act)
    return len(distinct)


def _is_nameless_office(act: AttributionAct) -> bool:
    return act.attributor_kind in OF_A_STATE and find_named_country(act.attributor) is None


def _are_one(act: AttributionAct, other: AttributionAct) -> bool:
    if _share_name(act, other):
        return True
    state = find_named_country(act.attributor)
    if state is not None and state == find_named_country(other.attributor):
        return True
    return act.attributor_kind == other.attributor_kind and act.evidence[0] == other.evidence[0]


def _share_name(act: AttributionAct, other: AttributionAct) -> bool:
    words, others = ({*item.attributor.lower().split()} - ARTICLES for item in (act, other))
    return words <= others or others <= words


def _is_contested(acts: Sequence[AttributionAct]) -> bool:
    """Tell whether somebody of equal or higher rank blames another party, or clears."""
    blames = [act for act in acts if act.act in BLAMING and act.towards]
    if not blames:
        return False
    best = max(blames, key=lambda act: (rank_of(act), act.attributor))
    return any(
        rank_of(act) >= rank_of(best)
        and act.attributor != best.attributor
        and (act.act in ("clears", "blames_other") or (act in blames and _differ(act.towards, best.towards)))
        for act in acts
    )


def _differ(one: str | None, other: str | None) -> bool:
    """Tell parties apart; RUS.GRU is no other party than RUS."""
    if not (one and other and CODE.match(one) and CODE.match(other)):
        return False
    return one.split(".")[0] != other.split(".")[0]


def _merge_repeats(acts: Sequence[AttributionAct]) -> tuple[AttributionAct, ...]:
    """Show an act once, however many reports tell it, with the evidence of the first."""
    merged: dict[tuple[str, str, str | None], AttributionAct] = {}
    for act in acts:
        merged.setdefault((act.attributor, act.act, act.towards), act)
    return tuple(merged.values())
