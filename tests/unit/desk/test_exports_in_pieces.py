"""An export goes out piece by piece, and neither side waits for the other for ever."""

import threading
import time
from datetime import UTC, datetime

import pytest

from tocsin.desk.api import exporting
from tocsin.desk.api.exporting import PIECE, PIECES_AHEAD, GoneError, Pipe, write_pieces
from tocsin.errors import ExportError
from tocsin.exports import ExportContext

CONTEXT = ExportContext(profile="warning", generated_at=datetime(2025, 12, 4, tzinfo=UTC), version="0")


class Writing:
    """An exporter that writes so many pieces, and then fails if it is told to."""

    name = label = suffix = media_type = "test"
    is_binary = is_shared = False

    def __init__(self, pieces, *, fault=None):
        self.pieces, self.fault, self.written, self.ended = pieces, fault, 0, threading.Event()

    def write(self, _incidents, stream, _context):
        try:
            for _ in range(self.pieces):
                stream.write(b"x" * PIECE)
                self.written += 1
            if self.fault:
                raise self.fault
        finally:
            self.ended.set()


@pytest.mark.parametrize("pieces", [0, 1, 40])
def test_all_that_is_written_comes_out(pieces):
    assert b"".join(write_pieces(Writing(pieces), (), CONTEXT)) == b"x" * PIECE * pieces


def test_no_more_is_made_than_somebody_takes():
    exporter = Writing(1000)
    pieces = write_pieces(exporter, (), CONTEXT)
    next(pieces)
    time.sleep(0.3)
    assert exporter.written <= PIECES_AHEAD + 3
    pieces.close()
    assert exporter.ended.wait(10)
    assert exporter.written < 100


def test_fault_before_the_first_piece_is_told_at_once():
    with pytest.raises(ExportError, match="no room"):
        write_pieces(Writing(0, fault=ExportError("no room")), (), CONTEXT)


def test_fault_later_breaks_off_what_is_sent():
    pieces = write_pieces(Writing(3, fault=ExportError("no room")), (), CONTEXT)
    taken = []
    with pytest.raises(ExportError):
        for piece in pieces:
            taken.append(piece)
    assert len(taken) == 3


def test_fault_that_is_not_ours_ends_the_export_too(monkeypatch):
    told = threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _: told.set())
    with pytest.raises(ExportError, match="not whole"):
        write_pieces(Writing(0, fault=KeyError("x")), (), CONTEXT)
    assert told.wait(10)


def test_writer_gives_up_on_who_takes_nothing_and_he_is_told(monkeypatch):
    monkeypatch.setattr(exporting, "Pipe", lambda: Pipe(give_up_seconds=0.2))
    exporter = Writing(1000)
    pieces = write_pieces(exporter, (), CONTEXT)
    next(pieces)
    assert exporter.ended.wait(10)
    with pytest.raises(ExportError, match="not whole"):
        list(pieces)


def test_nothing_is_written_to_who_has_gone():
    pipe = Pipe()
    pipe.write(b"x" * PIECE)
    reading = pipe.read()
    next(reading)
    reading.close()
    with pytest.raises(GoneError):
        pipe.write(b"x" * PIECE)
