"""A text in 64 numbers, so that near-duplicates are found and measured without the texts.

One-permutation MinHash (P. Li, A. Owen, C.-H. Zhang, "One Permutation Hashing", NIPS 2012) over runs of five
words; an empty bin takes the value of the next full one (A. Shrivastava, P. Li, "Densifying One Permutation
Hashing via Rotation", ICML 2014). Two texts share about as many of the 64 as they share runs (Jaccard).
"""

import re
import struct
from dataclasses import dataclass
from hashlib import blake2b

RUN_WORDS = 5
BINS = 64
ROWS = 4
"""Bins to a band: texts are compared where one band is the same; of pairs half alike 64 % are, of 0.8 all."""
FEWEST_RUNS = 32
"""A shorter text says too little: it is a copy of another where it is the same, and not otherwise."""
MOST_WORDS = 20_000
_WORD = re.compile(r"\w+")
_BIN = struct.Struct(f">{BINS}I")
_BAND = struct.Struct(f">{ROWS + 1}I")


@dataclass(frozen=True, slots=True)
class Sketch:
    """The smallest hash of each bin, 32 bits each."""

    bins: tuple[int, ...]

    @property
    def bands(self) -> tuple[int, ...]:
        """Return the keys under which a text meets those like it, signed 64-bit numbers."""
        parts = (self.bins[start : start + ROWS] for start in range(0, BINS, ROWS))
        return tuple(_number(_BAND.pack(place, *part)) for place, part in enumerate(parts))

    def resemble(self, other: "Sketch") -> float:
        """Return which share of their runs of words two texts have in common, 0 to 1, as estimated."""
        return sum(left == right for left, right in zip(self.bins, other.bins, strict=True)) / BINS

    def pack(self) -> bytes:
        """Return the sketch as bytes."""
        return _BIN.pack(*self.bins)


def unpack_sketch(raw: bytes) -> Sketch:
    """Return the sketch that bytes hold."""
    return Sketch(_BIN.unpack(raw))


def make_sketch(text: str) -> Sketch | None:
    """Return the sketch of a text, None for one that is too short."""
    words = _WORD.findall(text.casefold())[:MOST_WORDS]
    runs = {" ".join(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1)}
    if len(runs) < FEWEST_RUNS:
        return None
    least: list[int | None] = [None] * BINS
    for run in runs:
        place, value = divmod(_number(run.encode("utf-8", "surrogatepass")) & (2**38 - 1), 2**32)
        held = least[place]
        if held is None or value < held:
            least[place] = value
    return Sketch(_densify(least))


def _densify(least: list[int | None]) -> tuple[int, ...]:
    """Fill empty bins from the next full one, told apart by how far it was."""
    full: list[int] = []
    for place in range(BINS):
        steps = next(n for n in range(BINS) if least[(place + n) % BINS] is not None)
        value = least[(place + steps) % BINS] or 0
        full.append((value + steps * 0x9E3779B1) & 0xFFFFFFFF)
    return tuple(full)


def _number(raw: bytes) -> int:
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big", signed=True)
