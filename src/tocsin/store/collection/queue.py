"""What is to be asked next: leases of sources, pages and hosts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, or_, select, update

from tocsin.model.collection import Stage
from tocsin.store.collection.base import CollectionPart
from tocsin.store.collection.rows import build_source, build_version, is_watched, select_versions
from tocsin.store.collection_base import Job
from tocsin.store.schema_collection import (
    hosts,
    items,
    versions,
    watched_sources,
)


class QueueRows(CollectionPart):
    """Requests that are due, each given to one process at a time."""

    def take_jobs(
        self,
        *,
        at: datetime,
        until: datetime,
        by: str,
        next_at: datetime,
        most: int,
        polls_until: datetime,
    ) -> tuple[Job, ...]:
        """Lease requests that are due, one a host at most, to `by` until a moment."""
        with self._write() as connection:
            jobs = find_jobs(connection, at=at, most=most, polls_until=polls_until)
            for job in jobs:
                lease = {"lease_until": until, "lease_by": by}
                self._upsert(connection, hosts, [{"host": job.host, "next_at": next_at, **lease}])
                if job.recheck and job.version is not None:
                    named = items.c.id == job.version.item_id
                    connection.execute(update(items).where(named).values(recheck_at=until))
                    continue
                table = watched_sources if job.version is None else versions
                mine = (
                    watched_sources.c.id == job.source.id
                    if job.version is None
                    else versions.c.number == job.version.number
                )
                connection.execute(update(table).where(mine).values(lease))
        return jobs

    def next_due(self) -> datetime | None:
        """Return when the next request is due, None where nothing is left to ask."""
        source = select(func.min(watched_sources.c.due_at)).where(watched_sources.c.enabled)
        page = select(func.min(versions.c.due_at)).where(
            versions.c.stage == Stage.FOUND.value, is_watched(versions)
        )
        again = select(func.min(items.c.recheck_at)).where(is_watched(items))
        with self._read() as connection:
            found = [connection.scalar(one) for one in (source, page, again)]
        return min((moment for moment in found if moment is not None), default=None)

    def free_host(
        self, host: str, *, next_at: datetime, robots: str | None = None, robots_at: datetime | None = None
    ) -> None:
        """Give a host back: it may be asked again at a moment; robots.txt is kept where one was fetched."""
        row: dict[str, Any] = {"next_at": next_at, "lease_until": None, "lease_by": None}
        if robots_at is not None:
            row |= {"robots": robots, "robots_at": robots_at}
        with self._write() as connection:
            connection.execute(update(hosts).where(hosts.c.host == host).values(row))

    def release_leases(self, is_over: Callable[[str], bool], *, next_at: datetime) -> int:
        """Give back what is leased to those that have ended; returns how many leases."""
        released = 0
        with self._write() as connection:
            for table in (hosts, watched_sources, versions):
                held = table.c.lease_by.is_not(None)
                holders = connection.scalars(select(table.c.lease_by).where(held).distinct()).all()
                for holder in holders:
                    if is_over(holder):
                        change = update(table).where(table.c.lease_by == holder)
                        free = change.values(lease_until=None, lease_by=None)
                        if table is hosts:
                            free = free.values(next_at=next_at)
                        released += connection.execute(free).rowcount
        return released


def find_jobs(connection: Connection, *, at: datetime, most: int, polls_until: datetime) -> tuple[Job, ...]:
    """Return what is due on hosts that may be asked, a page before a source, one for each host."""
    found: dict[str, Job] = {}
    pages = (
        select(func.min(versions.c.number))
        .outerjoin(hosts, hosts.c.host == versions.c.host)
        .where(versions.c.stage == Stage.FOUND.value, versions.c.due_at <= at, is_watched(versions))
        .where(
            _is_free(hosts, at), _is_free(versions, at), or_(hosts.c.host.is_(None), hosts.c.next_at <= at)
        )
        .group_by(versions.c.host)
        .limit(most)
    )
    numbers = connection.scalars(pages).all()
    for row in connection.execute(select_versions().where(versions.c.number.in_(numbers))):
        _add_page_job(connection, found, row, recheck=False)
    if len(found) < most:
        again = (
            select(items.c.id)
            .outerjoin(hosts, hosts.c.host == items.c.host)
            .where(
                items.c.recheck_at <= polls_until,
                items.c.gone_at.is_(None),
                _is_free(hosts, at),
                is_watched(items),
            )
            .where(or_(hosts.c.host.is_(None), hosts.c.next_at <= at))
            .order_by(items.c.recheck_at)
            .limit(most)
        )
        for item_id in connection.scalars(again).all():
            newest = select_versions().where(versions.c.item_id == item_id)
            row_ = connection.execute(newest.order_by(versions.c.ordinal.desc()).limit(1)).first()
            if row_ is not None:
                _add_page_job(connection, found, row_, recheck=True)
    if len(found) < most:
        due = (
            select(watched_sources, hosts.c.robots, hosts.c.robots_at)
            .outerjoin(hosts, hosts.c.host == watched_sources.c.host)
            .where(watched_sources.c.enabled, watched_sources.c.due_at <= polls_until)
            .where(_is_free(watched_sources, at), _is_free(hosts, at))
            .where(or_(hosts.c.host.is_(None), hosts.c.next_at <= at))
            .order_by(watched_sources.c.due_at)
            .limit(most)
        )
        for row in connection.execute(due):
            source, state = build_source(row)
            job = Job(
                source=source,
                state=state,
                host=row.host,
                address=source.address,
                robots=row.robots,
                robots_at=row.robots_at,
            )
            found.setdefault(row.host, job)
    return tuple(found.values())[:most]


def _add_page_job(connection: Connection, found: dict[str, Job], row: Row[Any], *, recheck: bool) -> None:
    """Add the request for a page; the page of a source that is no longer watched is left alone."""
    named = watched_sources.c.id == row.source_id
    owner = connection.execute(select(watched_sources).where(named, watched_sources.c.enabled)).first()
    host = row.item_host
    if owner is None or host is None or host in found or row.url is None:
        return
    source, state = build_source(owner)
    asked = connection.execute(select(hosts).where(hosts.c.host == host)).first()
    found[host] = Job(
        source=source,
        state=state,
        host=host,
        address=row.url,
        robots=asked.robots if asked else None,
        robots_at=asked.robots_at if asked else None,
        version=build_version(row),
        recheck=recheck,
    )


def _is_free(table: Table, at: datetime) -> Any:
    return or_(table.c.lease_until.is_(None), table.c.lease_until <= at)
