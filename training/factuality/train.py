"""Fit the factuality score to UDS-IH2 and write its weights.

    uv run --with scikit-learn python training/factuality/train.py ../shared

Two linear models see the same features: a support vector regression, whose loss is the absolute error, and a
ridge regression, which ranks better. Their mean is again one linear model, and that is what is written.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import spacy
from scipy.sparse import csr_matrix
from sklearn.linear_model import Ridge
from sklearn.svm import LinearSVR
from spacy.tokens import Doc

from tocsin.evaluation.gold_events import list_words
from tocsin.languages import load_language
from tocsin.reading.parse import DEFAULT_MODEL, load_model
from tocsin.reading.passage import Passage
from tocsin.reading.statements import find_statements
from tocsin.reading.status.factuality import WEIGHTS_FILE, Weights, hash_feature, score_features, settle_score
from tocsin.reading.status.features import list_features
from tocsin.reading.status.judging import weigh_event

OUT = Path(__file__).parents[2] / "src/tocsin/reading/status" / WEIGHTS_FILE
SEEN_AT_LEAST = 2
COST = 0.06
RIDGE = 40.0
# The mean of two models is nearer to the middle than either; this much brings the spread back.
STRETCH = 1.1


def read_events(path: Path, nlp: spacy.language.Language) -> Iterator[tuple[list[str], float, str]]:
    """Yield the features, the judgement and our own label of every event of a file."""
    language = load_language("en")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    docs = (Doc(nlp.vocab, words=list_words(row)) for row in rows)
    for row, doc in zip(rows, nlp.pipe(docs, batch_size=64), strict=True):
        passage = Passage(doc=doc, document_id=row["id"])
        statements = find_statements(passage, language)
        for event in row["events"]:
            token = doc[event["i"]]
            stand, government, _ = weigh_event(passage, token, statements, language)
            yield list_features(token, government, stand), event["y"], stand.status


def make_matrix(events: list[list[str]], places: dict[int, int]) -> csr_matrix:
    """Return one row an event, one column a feature that is kept."""
    rows = [sorted({places[h] for h in map(hash_feature, names) if h in places}) for names in events]
    starts = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    columns = np.array([column for row in rows for column in row], dtype=np.int32)
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(rows), len(places)))


def fit(events: list[list[str]], judgements: np.ndarray) -> Weights:
    """Return the weights of the mean of both models."""
    seen = Counter(hash_feature(name) for names in events for name in names)
    hashes = np.array(sorted(h for h, times in seen.items() if times >= SEEN_AT_LEAST), dtype=np.uint32)
    matrix = make_matrix(events, {int(h): place for place, h in enumerate(hashes)})
    svr = LinearSVR(C=COST, epsilon=0.0, max_iter=5000, random_state=0, fit_intercept=False)
    ridge = Ridge(alpha=RIDGE, solver="sparse_cg", fit_intercept=False, random_state=0)
    fitted = [model.fit(matrix, judgements).coef_.ravel() for model in (svr, ridge)]
    return Weights(hashes, (STRETCH * np.mean(fitted, axis=0)).astype(np.float16).astype(np.float32))


def describe(judgements: np.ndarray, scores: np.ndarray) -> str:
    """Return the mean absolute error and the correlation in words."""
    error, r = np.abs(judgements - scores).mean(), np.corrcoef(judgements, scores)[0, 1]
    return f"r {r:.3f}, mean absolute error {error:.3f} on {len(scores)} events"


def main() -> None:
    """Fit, write, and say how the result does on the development part."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, help="the folder that holds gold/")
    folder = parser.parse_args().shared / "gold" / "factuality"
    nlp = load_model(DEFAULT_MODEL)
    events, judgements, _ = zip(*read_events(folder / "uds_ih2_train.jsonl.gz", nlp), strict=True)
    weights = fit(list(events), np.array(judgements))
    OUT.parent.mkdir(exist_ok=True)
    np.savez_compressed(OUT, hashes=weights.hashes, values=weights.values.astype(np.float16))
    events, judgements, labels = zip(*read_events(folder / "uds_ih2_dev.jsonl.gz", nlp), strict=True)
    scores = [score_features(names, weights) for names in events]
    settled = [settle_score(score, label) for score, label in zip(scores, labels, strict=True)]
    print(f"{OUT.name}: {len(weights.hashes)} features, {OUT.stat().st_size // 1000} kB")
    print("learned score:  ", describe(np.array(judgements), np.array(scores)))
    print("drawn to label: ", describe(np.array(judgements), np.array(settled)))


if __name__ == "__main__":
    main()
