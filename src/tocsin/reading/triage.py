"""Whether a text is about anything tocsin reads, judged by its bare words before any parse."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.languages import Language
from tocsin.languages.topicwords import TopicWords

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A text with fewer words says too little of itself to be put aside: it is read.
FEWEST_WORDS = 25
# One act takes a sentence or two: a text is on topic where any stretch of this many words is.
STRETCH = 50
STEP = 25
MOST_REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Whether a text is on topic, the log odds of its best stretch, and the words that spoke most."""

    on_topic: bool
    score: float
    words: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Return why a text was put aside, as a reader is told it."""
        told = f"; most telling: {', '.join(self.words)}" if self.words else ""
        return f"off topic (score {self.score:.1f}){told}"


def judge_topic(text: str, language: Language) -> Triage:
    """Judge a text by the stretch of its words that speaks most for an act of conflict or hybrid threat."""
    topic = language.topic
    words = WORD.findall(text.lower())
    best, score = max(
        ((stretch, _weigh(stretch, topic)) for stretch in _stretches(words)), key=lambda pair: pair[1]
    )
    if len(words) < FEWEST_WORDS or score >= topic.threshold_at(len(words)):
        return Triage(on_topic=True, score=score)
    telling = sorted(best, key=lambda word: topic.weights.get(word, 0.0))[:MOST_REASONS]
    return Triage(
        on_topic=False,
        score=score,
        words=tuple(word for word in telling if topic.weights.get(word, 0.0) < 0),
    )


def _stretches(words: list[str]) -> Iterator[set[str]]:
    for start in range(0, max(1, len(words) - STRETCH + STEP), STEP):
        yield set(words[start : start + STRETCH])


def _weigh(stretch: set[str], topic: TopicWords) -> float:
    weights = topic.weights
    return topic.bias + sum([weights[word] for word in stretch if word in weights])
