"""Boards week by week: which signs went up, as known then, and not by a change of our own."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from functools import partial

from tocsin.model import Alert, Evidence, Indicator, Reading
from tocsin.pipeline.replaying import Memory, make_regime
from tocsin.register import group_origins
from tocsin.store.base import Store
from tocsin.warning import iter_weeks
from tocsin.warning.alerts import quote_incident
from tocsin.warning.board_alerts import notice_moves
from tocsin.warning.boards import Board
from tocsin.warning.channels import list_mentions
from tocsin.warning.indicators import Holding, assess_board
from tocsin.warning.nowcasting import estimate_delays, list_delays
from tocsin.warning.regimes import Regime
from tocsin.warning.series import PERIOD_DAYS


def replay_boards(
    store: Store, memory: Memory, boards: Sequence[Board], *, since: date, until: date, profile: str
) -> tuple[Alert, ...]:
    """Return the alerts of boards from a day to another, looked at weekly, each week beside the one before.

    Both weeks are counted without what only a new source brought, so that neither its coming nor its
    settling moves a sign; none moves while the reader changed of late, nor in a register's first week.
    """
    regime = make_regime(store, (reading.document for reading in memory.readings))
    days = list(iter_weeks(since - timedelta(days=PERIOD_DAYS), until)) if boards else []
    found: list[Alert] = []
    for before, now in zip(days, days[1:], strict=False):
        if not memory.read_by(before) or regime.broke_lately(now):
            continue
        fresh = regime.find_new_sources(now)
        earlier, later = (hold(memory, regime, day, fresh=fresh) for day in (before, now))
        for board in boards:
            found += notice_moves(
                board,
                assess_board(board, earlier, on=before),
                assess_board(board, later, on=now),
                profile=profile,
                quote=partial(_quote, held=later, readings=memory.read_by(now)),
                checks=regime.describe(now),
                compare_volume=partial(_compare_volume, regime, now),
            )
    return tuple(found)


def hold(memory: Memory, regime: Regime, day: date, *, fresh: frozenset[str]) -> Holding:
    """Return what a board is asked of, known on a day, without what only the `fresh` sources brought."""
    readings = [r for r in memory.read_by(day) if regime.sources.get(r.document.id, "") not in fresh]
    incidents = tuple(i for i in memory.counted_on(day) if regime.is_comparable(i, fresh))
    published = (reading.document.published_at for reading in memory.read_by(day))
    return Holding(
        incidents=incidents,
        mentions=list_mentions(readings, origins=group_origins(r.document for r in readings)),
        read_days=tuple(sorted({moment.astimezone(UTC).date() for moment in published if moment})),
        delays=estimate_delays(list_delays(incidents, as_of=day)),
    )


def _compare_volume(regime: Regime, on: date, days: int) -> float | None:
    return regime.compare_volume(on, days=days)


def _quote(indicator: Indicator, held: Holding, readings: Sequence[Reading]) -> Iterator[Evidence]:
    """Yield the words behind a sign: of its incidents, then the sentences of its mentions."""
    wanted, mentioned = set(indicator.incident_ids), set(indicator.event_ids)
    for incident in held.incidents:
        if incident.id in wanted:
            yield from quote_incident(incident)
    for reading in readings if mentioned else ():
        for event in reading.events:
            if event.id in mentioned:
                inside = (s for s in reading.sentences if s.start <= event.trigger.start < s.end)
                span = next(inside, event.trigger)
                yield Evidence(document_id=reading.document.id, span=span, quote=reading.document.quote(span))
