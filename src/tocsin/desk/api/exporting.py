"""Exports as they are written: what an exporter writes goes out piece by piece, and is never held whole."""

import queue
from collections.abc import Iterator
from threading import Thread
from typing import Any, BinaryIO, cast

from fastapi import HTTPException, Request
from starlette.responses import Response, StreamingResponse

from tocsin.desk.asking import Filter, read_address
from tocsin.desk.base import Desk
from tocsin.desk.pages.incidents import iter_whole
from tocsin.desk.seeing import Endpoint, see_as
from tocsin.desk.selecting import INCIDENT_FILTERS, choose_incidents
from tocsin.errors import ExportError, TocsinError
from tocsin.exports import EXPORTERS, ExportContext, find_exporter
from tocsin.exports.base import Exporter
from tocsin.model import Incident
from tocsin.pipeline.masking import mask_incidents
from tocsin.pipeline.sharing import hold_back
from tocsin.version import __version__

PIECE = 64 * 1024
PIECES_AHEAD = 8
GIVE_UP_SECONDS = 60.0
"""A client that takes nothing for so long has gone."""
LOOK_SECONDS = 0.05
"""How often it is looked whether the exporter has ended, while it writes nothing."""
FILTERS: tuple[Filter, ...] = INCIDENT_FILTERS
FORMATS = tuple(entry.name for entry in EXPORTERS)


class GoneError(OSError):
    """Nobody takes what is written any more."""


class Pipe:
    """A stream to write to whose pieces another thread takes; it waits when they are not taken."""

    closed = False

    def __init__(self, *, give_up_seconds: float = GIVE_UP_SECONDS) -> None:
        self._pieces: queue.Queue[bytes] = queue.Queue(PIECES_AHEAD)
        self._held = bytearray()
        self._give_up_seconds = give_up_seconds
        self._is_left = self._is_over = False
        self._fault: TocsinError | None = None
        self._written = 0

    def write(self, content: bytes) -> int:
        """Take content from the exporter."""
        self._held += content
        self._written += len(content)
        if len(self._held) >= PIECE:
            self.flush()
        return len(content)

    def flush(self) -> None:
        """Hand on what is held."""
        if self._held:
            self._put(bytes(self._held))
            self._held.clear()

    def tell(self) -> int:
        """Return how much was written."""
        return self._written

    def writable(self) -> bool:
        """Whether it can be written to."""
        return True

    def readable(self) -> bool:
        """Whether it can be read from, as a file can: its pieces are taken another way."""
        return False

    def seekable(self) -> bool:
        """Whether one can go back: what has been sent is sent."""
        return False

    def end(self, fault: TocsinError | None) -> None:
        """Say that nothing more comes, and why if it should have; this never waits."""
        self._fault = fault
        self._is_over = True

    def _put(self, piece: bytes) -> None:
        if self._is_left:
            raise GoneError("nobody reads")
        try:
            self._pieces.put(piece, timeout=self._give_up_seconds)
        except queue.Full as error:
            raise GoneError("nobody reads") from error

    def read(self) -> Iterator[bytes]:
        """Yield the pieces; the exporter's error, if there was one, is raised after what came before it."""
        try:
            while True:
                is_last = self._is_over
                try:
                    yield self._pieces.get(block=not is_last, timeout=LOOK_SECONDS)
                except queue.Empty:
                    if is_last:
                        break
            if self._fault is not None:
                raise self._fault
        finally:
            self._is_left = True
            while not self._pieces.empty():  # let a writer that waits go on, and stop
                self._pieces.get_nowait()


def make_export(desk: Desk) -> Endpoint:
    """Return the endpoint of exports."""

    def answer(request: Request) -> Response:
        asked = read_address(request.url.path, request.query_params.multi_items(), FILTERS, strict=True)
        name = str(request.path_params["format"])
        if name not in FORMATS:
            raise HTTPException(404, f"there is no format {name!r:.40}; known: {', '.join(FORMATS)}")
        seen, exporter = see_as(desk, request), find_exporter(name)
        chosen = choose_incidents(seen, asked)
        context = ExportContext(
            profile=chosen.profile,
            generated_at=seen.clock(),
            version=__version__,
            since=asked.raw.get("since"),
            until=asked.raw.get("until"),
        )
        # Whole, with their quotes: what lists hold of a record is less than what leaves.
        incidents = tuple(iter_whole(seen, chosen, asked_as_of=asked.get("as_of") is not None))
        if exporter.is_shared:
            # Formats for other houses leave here as they do at the command line.
            passed = hold_back(incidents, seen.settings.share_up_to).incidents
            incidents = tuple(mask_incidents(seen.store, passed))
        headers = {
            "Content-Disposition": f'attachment; filename="tocsin-incidents{exporter.suffix}"',
            "X-Total-Count": str(len(incidents)),
        }
        pieces = write_pieces(exporter, incidents, context)
        return StreamingResponse(pieces, media_type=exporter.media_type, headers=headers)

    return answer


def write_pieces(
    exporter: Exporter, incidents: tuple[Incident, ...], context: ExportContext
) -> Iterator[bytes]:
    """Yield an export piece by piece; the first is made before this returns, so that faults are told."""
    pipe = Pipe()
    Thread(target=_write, args=(exporter, incidents, context, pipe), daemon=True).start()
    pieces = pipe.read()
    first = next(pieces, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from pieces

    return rest()


def _write(exporter: Exporter, incidents: tuple[Incident, ...], context: ExportContext, pipe: Any) -> None:
    fault: TocsinError | None = ExportError("the export broke off; what came before is not whole")
    try:
        exporter.write(incidents, cast("BinaryIO", pipe), context)
        pipe.flush()
        fault = None
    except TocsinError as error:
        fault = error
    except GoneError:
        pass  # who took the pieces has gone, or took none for too long
    finally:
        # Whatever happened, the reader must not wait for ever.
        pipe.end(fault)
