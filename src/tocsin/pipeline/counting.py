"""Series of the register as known at a moment: channels apart, each point with what it counts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tocsin.errors import InputError
from tocsin.model import Incident, Point, Reading, Series
from tocsin.ontology.threats import load_threats
from tocsin.pipeline.replaying import make_regime
from tocsin.pipeline.views import Query, view_register
from tocsin.register import group_origins
from tocsin.store.base import Store
from tocsin.warning import day_of
from tocsin.warning.channels import ACTS, CHANNELS, Mention, list_mentions
from tocsin.warning.nowcasting import Delays, estimate_delays, list_delays, nowcast
from tocsin.warning.regimes import Regime
from tocsin.warning.series import PERIOD_DAYS, UNIT_STARTS, list_starts, units_of_incident
from tocsin.warning.tension import TensionPoint, measure_tension


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What series are made from, as known on a day: incidents, mentions, what was read, our own changes."""

    profile: str
    as_of: date
    starts: tuple[date, ...]
    incidents: tuple[Incident, ...]
    mentions: tuple[Mention, ...]
    read: tuple[int, ...]
    regime: Regime
    delays: Delays | None

    def list_units(self, channel: str) -> tuple[tuple[str, int], ...]:
        """Return the units of a channel with how much they count, most first."""
        tally: Counter[str] = Counter()
        if channel == ACTS:
            tally.update(unit for incident in self.incidents for unit in units_of_incident(incident))
        else:
            tally.update(unit for m in self.mentions if m.channel == channel for unit in m.units)
        return tuple(sorted(tally.items(), key=lambda item: (-item[1], item[0])))


def open_ledger(store: Store, query: Query) -> Ledger:
    """Gather what was known on the query's day, by default the newest report's; nothing later enters."""
    moments = [d.published_at.astimezone(UTC) for d in store.list_documents() if d.published_at is not None]
    if not moments:
        raise InputError("the register holds no dated report; wanted some to count: run tocsin add")
    as_of = query.as_of.astimezone(UTC).date() if query.as_of else max(moments).date()
    moment = query.as_of or datetime.combine(as_of, time.max, tzinfo=UTC)
    first = min(moments).date()
    if as_of < first:
        raise InputError(f"--as-of {as_of} is before the first report, of {first}; wanted a later day")
    readings = [r for r in store.iter_readings(until=moment) if r.document.published_at is not None]
    whole = replace(query, since=None, until=None, as_of=query.as_of)
    counted = view_register(store, whole).counted
    starts = list_starts(max(first, query.since or first), min(as_of, query.until or as_of))
    return Ledger(
        profile=query.profile.name,
        as_of=as_of,
        starts=starts,
        incidents=counted,
        mentions=list_mentions(readings, origins=group_origins(r.document for r in readings)),
        read=_count_read(readings, starts),
        regime=make_regime(store, (reading.document for reading in readings)),
        delays=estimate_delays(list_delays(counted, as_of=as_of)),
    )


def make_series(ledger: Ledger, *, unit: str, channel: str) -> Series:
    """Return weekly counts of one unit and channel, acts nowcast for late reports; points list their own."""
    if channel not in CHANNELS:
        raise InputError(f"unknown channel {channel!r}; known: {', '.join(CHANNELS)}")
    check_unit(unit)
    points = _points_of_acts(ledger, unit) if channel == ACTS else _points_of_talk(ledger, unit, channel)
    return Series(
        unit=unit,
        channel=channel,
        measure="incidents" if channel == ACTS else "mentions, one an origin",
        period_days=PERIOD_DAYS,
        profile=ledger.profile,
        as_of=ledger.as_of,
        points=points,
        regime=(*ledger.regime.describe(ledger.as_of), *_list_changes(ledger)),
    )


def check_unit(unit: str) -> None:
    """Refuse a name that no unit can have: what is merely quiet counts nought, what is misspelt must not."""
    start, colon, rest = unit.partition(":")
    known = unit == "all" or (colon and f"{start}:" in UNIT_STARTS and rest)
    if not known or (start == "type" and rest not in load_threats()):
        wanted = "all, type:undersea, target:POL, place:POL or pair:RUS>POL"
        raise InputError(f"unknown unit {unit!r}; wanted one such as {wanted}: tocsin series lists them")


def make_tension(ledger: Ledger, pair: str) -> tuple[TensionPoint, ...]:
    """Return the tension of a pair, named as RUS>POL or RUS-POL; direction does not matter."""
    sides = tuple(side.strip().upper() for side in pair.replace(">", "-").split("-"))
    if len(sides) != 2 or not all(sides) or sides[0] == sides[1]:
        raise InputError(f"--tension {pair!r}; wanted two countries, as RUS-POL")
    return measure_tension(ledger.mentions, pair=(sides[0], sides[1]), starts=ledger.starts, read=ledger.read)


def _points_of_acts(ledger: Ledger, unit: str) -> tuple[Point, ...]:
    weeks: list[list[str]] = [[] for _ in ledger.starts]
    for incident in ledger.incidents:
        day = day_of(incident)
        if day is not None and unit in units_of_incident(incident):
            _put(weeks, ledger.starts, day, incident.id)
    points = []
    for start, ids, read in zip(ledger.starts, weeks, ledger.read, strict=True):
        point = Point(start, float(len(ids)), tuple(sorted(ids)), read=read)
        if ledger.delays is not None:
            seen = _share_told(ledger.delays, start, ledger.as_of)
            cast = nowcast(len(ids), seen)
            point = replace(point, expected=round(cast.expected, 3), low=cast.low, high=cast.high)
        points.append(point)
    return tuple(points)


def _points_of_talk(ledger: Ledger, unit: str, channel: str) -> tuple[Point, ...]:
    weeks: list[list[str]] = [[] for _ in ledger.starts]
    for mention in ledger.mentions:
        if mention.channel == channel and unit in mention.units:
            _put(weeks, ledger.starts, mention.day, mention.event_id)
    return tuple(
        Point(start, float(len(ids)), event_ids=tuple(ids), read=read)
        for start, ids, read in zip(ledger.starts, weeks, ledger.read, strict=True)
    )


def _put(weeks: list[list[str]], starts: Sequence[date], day: date, name: str) -> None:
    place = (day - starts[0]).days // PERIOD_DAYS
    if 0 <= place < len(weeks):
        weeks[place].append(name)


def _share_told(delays: Delays, start: date, as_of: date) -> float:
    """Return the share of a week's incidents told of by a day: the mean over the days of the week."""
    ages = [(as_of - start).days - offset for offset in range(PERIOD_DAYS)]
    return sum(delays.share_by(age) for age in ages) / PERIOD_DAYS


def _count_read(readings: Iterable[Reading], starts: Sequence[date]) -> tuple[int, ...]:
    weeks: list[list[str]] = [[] for _ in starts]
    for reading in readings:
        published = reading.document.published_at
        if published is not None:
            _put(weeks, starts, published.astimezone(UTC).date(), reading.document.id)
    return tuple(len(week) for week in weeks)


def _list_changes(ledger: Ledger) -> tuple[str, ...]:
    end = ledger.starts[-1] + timedelta(days=PERIOD_DAYS)
    return tuple(
        f"{kind} changed on {day}: {what}"
        for day, kind, what in ledger.regime.changes
        if ledger.starts[0] <= day < end
    )
