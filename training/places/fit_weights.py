"""Fit the scalar weights of src/tocsin/reading/places/weights.toml, and print how they do on gold.

python training/places/fit_weights.py --places simulated.jsonl --names labelled.jsonl --blind 0.5 --out FILE \
    [tr_news.jsonl lgl.jsonl geovirus.jsonl]
python training/places/fit_weights.py tr_news.jsonl lgl.jsonl geovirus.jsonl

The first is how the shipped weights are made: of places from the lists of simulate_texts.py, of names from
the public-domain texts of label_texts.py (250 of each of three files); the gold sets are only scored. The
second fits to the gold sets, each left out once, for comparison: their licences forbid to ship that.

Resolution is a conditional logit over the places a name may mean, recognition a logistic regression over runs
of words; both are fitted twice, without and with what the rest of the text says. Of the texts only these
weights are kept, rounded to two decimals.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from spacy.tokens import DocBin

from tocsin.evaluation.places import PlacesTask, is_right, marks_peoples, predict_item
from tocsin.evaluation.scoring import load_gold
from tocsin.languages import load_language
from tocsin.reading.passage import Passage
from tocsin.reading.places import find_home, recognising, resolving, weights
from tocsin.reading.places.holding import make_units
from tocsin.reading.places.naming import Toponym
from tocsin.reading.places.proposing import Proposal, propose
from tocsin.reading.places.signs import CONTEXT, describe
from tocsin.reading.places.signs import FEATURES as SIGNS
from tocsin.reading.places.supporting import add_support
from tocsin.reading.places.weighing import FEATURES, OWN, Floats, Table, believe, make_table

WORDS = load_language("en").places
ROUNDS = 3
# A run of words is the gold's name where they share this much of their characters.
SHARED = 0.6
# The label of a run that nothing is learned from.
UNSURE = -1.0
EMPTY = weights.Weights(
    np.zeros(len(OWN)), np.zeros(len(FEATURES)), np.zeros(len(SIGNS)), np.zeros(len(SIGNS) + len(CONTEXT))
)


@dataclass
class Marked:
    """The gold names of a text with their candidates, and for each unit which of them are right."""

    table: Table
    right: dict[int, Any]
    counts: dict[int, int]


@dataclass
class Run:
    """The runs of words of a parsed piece, their signs, and which of them the gold marks."""

    doc: Any
    offset: int
    home: str | None
    proposals: list[Proposal]
    signs: Floats
    labels: Floats


def load_marked(item: Any) -> Marked | None:
    """Return the gold names of a text with the right candidates of each; None where no name is known."""
    names = sorted(item["toponyms"], key=lambda name: (name["start"], name["end"]))
    toponyms = [Toponym(name["start"], name["end"], name["name"]) for name in names]
    units, unit_of = make_units(item["text"], toponyms, WORDS)
    if not units:
        return None
    table = make_table(units, home=find_home(item.get("url")))
    right: dict[int, Any] = {}
    counts: defaultdict[int, int] = defaultdict(int)
    for name, number in zip(names, unit_of, strict=True):
        if number is None or name["lat"] is None:
            continue
        counts[number] += 1
        answers = [_encode(candidate.entry) for candidate in units[number].candidates]
        right.setdefault(number, np.array([is_right(name, answer) for answer in answers]))
    return Marked(table, right, counts)


def _encode(entry: Any) -> dict[str, Any]:
    return {"lat": entry.lat, "lon": entry.lon, "geonameid": entry.geonames_id}


def fit_places(texts: Sequence[Marked]) -> tuple[Floats, Floats]:
    """Fit the weights of places: by themselves, then with the support of the others as then believed."""
    first = _fit_choice(texts, [text.table.features[:, : len(OWN)] for text in texts])
    later = np.zeros(len(FEATURES))
    beliefs = [believe(text.table, text.table.features[:, : len(OWN)] @ first) for text in texts]
    for _ in range(ROUNDS):
        later = _fit_choice(
            texts, [add_support(text.table, b) for text, b in zip(texts, beliefs, strict=True)]
        )
        fitted = replace(EMPTY, place_first=first, place_later=later)
        beliefs = [resolving.weigh(text.table, fitted) for text in texts]
    return first, later


def _fit_choice(texts: Sequence[Marked], features: Sequence[Floats]) -> Floats:
    rows, right, sizes, often = [], [], [], []
    for text, matrix in zip(texts, features, strict=True):
        for number, answers in text.right.items():
            if len(answers) > 1 and answers.any():
                start, end = text.table.bounds[number]
                rows.append(matrix[start:end])
                right.append(answers)
                sizes.append(end - start)
                often.append(np.sqrt(text.counts[number]))
    x, y, weight = np.vstack(rows), np.concatenate(right).astype(float), np.array(often)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    unit = np.repeat(np.arange(len(sizes)), sizes)

    def loss(beta: Floats) -> tuple[float, Floats]:
        scores = x @ beta
        power = np.exp(scores - np.maximum.reduceat(scores, starts)[unit])
        total = np.add.reduceat(power, starts)
        good = np.maximum(np.add.reduceat(power * y, starts), 1e-300)
        slope = x.T @ ((power / total[unit] - power * y / good[unit]) * weight[unit])
        return float(-(weight * np.log(good / total)).sum() + beta @ beta / 2), slope + beta

    fitted: Floats = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x
    return fitted


def load_runs(item: Any, pieces: Sequence[tuple[int, Any]]) -> Iterator[Run]:
    """Yield the pieces of a text with their runs of words and which of them the gold marks."""
    marks = [(name["start"], name["end"]) for name in item["toponyms"]]
    unsure = item.get("unsure", ())
    for offset, doc in pieces:
        proposals = propose(doc, WORDS)
        if not proposals:
            continue
        labels: list[float] = []
        for proposal in proposals:
            start = offset + doc[proposal.start].idx
            labels.append(any(_share(start, start + len(proposal.text), *mark) >= SHARED for mark in marks))
        for number, proposal in enumerate(proposals):
            start = offset + doc[proposal.start].idx
            if [start, start + len(proposal.text)] in unsure:
                labels[number] = UNSURE
        signs = describe(doc, proposals, WORDS)
        yield Run(doc, offset, find_home(item.get("url")), proposals, signs, np.array(labels, dtype=float))


def _share(start: int, end: int, other_start: int, other_end: int) -> float:
    return max(0, min(end, other_end) - max(start, other_start)) / (
        max(end, other_end) - min(start, other_start)
    )


def fit_names(runs: Sequence[Run], places: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Fit the weights of names: at a first look, then with the whole text in view."""
    sure = [run.labels != UNSURE for run in runs]
    first = _fit_yes_no(
        np.vstack([run.signs[kept] for run, kept in zip(runs, sure, strict=True)]),
        np.concatenate([run.labels[kept] for run, kept in zip(runs, sure, strict=True)]),
    )
    use(replace(EMPTY, place_first=places[0], place_later=places[1]))
    rows, labels = [], []
    for run, learned in zip(runs, sure, strict=True):
        chances = recognising.squash(run.signs @ first)
        context = recognising.look_around(run.doc, run.proposals, chances, WORDS, home=run.home)
        kept = (chances >= recognising.HOPELESS) & learned
        rows.append(np.hstack([run.signs, context])[kept])
        labels.append(run.labels[kept])
    return first, _fit_yes_no(np.vstack(rows), np.concatenate(labels))


def _fit_yes_no(x: Floats, y: Floats) -> Floats:
    def loss(beta: Floats) -> tuple[float, Floats]:
        scores = x @ beta
        slope = x.T @ (recognising.squash(scores) - y) + beta
        return float(np.logaddexp(0, scores).sum() - y @ scores + beta @ beta / 2), slope

    fitted: Floats = minimize(
        loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 1000}
    ).x
    return fitted


def use(fitted: weights.Weights) -> None:
    """Let recognition and resolution work with these weights."""
    for module in (resolving, recognising):
        module.load_weights = lambda: fitted  # type: ignore[attr-defined]


def fit(texts: Sequence[Marked | None], runs: Sequence[Run]) -> weights.Weights:
    """Fit all weights, rounded as they are kept."""
    places = fit_places([text for text in texts if text is not None])
    names = fit_names(runs, places)
    return weights.Weights(*(np.round(values, 2) for values in (*places, *names)))


def score_set(items: Sequence[Any], pieces: Sequence[Sequence[tuple[int, Any]]]) -> str:
    """Return the main figures on a set with the weights now in use."""
    task, total, language = PlacesTask(), Counter[str](), load_language("en")
    peoples = marks_peoples(items)
    for item, parts in zip(items, pieces, strict=True):
        passages = [Passage(doc=doc, document_id="gold", offset=offset) for offset, doc in parts]
        total.update(task.tally(item, predict_item(item, passages, language, peoples=peoples)))
    return ", ".join(f"{name} {value:.3f}" for name, value in task.figures(total).items())


def hide_labels(runs: Sequence[Run], share: float) -> None:
    """Take the language model's labels from a share of the runs, so that the other signs are learned too.

    Texts labelled by that model teach nothing else otherwise.
    """
    hidden = [number for number, sign in enumerate(SIGNS) if sign.startswith(("is_", "inside_", "memory_"))]
    chance = np.random.default_rng(1)
    for run in runs:
        blind = np.flatnonzero(chance.random(len(run.signs)) < share)
        run.signs[np.ix_(blind, hidden)] = 0.0


def print_weights(fitted: weights.Weights, out: Path) -> None:
    """Write the weights as the package keeps them."""
    lines = ["# Scalar weights of recognition and resolution: training/places/fit_weights.py made them."]
    for name, features in weights.TABLES.items():
        lines += ["", f"[{name}]"]
        lines += [f"{f} = {float(v)!r}" for f, v in zip(features, getattr(fitted, name), strict=True)]
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_parses(path: Path, folder: Path | None, items: Sequence[Any]) -> list[list[tuple[int, Any]]]:
    """Return the parsed pieces of each text, from the folder of DocBins where one is given."""
    from tocsin.evaluation.gold_events import make_document
    from tocsin.reading.reader import Reader

    pieces: list[list[tuple[int, Any]]] = [[] for _ in items]
    if folder is None:
        documents = [make_document(item) for item in items]
        for number, (_, passages) in enumerate(Reader().parse(documents)):
            pieces[number] = [(passage.offset, passage.doc) for passage in passages]
        return pieces
    import spacy

    where = json.loads((folder / f"{path.stem}.meta").read_text("utf-8"))
    docs = DocBin().from_disk(folder / f"{path.stem}.spacy").get_docs(spacy.blank("en").vocab)
    for (number, offset), doc in zip(where, docs, strict=True):
        pieces[number].append((offset, doc))
    return pieces


@dataclass
class Gold:
    """The texts of one file with their parses."""

    name: str
    items: list[Any]
    pieces: list[list[tuple[int, Any]]]

    def list_runs(self) -> list[Run]:
        """Return the runs of words of all texts."""
        pairs = zip(self.items, self.pieces, strict=True)
        return [run for item, parts in pairs for run in load_runs(item, parts)]


def read_gold(path: Path, parses: Path | None) -> Gold:
    """Read a file and parse its texts, or take the parses from a folder."""
    items = load_gold(path)
    return Gold(path.stem, items, read_parses(path, parses, items))


def compare(sets: Sequence[Gold]) -> None:
    """Print how weights do on each set when they are fitted to the others."""
    runs = {one.name: one.list_runs() for one in sets}
    marked = {one.name: [load_marked(item) for item in one.items] for one in sets}
    for left in sets:
        others = [one.name for one in sets if one is not left]
        use(fit([t for name in others for t in marked[name]], [r for name in others for r in runs[name]]))
        print(f"{left.name} left out: {score_set(left.items, left.pieces)}")
    use(fit([t for name in marked for t in marked[name]], [r for name in runs for r in runs[name]]))
    for one in sets:
        print(f"{one.name} fitted on: {score_set(one.items, one.pieces)}")


def main() -> None:
    """Fit to made and labelled texts and score the gold, or fit to the gold for comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--places", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--blind", type=float, default=0.0, help="share of runs without the model's labels")
    given = parser.parse_args()
    sets = [read_gold(path, given.parses) for path in given.gold]
    if given.places is None or given.names is None:
        compare(sets)
        return
    runs = read_gold(given.names, None).list_runs()
    hide_labels(runs, given.blind)
    fitted = fit([load_marked(item) for item in load_gold(given.places)], runs)
    use(fitted)
    for one in sets:
        print(f"{one.name}: {score_set(one.items, one.pieces)}")
    if given.out:
        print_weights(fitted, given.out)


if __name__ == "__main__":
    main()
