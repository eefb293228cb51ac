"""How far a run is, how fast it goes, and how long it will take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Documents and characters: all of them, those done, and those that an earlier run did."""

    documents: int
    characters: int
    documents_done: int = 0
    characters_done: int = 0
    documents_before: int = 0
    characters_before: int = 0
    seconds: float = 0.0

    @property
    def documents_per_second(self) -> float:
        """Return the rate of this run, 0 before anything is done."""
        return (self.documents_done - self.documents_before) / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Return the time left by the text that is left, None while nothing tells."""
        done = self.characters_done - self.characters_before
        if done <= 0:
            return 0.0 if self.documents_done == self.documents else None
        return (self.characters - self.characters_done) * self.seconds / done

    def describe(self) -> str:
        """Return the pace in words: done of all, rate, time left."""
        left = self.seconds_left
        told = "time left unknown" if left is None else f"{_write_seconds(left)} left"
        rate = f"{self.documents_per_second:,.1f} a second"
        return f"{self.documents_done:,} of {self.documents:,} documents, {rate}, {told}"


def _write_seconds(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
