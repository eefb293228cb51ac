"""What the desk tells of its own work: requests by route and outcome, how long they took, what is held."""

import time
from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin.desk.base import Desk
from tocsin.errors import StoreError

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0)
UNMATCHED = "none"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Meter:
    """Counts the requests of one desk."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "tocsin_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "tocsin_request_seconds",
            "How long answers took to begin, streams included.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one request under its route: never under its address, which anybody can make up."""
        route = getattr(scope.get("route"), "path", UNMATCHED)
        method = scope["method"] if scope["method"] in METHODS else UNMATCHED
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class Metered:
    """Times every request."""

    def __init__(self, app: ASGIApp, *, meter: Meter) -> None:
        self._app, self._meter = app, meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._meter.note(scope, message["status"], time.perf_counter() - began)
            await send(message)

        await self._app(scope, receive, noting)


class StoreCollector(Collector):
    """Asks the store how much it holds, each time the numbers are asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[Any]:
        """Yield what the store holds; a store that does not answer is down, and holds nothing known."""
        up = GaugeMetricFamily("tocsin_store_up", "Whether the store answers.")
        try:
            # Of a large store the rows are counted behind, and not at the first asking.
            counts, linked_at = self._desk.holdings.count().value, self._desk.store.load_linked_at()
        except StoreError:
            up.add_metric([], 0.0)
            yield up
            return
        up.add_metric([], 1.0)
        yield up
        held = GaugeMetricFamily("tocsin_rows", "Rows in the store.", labels=("kind",))
        kinds = ("documents", "statements", "events", "claims", "incidents", "failures", "unlinked")
        for kind in kinds if counts is not None else ():
            held.add_metric([kind], float(getattr(counts, kind)))
        yield held
        if linked_at is not None:
            when = linked_at.timestamp()
            yield GaugeMetricFamily("tocsin_linked_timestamp_seconds", "When linked last.", value=when)


def tell_metrics(meter: Meter) -> Response:
    """Return all numbers in the text format of Prometheus."""
    return Response(generate_latest(meter.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
