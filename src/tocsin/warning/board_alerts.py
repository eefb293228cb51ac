"""Alerts of a board: a sign that went up to watch or warning, with what it counts and what comes next."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from tocsin.model import Alert, Evidence, Indicator
from tocsin.warning.boards import Board, Node
from tocsin.warning.indicators import RANKS, UNKNOWN, WARNING, WATCH

KIND, UNIT, DETECTOR = "indicator", "indicator:", "board"
MOST_QUOTES = 5
LOWERS = "lowers"
USUAL_VOLUME = 0.8
"""A window with less than so much of what is usually read cannot tell calm from our own silence."""

Quote = Callable[[Indicator], Iterable[Evidence]]


def notice_moves(
    board: Board,
    before: Sequence[Indicator],
    now: Sequence[Indicator],
    *,
    profile: str,
    quote: Quote,
    checks: tuple[str, ...] = (),
    compare_volume: Callable[[int], float | None] = lambda days: 1.0,
) -> tuple[Alert, ...]:
    """Return one alert for each sign of a board that stands higher than before, at watch or warning.

    A branch that one child raises would say what the child says, and gives none. `compare_volume` returns
    what was read in so many days over what is usual, None where nothing tells: a sign that few acts raise
    gives none where less was read, for it may be our silence.
    """
    was = {indicator.id: indicator.state for indicator in before}
    nodes = {node.id: node for node in _walk(board.indicators)}
    found = []
    for indicator in now:
        node = nodes[indicator.id]
        rose = RANKS[indicator.state] > max(RANKS[was.get(node.id, UNKNOWN)], RANKS[WATCH] - 1)
        is_told_below = node.query is None and node.at_least == 1
        if rose and not is_told_below and not (node.polarity == LOWERS and _is_silent(node, compare_volume)):
            earlier = was.get(node.id, UNKNOWN)
            found.append(_make_alert(board, node, indicator, earlier, profile, quote, checks))
    return tuple(found)


def _is_silent(node: Node, compare_volume: Callable[[int], float | None]) -> bool:
    volume = compare_volume(node.window)
    return volume is None or volume < USUAL_VOLUME


def _walk(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.of)


def _make_alert(
    board: Board,
    node: Node,
    indicator: Indicator,
    earlier: str,
    profile: str,
    quote: Quote,
    checks: tuple[str, ...],
) -> Alert:
    scope = ":".join((board.name, *board.parameters.values()))
    unit = f"{UNIT}{scope}:{node.id}"
    about = ", ".join(board.parameters.values())
    name = f"{unit}|{indicator.state}|{indicator.on.isoformat()}|{profile}"
    return Alert(
        id="a" + hashlib.sha256(name.encode()).hexdigest()[:16],
        unit=unit,
        detector=DETECTOR,
        level=indicator.state,
        on=indicator.on,
        reason=(
            f"{about + ': ' if about else ''}{node.label}, {earlier} became {indicator.state}; "
            f"{indicator.reason} (profile {profile})"
        ),
        statistic=indicator.value or 0.0,
        threshold=float(_find_threshold(node, indicator.state)),
        detectable_change=_say_unseen(node),
        watch_next=_say_next(node, indicator),
        incident_ids=indicator.incident_ids,
        kind=KIND,
        checks=checks,
        evidence=tuple(quote(indicator))[:MOST_QUOTES],
    )


def _find_threshold(node: Node, state: str) -> int:
    thresholds: Mapping[str, int] = {WATCH: node.watch, WARNING: node.warning}
    return node.at_least if node.query is None else thresholds[state]


def _say_unseen(node: Node) -> str:
    if node.query is None:
        return f"fewer than {node.at_least} raised signs below it would not have been seen"
    few = "more" if node.polarity == LOWERS else "fewer"
    return f"{few} than {node.watch} in {node.window} days would not have been seen"


def _say_next(node: Node, indicator: Indicator) -> str:
    if node.query is None or node.polarity == LOWERS:
        return node.question or "what stands behind each sign"
    if indicator.state == WATCH:
        more = max(1, node.warning - int(indicator.value or 0))
        return f"{more} more within {node.window} days would make it a warning; a holder who links them"
    return f"a holder who links them, an act of attribution; it falls {node.expires} days after the last"
