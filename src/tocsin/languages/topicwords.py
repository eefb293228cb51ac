"""The words that tell what a text is about, each with the weight it speaks with."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType

from tocsin.errors import OntologyError
from tocsin.languages.wordfile import parse_word_file


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWords:
    """Weights of lower-case words, in natural log odds that words near them tell of an act tocsin reads.

    A stretch of text starts at `bias`. A text is off topic where no stretch of it reaches the threshold for
    texts of its length; `thresholds` are pairs of a number of words and what holds from there on.
    """

    bias: float
    thresholds: tuple[tuple[int, float], ...]
    weights: Mapping[str, float]

    def threshold_at(self, words: int) -> float:
        """Return what a text of so many words has to reach."""
        return next(value for least, value in reversed(self.thresholds) if words >= least)


def load_topic(path: Traversable) -> TopicWords:
    """Load the weights from a language's data file."""
    return parse_topic(path.read_text(encoding="utf-8"), file=path.name)


def parse_topic(text: str, *, file: str = "topic.toml") -> TopicWords:
    """Build the weights from TOML text, or raise an OntologyError that names the fault."""
    top = parse_word_file(text, file=file)
    try:
        weights = {str(word): float(weight) for word, weight in top["weights"].items()}
        thresholds = tuple((int(least), float(value)) for least, value in top["thresholds"])
        bias = float(top["bias"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OntologyError(
            f"{file}: {error!r}; wanted bias, thresholds and a table of weights by word"
        ) from error
    if not thresholds or thresholds[0][0] != 0 or list(thresholds) != sorted(thresholds, key=_least):
        raise OntologyError(f"{file}: thresholds is {thresholds!r}; wanted pairs that start at 0 and rise")
    return TopicWords(bias=bias, thresholds=thresholds, weights=MappingProxyType(weights))


def _least(pair: tuple[int, float]) -> int:
    return pair[0]
