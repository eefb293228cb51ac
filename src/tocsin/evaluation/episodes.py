"""Real episodes replayed day by day: does the first report of each give a notice, one, and how much noise?"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import InputError
from tocsin.evaluation.base import Item
from tocsin.model import Document, Incident, Reading
from tocsin.register import assemble_register, group_origins, link_mentions, make_claims, select_incidents
from tocsin.sources import Intake, Unread, iter_documents, iter_sample
from tocsin.sources.identify import identify_language

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

COLUMNS = frozenset({"id", "first_day", "last_day", "countries", "kinds", "words", "what"})
REPORTED_WITHIN = timedelta(days=14)
"""A report is on an episode from its first day to two weeks after its last."""
MEMORY = timedelta(days=45)
"""Reports linked together in a replay: older ones are hardly copies, and linking all daily takes hours."""
EXPULSION, EXPEL, HYBRID = "expulsion", "expel", "hybrid"
PROFILE = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a person would have been told: an incident that was new to the register on a day."""

    day: date
    document_id: str
    incident: Incident


class EpisodesTask:
    """Episodes written down first; reports of a corpus and of the sample replayed day by day."""

    name = "episodes"
    summary = "the first report of each real episode gives a notice, one, and few others do"
    lower_is_better = frozenset({"notices an episode", "other notices a week"})

    def __init__(self) -> None:
        self.corpora: tuple[Path, ...] = ()

    def load_items(self, path: Path) -> list[Item]:
        """Read the list of episodes."""
        try:
            rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"gold file {str(path)!r} cannot be read ({error}); check the path") from error
        if not rows or not set(rows[0]) >= COLUMNS:
            columns = ", ".join(sorted(COLUMNS))
            raise InputError(f"gold file {str(path)!r}: wanted a CSV with columns {columns}")
        return list(rows)

    def list_lines(self, prediction: Item) -> Iterable[Item]:
        """Return one line an episode."""
        return [prediction]

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Read and replay the reports of the episodes' years, and say of each episode what was noticed."""
        first, last = self.find_years(items)
        readings = read_all(self.iter_reports(first, last), reader)
        notices = replay_notices(readings)
        found = [judge_episode(item, readings, notices) for item in items]
        on_any = {line for entry in found for line in entry["noticed_by"]}
        weeks = max(1.0, ((last - first).days + 1) / 7)
        others = [notice for notice in notices if notice.incident.id not in on_any]
        share = len(others) / weeks / max(1, len(items))
        return [{**entry, "other_notices_a_week": share} for entry in found]

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """None: a list without statuses would have to be read anew."""
        return {}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count episodes that reports tell of, those noticed with the first report, late, or never."""
        covered = bool(prediction["reports"])
        total: Counter[str] = Counter({"episodes": 1, "covered": covered})
        total["prompt"] += covered and prediction["outcome"] == "with the first report"
        total["noticed"] += covered and prediction["outcome"] != "missed"
        total["notices"] += len(prediction["noticed_by"])
        total["others"] += prediction["other_notices_a_week"]
        return total

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return shares of the episodes that reports tell of."""
        return {
            "covered": total["covered"] / max(1, total["episodes"]),
            "noticed at once": total["prompt"] / max(1, total["covered"]),
            "noticed": total["noticed"] / max(1, total["covered"]),
            "notices an episode": total["notices"] / max(1, total["noticed"]),
            "other notices a week": total["others"],
        }

    def find_years(self, items: Sequence[Item]) -> tuple[date, date]:
        """Return the first and last day whose reports are replayed; InputError where none were given."""
        if not self.corpora:
            raise InputError(f"eval {self.name} needs reports to replay; give them by --corpus FILE")
        first = min(date.fromisoformat(item["first_day"]) for item in items)
        return first, max(date.fromisoformat(item["last_day"]) for item in items) + REPORTED_WITHIN

    def iter_reports(self, first: date, last: date) -> Iterable[Document]:
        """Yield the reports of the corpora and of the sample that were published in a stretch of days."""
        paths = [str(path) for path in self.corpora]
        for document in (*iter_documents(paths, Intake()), *iter_sample()):
            if isinstance(document, Unread) or document.published_at is None:
                continue
            if first <= document.published_at.astimezone(UTC).date() <= last:
                yield identify_language(document)


def read_all(documents: Iterable[Document], reader: "Reader") -> list[Reading]:
    """Read reports and put them in the order they were published."""
    read = [reader.read_parsed(document, passages) for document, passages in reader.parse(list(documents))]
    return sorted(read, key=lambda reading: (show_day(reading), reading.document.id))


def replay_notices(readings: Sequence[Reading]) -> list[Notice]:
    """Return a notice for every incident new on a day, as known by it; a day without acts gives none."""
    claims = {reading.document.id: make_claims(reading) for reading in readings}
    expelling = {event.id for r in readings for event in r.events if event.mode == EXPEL}
    known_events: set[str] = set()
    notices: list[Notice] = []
    for day in sorted({show_day(reading) for reading in readings if _may_open(reading)}):
        window = [reading for reading in readings if day - MEMORY < show_day(reading) <= day]
        origins = group_origins(reading.document for reading in window)
        moment = max(r.document.published_at for r in window if r.document.published_at)
        linkage = link_mentions(window, origins=origins, now=moment)
        told = [claim for reading in window for claim in claims[reading.document.id]]
        incidents = assemble_register(window, linkage, claims=told, origins=origins)
        for incident in select_incidents(incidents, PROFILE).counted:
            if incident.kind != HYBRID and not expelling & set(incident.event_ids):
                continue
            if not known_events & set(incident.event_ids):
                notices.append(Notice(day=day, document_id=_newest(incident, window), incident=incident))
            known_events |= set(incident.event_ids)
    return notices


def judge_episode(item: Item, readings: Sequence[Reading], notices: Sequence[Notice]) -> Item:
    """Say which reports are on an episode and which notices told of it, when."""
    on_it = [reading for reading in readings if is_on(item, reading)]
    ids = {reading.document.id for reading in on_it}
    told = [n for n in notices if ids & set(n.incident.document_ids) and is_kind(n.incident, item)]
    outcome = "missed"
    if told:
        prompt = min(notice.day for notice in told) <= show_day(on_it[0])
        outcome = "with the first report" if prompt else "later"
    return {
        "id": item["id"],
        "reports": [reading.document.external_id or reading.document.id for reading in on_it],
        "first_report": show_day(on_it[0]).isoformat() if on_it else None,
        "outcome": outcome if on_it else "not covered",
        "noticed_by": [notice.incident.id for notice in told],
        "first_notice": min((n.day for n in told), default=None) and min(n.day for n in told).isoformat(),
    }


def is_on(item: Item, reading: Reading) -> bool:
    """Whether a report is on an episode: published in its days, with a word of every group."""
    last = date.fromisoformat(item["last_day"]) + REPORTED_WITHIN
    if not date.fromisoformat(item["first_day"]) <= show_day(reading) <= last:
        return False
    text = f"{reading.document.title or ''}\n{reading.document.text}"
    return all(_make_pattern(group).search(text) for group in item["words"].split(" & "))


def _make_pattern(group: str) -> re.Pattern[str]:
    words = (re.escape(word.strip()).replace(r"\*", r"\w*") for word in group.split("|"))
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def is_kind(incident: Incident, item: Item) -> bool:
    """Whether an incident is of a kind that the episode may rightly be coded as."""
    kinds = set(item["kinds"].split("|"))
    if incident.threat_type is None:
        return EXPULSION in kinds
    return bool({incident.threat_type, *incident.secondary_types} & kinds)


def _may_open(reading: Reading) -> bool:
    return any(
        not event.background and (event.threat_type or event.mode == EXPEL) for event in reading.events
    )


def _newest(incident: Incident, window: Sequence[Reading]) -> str:
    return next(r.document.id for r in reversed(window) if r.document.id in incident.document_ids)


def show_day(reading: Reading) -> date:
    """Return the day a report was published, in UTC; the first of all days where that is not known."""
    published = reading.document.published_at
    return published.astimezone(UTC).date() if published else date.min
