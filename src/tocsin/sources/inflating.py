"""Packed files read piece by piece, so that no bomb gets larger than its limits."""

import io
import zlib
from typing import BinaryIO

from tocsin.errors import DocumentError

GZIP_MARK = b"\x1f\x8b"
# Text packs five to twenty times; what grows a hundredfold is made to.
MOST_GROWTH = 100
GROWTH_BYTES = 10_000_000
"""Under this a file may grow as it likes: a megabyte of blanks is no attack."""
_PIECE = 65_536


class Inflated(io.RawIOBase):
    """A gzipped stream, of one member or many, as what is packed in it; broken or bombs raise an error."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._packed = b""
        self._read, self._grown = 0, 0
        self._between = False
        """Whether a member has ended and no other has begun: the file may end here."""

    def readable(self) -> bool:
        """Say that this is a stream to read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill the buffer, or a part of it; 0 at the end."""
        while True:
            if not self._packed:
                self._packed = self._stream.read(_PIECE)
                self._read += len(self._packed)
                if not self._packed:
                    if not self._between:
                        raise DocumentError("is cut off where it is packed; wanted a whole gzip file")
                    return 0
            part = self._unpack(min(len(buffer), _PIECE))
            if part:
                buffer[: len(part)] = part
                return len(part)

    def _unpack(self, most: int) -> bytes:
        if self._between:
            # Zeros may follow a member (padding of tapes); anything else is another member.
            self._packed = self._packed.lstrip(b"\0")
            if not self._packed:
                return b""
            self._unpacker, self._between = zlib.decompressobj(zlib.MAX_WBITS | 16), False
        try:
            part = self._unpacker.decompress(self._packed, most)
        except zlib.error:
            raise DocumentError("is broken where it is packed; unpack it by hand or get it again") from None
        self._packed = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
        self._between = self._unpacker.eof
        self._grown += len(part)
        if self._grown > GROWTH_BYTES and self._grown > MOST_GROWTH * (self._read - len(self._packed)):
            raise DocumentError(f"packs more than {MOST_GROWTH} bytes into one; refused as a bomb")
        return part
