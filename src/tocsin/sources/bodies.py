"""Bodies of answers: unpacked piece by piece, so that no bomb gets larger than the limit."""

import time
import zlib
from collections.abc import Iterable, Iterator

from tocsin.errors import FetchError

# News pages shrink five to twenty times; what grows a hundredfold is made to.
MOST_GROWTH = 100
GROWTH_BYTES = 1_000_000
"""Under this size a body may grow as it likes: a page of blanks is no attack."""
_PIECE = 65_536


def read_body(pieces: Iterable[bytes], *, encoding: str, max_bytes: int, deadline: float) -> bytes:
    """Return the unpacked body; refuse one that is too large, grows beyond reason, is cut off or endless."""
    body, packed = bytearray(), 0
    unpack = _choose(encoding)
    for piece in pieces:
        packed += len(piece)
        for part in unpack(piece):
            body += part
            is_large = len(body) > max_bytes
            if (is_large or len(body) > GROWTH_BYTES) and len(body) > MOST_GROWTH * (packed - unpack.left):
                raise FetchError(
                    f"packs more than {MOST_GROWTH} bytes into one; refused as a bomb", kind="bomb"
                )
            if is_large:
                raise FetchError(
                    f"has more than the limit of {max_bytes:,} bytes; raise max_input_bytes", kind="too_large"
                )
        if time.monotonic() > deadline:
            raise FetchError(
                "took too long in all; raise fetch_seconds if it must", kind="timeout", passing=True
            )
    return bytes(body)


class _Plain:
    left = 0

    def __call__(self, piece: bytes) -> Iterator[bytes]:
        yield piece


class _Deflated:
    """Unpacks gzip and deflate; a server that says deflate may send either kind of it."""

    def __init__(self, *, is_gzip: bool) -> None:
        self._is_gzip = is_gzip
        self._unpacker: zlib._Decompress | None = None
        self.left = 0
        """How many bytes of the present piece are not unpacked yet."""

    def __call__(self, piece: bytes) -> Iterator[bytes]:
        if self._unpacker is None:
            # A zlib stream opens with 0x78; what does not is raw deflate.
            raw = -zlib.MAX_WBITS if piece[:1] != b"\x78" else zlib.MAX_WBITS
            self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16 if self._is_gzip else raw)
        try:
            while piece and not self._unpacker.eof:
                part = self._unpacker.decompress(piece, _PIECE)
                piece = self._unpacker.unconsumed_tail
                self.left = len(piece)
                yield part
        except zlib.error:
            raise FetchError(
                "is broken where it is packed; try again later", kind="encoding", passing=True
            ) from None


def _choose(encoding: str) -> "_Plain | _Deflated":
    match encoding.strip().casefold():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Deflated(is_gzip=True)
        case "deflate":
            return _Deflated(is_gzip=False)
    raise FetchError(f"is packed as {encoding[:40]!r}; wanted gzip, deflate or plain", kind="encoding")
