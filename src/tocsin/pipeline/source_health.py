"""How sources do: last success, silence beyond their own rhythm, kinds of errors; and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from tocsin.model.collection import HELD, SourceState, Stage, WatchedSource
from tocsin.pipeline.asking import describe_age
from tocsin.pipeline.language_names import name_language
from tocsin.store.base import Change, Store
from tocsin.store.collection_base import SourceTally

DEAD_AFTER_FAILURES = 5
DEAD_AFTER = timedelta(hours=24)
FEWEST_GAPS = 5
"""A rhythm shows itself in so many gaps between items, not in fewer."""
RHYTHM_SHARE = 0.9
SILENT_TIMES = 3.0
"""Silent is who is quiet three times as long as nine of ten of his own pauses."""
LEAST_SILENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source with what can be said of it; `verdict` is ok, new, off, failing, dead or silent."""

    source: WatchedSource
    state: SourceState
    tally: SourceTally
    verdict: str
    words: str
    """The verdict in words, with what to do where something is to be done."""
    last_item_at: datetime | None
    rhythm: timedelta | None

    @property
    def held(self) -> int:
        """Return how many texts of the source are stored."""
        return sum(self.tally.stages.get(stage, 0) for stage in HELD)

    @property
    def share_empty(self) -> float:
        """Return which share of the items had no text, 0 to 1."""
        whole = sum(self.tally.stages.values())
        return self.tally.empty / whole if whole else 0.0

    @property
    def unread_words(self) -> str:
        """Return how many texts are in languages that are not read, as "412 of 900, Polish"."""
        unread = self.tally.stages.get(Stage.UNREAD, 0)
        langs = sorted(self.tally.unread_languages, key=lambda lang: -self.tally.unread_languages[lang])
        return f"{unread} of {self.held}, {', '.join(map(name_language, langs[:3]))}" if unread else ""

    @property
    def copied_words(self) -> str:
        """Return how many texts were copies and of whom mostly, as "12, 3 near: wire"."""
        tally = self.tally
        names = sorted(tally.copied_from, key=lambda name: -tally.copied_from[name])
        near = f", {tally.near_copies} near" if tally.near_copies else ""
        return f"{tally.copies}{near}: {', '.join(names[:2])}" if tally.copies else ""


def find_rhythm(moments: Sequence[datetime]) -> timedelta | None:
    """Return the pause between items that nine of ten do not exceed, None where too few are known."""
    gaps = sorted(newer - older for newer, older in pairwise(sorted(set(moments), reverse=True)))
    if len(gaps) < FEWEST_GAPS:
        return None
    return gaps[min(int(len(gaps) * RHYTHM_SHARE), len(gaps) - 1)]


def judge_source(
    source: WatchedSource, state: SourceState, tally: SourceTally, *, at: datetime
) -> SourceHealth:
    """Say how a source does at a moment."""
    rhythm = find_rhythm(tally.moments)
    last = max(tally.moments, default=None)
    verdict, words = _judge(source, state, last, rhythm, at)
    return SourceHealth(
        source=source,
        state=state,
        tally=tally,
        verdict=verdict,
        words=words,
        last_item_at=last,
        rhythm=rhythm,
    )


def _judge(
    source: WatchedSource,
    state: SourceState,
    last: datetime | None,
    rhythm: timedelta | None,
    at: datetime,
) -> tuple[str, str]:
    if not source.enabled:
        return "off", f"not collected; `tocsin sources enable {source.id}` turns it on"
    if state.checked_at is None:
        return "new", "not asked yet; run `tocsin watch`"
    if state.failures:
        since = state.success_at
        is_dead = state.failures >= DEAD_AFTER_FAILURES or (since is not None and at - since > DEAD_AFTER)
        times = f"failed {state.failures} times in a row, last well {describe_age(since, at)}"
        return ("dead" if is_dead else "failing"), f"{times}: {state.error}"
    if last is not None and rhythm is not None:
        most = max(SILENT_TIMES * rhythm, LEAST_SILENCE, 2 * timedelta(seconds=source.interval_seconds))
        if at - last > most:
            pause = describe_age(at - rhythm, at).removesuffix(" ago")
            return (
                "silent",
                f"answers, but nothing new since {describe_age(last, at)}; its pauses are {pause}",
            )
    if state.error:
        return "ok", f"answers, but {state.error}"
    return "ok", ""


def view_sources(store: Store, *, at: datetime) -> tuple[SourceHealth, ...]:
    """Return the health of all watched sources, by name."""
    collection = store.collection
    return tuple(
        judge_source(source, state, collection.tally(source.id), at=at)
        for source, state in collection.list_watched()
    )


def find_collected_until(store: Store) -> datetime | None:
    """Return the moment that collected data are as of: the last answer of any source."""
    moments = [state.success_at for _source, state in store.collection.list_watched() if state.success_at]
    return max(moments, default=None)


def describe_currency(store: Store) -> str:
    """Return what the data are as of: the newest report, and the last answer of any source."""
    newest = store.collection.find_newest_moment()
    until = find_collected_until(store)
    words = f"data as of {newest:%Y-%m-%d}, the newest report" if newest else "no report is dated"
    return words + (f"; collected as of {until:%Y-%m-%d %H:%M} UTC" if until else "")


def list_unwell(store: Store) -> tuple[WatchedSource, ...]:
    """Return the sources of which notice was given that they are dead or silent."""
    return tuple(
        source for source, state in store.collection.list_watched() if source.enabled and state.notice
    )


def give_notice(store: Store, *, at: datetime) -> tuple[str, ...]:
    """Log once when a source dies, falls silent or comes back; returns what was logged."""
    said = []
    for health in view_sources(store, at=at):
        is_bad = health.verdict in ("dead", "silent")
        now_bad = health.verdict if is_bad else None
        if health.state.notice == now_bad or health.verdict in ("failing", "off", "new"):
            continue
        words = f"{health.verdict}: {health.words}" if is_bad else "gives news again"
        detail = f"source {health.source.id}: {words}"
        store.log_change(Change(kind="source", detail=detail, at=at))
        store.collection.note_source(health.source.id, now_bad)
        said.append(detail)
    return tuple(said)
