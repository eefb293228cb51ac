"""A protocol with little patience: a client that does not finish its request line and headers is let go."""

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 10.0


def make_patient_protocol(seconds: float | None = None) -> "type[H11Protocol]":
    """Return uvicorn's protocol with a limit on how long headers take; the guard limits bodies."""
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    limit = HEADER_SECONDS if seconds is None else seconds

    class PatientProtocol(H11Protocol):
        """Closes a connection whose next request does not come whole in time."""

        _waits: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is not h11.IDLE:
                self._stop_waiting()
            elif self._waits is None:  # a further request on the same connection has begun
                self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def _wait(self) -> None:
            self._waits = self.loop.call_later(limit, self._give_up)

        def _stop_waiting(self) -> None:
            if self._waits is not None:
                self._waits.cancel()
                self._waits = None

        def _give_up(self) -> None:
            if not self.transport.is_closing():
                self.transport.abort()

    return PatientProtocol
