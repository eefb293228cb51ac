"""What the register shows under a question: incidents by profile, kind, days and moment of knowledge."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from tocsin.exports.base import ExportContext
from tocsin.model import Incident, Judgement
from tocsin.ontology import Profile
from tocsin.pipeline.cleared import drop_hidden
from tocsin.pipeline.linking import gather_claims, now
from tocsin.register import (
    Difference,
    Linkage,
    assemble_register,
    compare_profiles,
    group_origins,
    link_mentions,
    make_table,
    select_incidents,
)
from tocsin.store.base import Store
from tocsin.version import __version__
from tocsin.warning import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which incidents are asked for; None leaves a side open."""

    profile: Profile
    kind: str | None = "hybrid"
    since: date | None = None
    until: date | None = None
    as_of: datetime | None = None

    def matches(self, incident: Incident) -> bool:
        """Whether the incident's kind and days fit; one without a day fits only where no day is asked."""
        if self.kind is not None and incident.kind != self.kind:
            return False
        first = day_of(incident)
        if first is None:
            return self.since is None and self.until is None
        last = incident.end_date or first
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """The answer: what the profile counts, what it shows apart, and how many reports are not linked yet."""

    query: Query
    counted: tuple[Incident, ...]
    apart: tuple[Incident, ...]
    unlinked: int
    made_at: datetime

    def exported(self) -> tuple[Incident, ...]:
        """Return what leaves in an export: counted incidents first, then the leads, told by their status."""
        return self.counted + self.apart

    def context(self) -> ExportContext:
        """Return what was asked for, to go out with the incidents."""
        return ExportContext(
            profile=self.query.profile.name,
            generated_at=self.made_at,
            version=__version__,
            since=_format(self.query.since),
            until=_format(self.query.until),
            as_of=_format(self.query.as_of),
        )


def view_register(store: Store, query: Query, *, clock: Callable[[], datetime] = now) -> RegisterView:
    """Return the incidents that answer a query, newest first."""
    incidents = store.list_incidents() if query.as_of is None else assemble_as_of(store, query.as_of)
    selection = select_incidents([i for i in incidents if query.matches(i)], query.profile)
    return RegisterView(
        query=query,
        counted=tuple(sorted(selection.counted, key=_newest_first)),
        apart=tuple(sorted(selection.apart, key=_newest_first)),
        unlinked=store.count().unlinked,
        made_at=clock(),
    )


def view_differences(store: Store, query: Query, other: Profile) -> tuple[Difference, ...]:
    """Return what the query's profile and another one count differently, newest first, with the rules."""
    incidents = store.list_incidents() if query.as_of is None else assemble_as_of(store, query.as_of)
    matching = sorted((i for i in incidents if query.matches(i)), key=_newest_first)
    return compare_profiles(matching, query.profile, other)


def assemble_as_of(store: Store, moment: datetime) -> tuple[Incident, ...]:
    """Link only what was published by the moment: later reports must not shape earlier knowledge."""
    readings = tuple(store.iter_readings(until=moment))
    judgements = recall_judgements(store.list_judgements(), moment)
    chains = store.collection.list_chains()
    origins = group_origins((reading.document for reading in readings), judgements=judgements, chains=chains)
    linkage = link_mentions(
        readings, judgements=judgements, rows=store.list_rows(), origins=origins, now=moment
    )
    claims = gather_claims(store, readings)
    found = assemble_register(
        readings,
        forget_later(linkage, moment),
        claims=claims,
        origins=origins,
        judgements=judgements,
        chains=chains,
        publishers=make_table(store.list_publishers(), on=moment.astimezone(UTC).date()),
    )
    return drop_hidden(store, found)


def recall_judgements(judgements: Iterable[Judgement], moment: datetime) -> tuple[Judgement, ...]:
    """Return the judgements as they stood at a moment: none given later, none taken back later."""
    return tuple(
        replace(one, withdrawn_at=None) if one.withdrawn_at and one.withdrawn_at > moment else one
        for one in judgements
        if one.decided_at <= moment
    )


def forget_later(linkage: Linkage, moment: datetime) -> Linkage:
    """Drop the names of records minted after the moment: nobody could have known them."""
    minted = {row.id: row.minted_at for row in linkage.rows}
    kept = {younger: older for younger, older in linkage.aliases.items() if minted[younger] < moment}
    return replace(linkage, aliases=kept)


def _newest_first(incident: Incident) -> tuple[int, str]:
    day = day_of(incident)
    return (-day.toordinal() if day else 0, incident.id)


def _format(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None
