"""Real episodes replayed report by report: told of at once, once, and named by the brief of the shift?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tocsin.evaluation.base import Item
from tocsin.evaluation.episodes import EpisodesTask, is_kind, is_on, read_all, show_day
from tocsin.evaluation.live import Replayed, Told, replay_live
from tocsin.model import Brief, BriefLine, Incident, Reading

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

DAYS_AROUND = 3
"""The week of an episode is the day of its first report with so many days on both sides."""
LINK_WAIT = 60.0
"""A watch links what it read once a minute: the longest that a report waits."""
MOST_SECONDS = 300.0
LEADS = "leads"


class BriefsTask(EpisodesTask):
    """Episodes written down first; reports taken in one by one as a watch does, with a brief of each shift.

    Named means: a line of the brief is about a record of a fitting kind, and quotes a report on the episode.
    """

    name = "briefs"
    summary = "each real episode is noticed with its first report and named, quoted, in its shift's brief"
    lower_is_better = frozenset({"notices a record", "seconds to a notice", "other notices a week"})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Read and replay the reports of the episodes' years, and say of each episode who named it, when."""
        first, last = self.find_years(items)
        readings = read_all(self.iter_reports(first, last), reader)
        return judge_replay(items, readings, weeks=max(1.0, ((last - first).days + 1) / 7))

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count episodes that reports tell of, those noticed, those named by shift and week, and notices."""
        covered = bool(prediction["reports"])
        total: Counter[str] = Counter({"episodes": 1, "covered": covered})
        if covered:
            total.update(
                {key: bool(prediction[key]) for key in ("at_once", "noticed", "in_shift", "in_week")}
            )
            total["lead"] += not prediction["in_week"] and bool(prediction["as_lead"])
        total["notices"] += prediction["notices"]
        total["records"] += prediction["records"]
        total["seconds"] += prediction["seconds"]
        total["in_time"] += prediction["in_time"]
        total["others"] += prediction["other_notices_a_week"]
        return total

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return shares of the episodes that reports tell of, and what notices cost."""
        covered, notices = max(1, total["covered"]), max(1, total["notices"])
        return {
            "covered": total["covered"] / max(1, total["episodes"]),
            "noticed at once": total["at_once"] / covered,
            "noticed": total["noticed"] / covered,
            "named in its shift": total["in_shift"] / covered,
            "named in its week": total["in_week"] / covered,
            "as a lead only": total["lead"] / covered,
            "in five minutes": total["in_time"] / notices,
            "seconds to a notice": total["seconds"] / notices,
            "notices a record": total["notices"] / max(1, total["records"]),
            "other notices a week": total["others"],
        }


def judge_replay(items: Sequence[Item], readings: Sequence[Reading], *, weeks: float) -> list[Item]:
    """Replay readings one by one and say of each episode how it was noticed and which brief named it."""
    reports = {item["id"]: [reading for reading in readings if is_on(item, reading)] for item in items}
    starts = {name: show_day(found[0]) for name, found in reports.items() if found}
    done = replay_live(readings, [span for day in starts.values() for span in _list_spans(day)])
    judged = [_judge(item, reports[item["id"]], done) for item in items]
    on_any = {told.alert.id for item in items for told in _list_told(item, reports[item["id"]], done)}
    others = sum(told.alert.id not in on_any for told in done.told)
    share = others / weeks / max(1, len(items))
    return [{**entry, "other_notices_a_week": share} for entry in judged]


def _list_spans(day: date) -> tuple[tuple[date, date], tuple[date, date]]:
    around = timedelta(days=DAYS_AROUND)
    return (day, day), (day - around, day + around)


def _judge(item: Item, on_it: Sequence[Reading], done: Replayed) -> Item:
    told = _list_told(item, on_it, done)
    day = show_day(on_it[0]) if on_it else None
    shift, week = (done.briefs[span] for span in _list_spans(day)) if day else (None, None)
    ids = {reading.document.id for reading in on_it}
    named = {
        "in_shift": _find_line(item, ids, shift, done.incidents),
        "in_week": _find_line(item, ids, week, done.incidents),
        "as_lead": _find_line(item, ids, week, done.incidents, leads=True),
    }
    return {
        "id": item["id"],
        "what": item["what"],
        "reports": [reading.document.external_id or reading.document.id for reading in on_it],
        "first_report": day and day.isoformat(),
        "at_once": bool(told) and min(one.day for one in told) == day,
        "noticed": bool(told),
        "notices": len(told),
        "records": len({(one.alert.unit, name) for one in told for name in one.alert.incident_ids}),
        "seconds": round(sum(one.seconds for one in told), 3),
        "in_time": sum(one.seconds + LINK_WAIT <= MOST_SECONDS for one in told),
        **named,
    }


def _list_told(item: Item, on_it: Sequence[Reading], done: Replayed) -> list[Told]:
    ids = {reading.document.id for reading in on_it}
    return [
        told
        for told in done.told
        if told.document_id in ids
        and any(is_kind(done.incidents[name], item) for name in told.alert.incident_ids)
    ]


def _find_line(
    item: Item,
    ids: set[str],
    brief: Brief | None,
    incidents: Mapping[str, Incident],
    *,
    leads: bool = False,
) -> Item | None:
    """Return the first line of a brief that names an episode, with the words that it quotes."""
    for name, line in _iter_lines(brief, leads=leads):
        fits = any(is_kind(incidents[one], item) for one in line.incident_ids if one in incidents)
        quote = next((quote for quote in line.quotes if quote.document_id in ids and quote.quote), None)
        if fits and quote is not None:
            return {"section": name, "line": line.text, "quote": quote.quote}
    return None


def _iter_lines(brief: Brief | None, *, leads: bool) -> Iterator[tuple[str, BriefLine]]:
    for section in brief.sections if brief else ():
        if (section.name == LEADS) is leads:
            for line in section.lines:
                yield section.name, line
