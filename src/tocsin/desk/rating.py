"""How often each person or address may ask: a bucket of tokens that fills again as time goes by."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

MOST_BUCKETS = 20_000
"""The least recently used is forgotten, which can only let somebody ask more."""


@dataclass(slots=True)
class Buckets:
    """One bucket a name: it holds `burst` tokens and gets `a_minute` new ones each minute."""

    a_minute: float
    burst: float
    _held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, name: str, *, now: float) -> float:
        """Take a token; return 0 where there was one, else the seconds until there will be one."""
        with self._lock:
            tokens, since = self._held.pop(name, (self.burst, now))
            tokens = min(self.burst, tokens + max(0.0, now - since) * self.a_minute / 60.0)
            short = max(0.0, 1.0 - tokens)
            self._held[name] = (tokens if short else tokens - 1.0, now)
            while len(self._held) > MOST_BUCKETS:
                self._held.popitem(last=False)
        return short * 60.0 / self.a_minute
