"""Fit the words that tell a text's topic, and write their weights.

    uv run --with scikit-learn python training/triage/fit_topic.py ../shared/corpus

Seen are texts of our own (texts.toml) and public-domain texts: of wh, voa and offtopic the documents whose
hash is even; the odd ones are left for bench/triage_speed.py. A stretch of an on-topic document teaches
where the reader counts an act in it, every stretch of an off-topic one teaches what is none. The thresholds
lose MOST_LOST of the counted acts of wh, voa (scored by fits that have not seen the text) and the even
briefs of cep, no word of which is learned from.
"""

import argparse
import csv
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tocsin.languages import load_language
from tocsin.languages.triggers import VERB
from tocsin.model import Reading
from tocsin.ontology.threats import load_threats
from tocsin.reading.reader import Reader
from tocsin.reading.triage import FEWEST_WORDS, STEP, STRETCH, WORD
from tocsin.sources import Intake, make_document, parse_moment

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/tocsin/languages/en/topic.toml"
SEEN_IN = 4
"""A word is kept that stands in so many documents; words mostly written with a capital are names."""
COST = 0.3
ROUNDS = 2
BEST_OF = 8
FOLDS = 5
MOST_LOST = ((0, 0.001), (45, 0.002), (120, 0.007), (200, 0.014))
"""Of texts from so many words on, the share of acts that may be lost: short ones cost little to read."""
SMALLEST_WEIGHT = 0.04
MADE_DOCUMENTS = 2_500
SEED = 7
CLASSES = ("political", "war_sign", "weapon", "warlike", "sport", "spying", "network")
# Too common, in names and elsewhere, to tell of a state.
NO_STATES = frozenset(
    {"chad", "jordan", "georgia", "turkey", "guinea", "panama", "polish", "victoria", "american"}
)
TITLE = re.compile(r"[A-Z]")

Place = tuple[int, int]
Thresholds = list[tuple[int, float]]
Stretch = tuple[int, int, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text: its size, its counted acts, its rows of the matrix, and which of them teach first."""

    key: str
    on_topic: bool
    words: int
    acts: int
    rows: NDArray[np.int64]
    acting: NDArray[np.bool_]


class Gathered:
    """The texts that are learned from, and all their stretches in one list."""

    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.raw: list[str] = []
        self.stretches: list[frozenset[str]] = []

    def add(self, key: str, text: str, *, on_topic: bool, acts: Sequence[Place] = ()) -> None:
        """Add a text; where acts are known, the stretches that hold one teach first."""
        found = cut_stretches(text)
        acting = [not acts or any(a <= at and stop <= b for at, stop in acts) for a, b, _ in found]
        start = len(self.stretches)
        self.stretches += [words for *_, words in found]
        self.raw.append(text)
        self.texts.append(
            Text(
                key=key,
                on_topic=on_topic,
                words=len(WORD.findall(text)),
                acts=len(acts),
                rows=np.arange(start, len(self.stretches)),
                acting=np.array(acting, dtype=bool),
            )
        )


def is_trained_on(key: str) -> bool:
    """Whether a document belongs to the half that is learned from; the other half measures."""
    return int(sha256(key.encode()).hexdigest()[:8], 16) % 2 == 0


def load_rows(corpus: Path, name: str) -> list[dict[str, Any]]:
    """Return the documents of one file of the corpus that belong to the half learned from."""
    with (corpus / f"{name}.jsonl").open(encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [row for row in rows if is_trained_on(row["id"])]


def read_rows(rows: list[dict[str, Any]], reader: Reader) -> Iterator[Reading]:
    """Yield the reading of each row with the triage switched off."""
    documents = [
        make_document(text=row["text"], intake=Intake(), lang="en", published_at=parse_moment(row["date"]))
        for row in rows
    ]
    for document, passages in reader.parse(documents):
        yield reader.read_parsed(document, passages)


def cut_stretches(text: str) -> list[Stretch]:
    """Return the stretches that the reader weighs, with where they start and end."""
    found = [(match.start(), match.end(), match.group()) for match in WORD.finditer(text.lower())]
    stretches = []
    for start in range(0, max(1, len(found) - STRETCH + STEP), STEP):
        part = found[start : start + STRETCH]
        if part:
            stretches.append((part[0][0], part[-1][1], frozenset(word for _, _, word in part)))
    return stretches


def make_texts(seed: int) -> Iterator[tuple[str, bool]]:
    """Yield made-up texts, each of one topic, and whether it is on topic."""
    draw = random.Random(seed)  # noqa: S311 - a draw, no secret
    topics = tomllib.loads((HERE / "texts.toml").read_text("utf-8"))
    for _ in range(MADE_DOCUMENTS):
        side = draw.choice(("off", "off", "on"))
        sentences = draw.choice(list(topics[side].values()))
        chosen = draw.sample(sentences, min(len(sentences), draw.randint(2, 6)))
        yield " ".join(_fill(sentence, draw) for sentence in chosen), side == "on"


def _fill(sentence: str, draw: random.Random) -> str:
    return re.sub(r"\{([^{}]*)\}", lambda match: draw.choice(match.group(1).split("|")), sentence)


def list_classes() -> dict[str, set[str]]:
    """Return words by the class that lends them weight where the texts hold them too seldom."""
    triggers = load_language("en").triggers
    classes = {name: set(_inflect(triggers.classes.get(name, ()))) for name in CLASSES}
    threats = {phrase[-1] for one in load_threats().values() for t in one.triggers for phrase in t.words}
    classes["threat"] = set(_inflect(threats))
    acts = [
        lemma for (lemma, part), senses in triggers.senses.items() if part == VERB and senses[0].event_type
    ]
    classes["act"] = set(_inflect(acts))
    classes["state"] = set(_list_states())
    subjects = tomllib.loads((HERE / "texts.toml").read_text("utf-8"))["classes"]
    classes |= {f"subject {name}": set(_inflect(words.lower().split())) for name, words in subjects.items()}
    return classes


def _inflect(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if not WORD.fullmatch(word):
            continue
        stem = word[:-1] if word.endswith("e") else word
        yield from (word, f"{word}s", f"{stem}ed", f"{stem}ing")


def _list_states() -> Iterator[str]:
    with (files("tocsin.gazetteer") / "data/countries.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["iso3"] == "USA":
                continue
            for key in ("name", "other_names", "demonyms", "capital", "metonyms"):
                for name in row[key].lower().split("|"):
                    if len(name) > 3 and WORD.fullmatch(name) and name not in NO_STATES:
                        yield name


def choose_words(texts: Iterable[str], *, names: set[str]) -> set[str]:
    """Return the words of enough documents that are mostly written without a capital, or known names."""
    low, high = Counter[str](), Counter[str]()
    for text in texts:
        seen = {match.group() for match in WORD.finditer(text)}
        low.update({word for word in seen if word == word.lower()})
        high.update({word.lower() for word in seen if TITLE.match(word)})
    return {
        word
        for word in low | high
        if low[word] + high[word] >= SEEN_IN and len(word) > 1 and (word in names or low[word] >= high[word])
    }


def make_matrix(stretches: list[frozenset[str]], names: list[str], lends: dict[str, list[str]]) -> csr_matrix:
    """Return one row a stretch, one column a word or class, with how many of its words are in it."""
    places = {name: place for place, name in enumerate(names)}
    rows, columns, values = [], [], []
    for row, stretch in enumerate(stretches):
        held = Counter(name for word in stretch for name in (word, *lends.get(word, ())) if name in places)
        rows += [row] * len(held)
        columns += [places[name] for name in held]
        values += held.values()
    return csr_matrix((values, (rows, columns)), shape=(len(stretches), len(names)), dtype=float)


def fit(texts: list[Text], matrix: csr_matrix) -> LogisticRegression:
    """Fit stretches that hold an act against off-topic ones, then the best of each text against them.

    A text is on topic where its best stretch is, so that stretch is what has to stand out.
    """
    chosen = [row for text in texts for row in text.rows[text.acting]]
    labels = [text.on_topic for text in texts for _ in text.rows[text.acting]]
    model = LogisticRegression(C=COST, max_iter=400).fit(matrix[chosen], labels)
    for _ in range(ROUNDS):
        chosen, labels = [], []
        for text in texts:
            rows = text.rows
            if text.on_topic:
                best = np.argsort(-model.decision_function(matrix[rows]))
                rows = rows[best[: max(1, len(rows) // BEST_OF)]]
            chosen += list(rows)
            labels += [text.on_topic] * len(rows)
        model = LogisticRegression(C=COST, max_iter=400).fit(matrix[chosen], labels)
    return model


def score(text: Text, model: LogisticRegression, matrix: csr_matrix) -> float:
    """Return the score of a text as the reader takes it."""
    return float(model.decision_function(matrix[text.rows]).max())


def score_unseen(texts: list[Text], matrix: csr_matrix) -> dict[str, float]:
    """Return scores by key, each text scored by a fit that has not seen it."""
    scores: dict[str, float] = {}
    for fold in range(FOLDS):
        model = fit([text for place, text in enumerate(texts) if place % FOLDS != fold], matrix)
        scores |= {t.key: score(t, model, matrix) for place, t in enumerate(texts) if place % FOLDS == fold}
    return scores


def choose_thresholds(scored: list[tuple[int, float, int]]) -> list[tuple[int, float]]:
    """Return, for texts of at least so many words, the threshold that loses MOST_LOST of the counted acts.

    The longer a text, the more stretches of it could pass by chance, and the more it has to show.
    """
    ends = [*(least for least, _ in MOST_LOST[1:]), 10**9]
    thresholds = []
    for (least, share), end in zip(MOST_LOST, ends, strict=True):
        within = sorted((value, acts) for words, value, acts in scored if least <= words < end)
        bound = share * sum(acts for _, acts in within)
        lost, last = 0, within[0][0]
        for value, acts in within:
            lost, last = lost + acts, value
            if lost > bound:
                break
        thresholds.append((least, float(np.floor(last * 100) / 100)))
    return thresholds


def find_acts(rows: list[dict[str, Any]], reader: Reader) -> Iterator[tuple[dict[str, Any], list[Place]]]:
    """Yield each row with where the acts stand that the reader counts in it."""
    for row, reading in zip(rows, read_rows(rows, reader), strict=True):
        yield row, [(event.trigger.start, event.trigger.end) for event in reading.events if event.is_counted]


def main() -> None:
    """Read, fit, set the thresholds, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    arguments = parser.parse_args()
    reader = Reader(everything=True)
    gathered = Gathered()
    for name in ("wh", "voa"):
        for row, acts in find_acts(load_rows(arguments.corpus, name), reader):
            gathered.add(row["id"], row["text"], on_topic=True, acts=acts)
    for row in load_rows(arguments.corpus, "offtopic"):
        gathered.add(row["id"], row["text"], on_topic=False)
    for place, (made, on_topic) in enumerate(make_texts(SEED)):
        gathered.add(f"made:{place}", made, on_topic=on_topic)
    briefs = find_acts(load_rows(arguments.corpus, "cep"), reader)
    write(*train(gathered, [(row["text"], len(acts)) for row, acts in briefs]))


def train(gathered: Gathered, briefs: list[tuple[str, int]]) -> tuple[float, Thresholds, dict[str, float]]:
    """Return the bias, the thresholds and the weights; `briefs` only set thresholds."""
    classes = list_classes()
    words = choose_words(gathered.raw, names=set().union(*classes.values()))
    kept = words.union(*classes.values())
    lends = {word: [f"@{name}" for name, members in classes.items() if word in members] for word in kept}
    names = sorted(words) + [f"@{name}" for name in sorted(classes)]
    matrix = make_matrix(gathered.stretches, names, lends)
    model = fit(gathered.texts, matrix)
    bias = float(model.intercept_[0])
    own = dict(zip(names, model.coef_[0], strict=True))
    weights = {word: own.get(word, 0.0) + sum(own[name] for name in lends[word]) for word in sorted(kept)}
    weights = {word: weight for word, weight in weights.items() if abs(weight) >= SMALLEST_WEIGHT}
    unseen = score_unseen(gathered.texts, matrix)
    scored = [(text.words, unseen[text.key], text.acts) for text in gathered.texts if text.acts]
    scored += [(len(WORD.findall(text)), score_text(text, bias, weights), acts) for text, acts in briefs]
    return bias, choose_thresholds([one for one in scored if one[0] >= FEWEST_WORDS]), weights


def score_text(text: str, bias: float, weights: dict[str, float]) -> float:
    """Return the score of a text by weights as they are written."""
    return max(bias + sum(weights.get(word, 0.0) for word in words) for _, _, words in cut_stretches(text))


def write(bias: float, thresholds: Thresholds, weights: dict[str, float]) -> None:
    """Write the data file that the reader loads."""
    lines = [
        "# What each word says of a text's topic: made by training/triage/fit_topic.py, not by hand.",
        "# thresholds: what texts of at least so many words have to reach.",
        "",
        f"bias = {bias:.3f}",
        f"thresholds = [{', '.join(f'[{least}, {value:.2f}]' for least, value in thresholds)}]",
        "",
        "[weights]",
        *(f'"{word}" = {weight:.2f}' for word, weight in weights.items()),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
