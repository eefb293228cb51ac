"""Indications and warning: what each sign on a board says on a day, with the evidence under it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.model import Incident, Indicator
from tocsin.warning.boards import Board, IndicatorQuery, Node
from tocsin.warning.channels import ACTS, Mention
from tocsin.warning.nowcasting import Delays, Nowcast, nowcast
from tocsin.warning.series import day_of, is_known_by

UNKNOWN, QUIET, WATCH, WARNING = "unknown", "quiet", "watch", "warning"
RANKS: Mapping[str, int] = {UNKNOWN: 0, QUIET: 1, WATCH: 2, WARNING: 3}
STEP_DAYS = 1
MOST_EVIDENCE = 50
LATE_ENOUGH = 0.5
"""Late reports are foreseen where they are likelier than not to bring one incident more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What a board is asked of: counted incidents and mentions as known on a day, and the days read.

    `delays` tell how late incidents are reported; None where too few are known.
    """

    incidents: tuple[Incident, ...]
    mentions: tuple[Mention, ...]
    read_days: tuple[date, ...]
    delays: Delays | None = None


@dataclass(frozen=True, slots=True)
class _Sign:
    day: date
    incident_id: str | None = None
    event_id: str | None = None


def assess_board(board: Board, holding: Holding, *, on: date) -> tuple[Indicator, ...]:
    """Return every indicator of a board on a day, parents before children."""
    found: list[Indicator] = []
    for node in board.indicators:
        found.extend(_assess(node, holding, on=on, depth=0))
    return tuple(found)


def find_changes(before: Iterable[Indicator], now: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """Return the indicators whose state is not the last one written down, new ones included."""
    last = {indicator.id: indicator.state for indicator in before}
    return tuple(indicator for indicator in now if last.get(indicator.id) != indicator.state)


def _assess(node: Node, holding: Holding, *, on: date, depth: int) -> list[Indicator]:
    if node.query is not None:
        return [_assess_leaf(node, node.query, holding, on=on, depth=depth)]
    below: list[Indicator] = []
    children: list[Indicator] = []
    for child in node.of:
        rows = _assess(child, holding, on=on, depth=depth + 1)
        children.append(rows[0])
        below.extend(rows)
    return [_combine(node, children, on=on, depth=depth), *below]


def _combine(node: Node, children: Sequence[Indicator], *, on: date, depth: int) -> Indicator:
    """A branch is raised as far as `at_least` of its children are; unknown where all are."""
    ranks = sorted((RANKS[child.state] for child in children), reverse=True)
    place = min(node.at_least, len(ranks)) - 1
    raised = sum(rank >= RANKS[WATCH] for rank in ranks)
    rank = ranks[max(0, place)]
    if rank < RANKS[WATCH]:
        rank = RANKS[UNKNOWN] if ranks[0] == RANKS[UNKNOWN] else RANKS[QUIET]
    state = next(name for name, value in RANKS.items() if value == rank)
    return Indicator(
        id=node.id,
        label=node.label,
        question=node.question,
        state=state,
        on=on,
        value=float(raised),
        depth=depth,
        reason=f"{raised} of {len(children)} below are raised; {node.at_least} make it so",
        incident_ids=_join(child.incident_ids for child in children if RANKS[child.state] >= RANKS[WATCH]),
        event_ids=_join(child.event_ids for child in children if RANKS[child.state] >= RANKS[WATCH]),
    )


def _assess_leaf(node: Node, query: IndicatorQuery, holding: Holding, *, on: date, depth: int) -> Indicator:
    signs = _find_signs(query, holding, on=on)
    was_read = any(on - timedelta(days=node.window) < day <= on for day in holding.read_days)
    state, days, last = _judge(node, [sign.day for sign in signs], on=on)
    behind = [sign for sign in signs if last - timedelta(days=node.window) < sign.day <= last]
    if not was_read:
        state, reason = UNKNOWN, f"nothing was read in the {node.window} days to {on}"
    else:
        reason = _describe(node, days, state=state, last=last, on=on)
        if query.channel == ACTS and holding.delays is not None and last == on:
            reason += _foresee(node, days, holding.delays)
    return Indicator(
        id=node.id,
        label=node.label,
        question=node.question,
        state=state,
        on=on,
        value=float(days),
        polarity=node.polarity,
        depth=depth,
        reason=reason,
        incident_ids=tuple(sign.incident_id for sign in behind if sign.incident_id)[:MOST_EVIDENCE],
        event_ids=tuple(sign.event_id for sign in behind if sign.event_id)[:MOST_EVIDENCE],
    )


def _judge(node: Node, days: Sequence[date], *, on: date) -> tuple[str, int, date]:
    """Return the highest state of the windows that end within the expiry, its count, and its last day."""
    best = (QUIET, 0, on)
    for back in range(0, node.expires + 1, STEP_DAYS):
        end = on - timedelta(days=back)
        number = sum(end - timedelta(days=node.window) < day <= end for day in days)
        state = _state_of(node, number)
        if back == 0 or RANKS[state] > RANKS[best[0]]:
            best = (state, number, end)
    return best


def _state_of(node: Node, number: int) -> str:
    if node.polarity == "lowers":
        return WARNING if number <= node.warning else WATCH if number <= node.watch else QUIET
    return WARNING if number >= node.warning else WATCH if number >= node.watch else QUIET


def _describe(node: Node, number: int, *, state: str, last: date, on: date) -> str:
    way = "or fewer" if node.polarity == "lowers" else "or more"
    told = f"{number} in the {node.window} days to {last}; {node.watch} {way} watch, {node.warning} warning"
    if state != QUIET and last < on:
        told += f"; stands until {last + timedelta(days=node.expires)}"
    return told


def _foresee(node: Node, number: int, delays: Delays) -> str:
    """Say what late reports may still make of a window that ends today; the state rests on what is known."""
    shares = [delays.share_by(age) for age in range(node.window)]
    cast: Nowcast = nowcast(number, sum(shares) / len(shares)) if shares else Nowcast(number, number, number)
    if cast.expected - number < LATE_ENOUGH:
        return ""
    told = f"; with late reports {cast.expected:.1f} (90 %: {cast.low:g} to {cast.high:g})"
    now, later = _state_of(node, number), _state_of(node, int(cast.high))
    return f"{told}, which may make it {later}" if now != later else told


def _find_signs(query: IndicatorQuery, holding: Holding, *, on: date) -> list[_Sign]:
    if query.channel == ACTS:
        met = (i for i in holding.incidents if is_known_by(i, on) and _meets(i, query))
        return [_Sign(day, incident_id=i.id) for i in met if (day := day_of(i)) is not None and day <= on]
    return [
        _Sign(mention.day, event_id=mention.event_id)
        for mention in holding.mentions
        if mention.channel == query.channel and mention.day <= on and _matches(mention, query)
    ]


def _meets(incident: Incident, query: IndicatorQuery) -> bool:
    places = {place.country for place in incident.places if place.country and place.role == "act"}
    countries = {*incident.target_countries, *places}
    blamed = {act.towards for act in incident.attribution.acts if act.towards}
    asked = (
        (query.types, {incident.threat_type, *incident.secondary_types}),
        (query.countries, countries),
        (query.towards, blamed),
        (query.event_types, {incident.event_type}),
    )
    return all(not wanted or set(wanted) & found for wanted, found in asked)


def _matches(mention: Mention, query: IndicatorQuery) -> bool:
    units = set(mention.units)
    types = {f"type:{code}" for code in query.types}
    countries = {f"{kind}:{code}" for code in query.countries for kind in ("target", "place")}
    actors = {one for one, _ in mention.pairs}
    return (
        (not types or bool(types & units))
        and (not countries or bool(countries & units))
        and (not query.towards or bool(set(query.towards) & actors))
    )


def _join(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry for part in parts for entry in part))[:MOST_EVIDENCE]
