"""Linking: which articles tell of one incident, which marked words of one act, by the register's scorer."""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.clusterings import make_figures, tally_parts
from tocsin.evaluation.linking_gold import (
    choose_main,
    find_common_type,
    list_mentions,
    make_marked,
    read_articles,
)
from tocsin.evaluation.linking_tfidf import link_by_words
from tocsin.evaluation.scoring import load_gold
from tocsin.register.clustering import group_mentions
from tocsin.register.constraints import Ties
from tocsin.register.edges import find_edges
from tocsin.register.mentions import Mention
from tocsin.register.merging import Scores

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

SEED = 6
MULTI = "_multi"
SINGLETONS = "every mention alone"
TFIDF = "TF-IDF of the words, average link"
SHUFFLED = "shuffled stream"


class LinkingTask:
    """Links the articles or marked mentions of a gold, and scores the incidents against the gold's."""

    name = "linking"
    summary = "articles and mentions linked into incidents, by the register's keys, scores and merging"
    lower_is_better = frozenset({"clusters of others"})

    def load_items(self, path: Path) -> list[Item]:
        """Return the items of a file; articles on several incidents bring those on single ones with them."""
        items = load_gold(path)
        if all("incidents" in item for item in items) and MULTI in path.name:
            for suffix in ("", ".gz"):
                single = path.with_name(path.name.replace(MULTI, "") + suffix)
                if single.exists():
                    return [*load_gold(single), *items]
        return items

    def list_lines(self, prediction: Item) -> list[Item]:
        """Return the line of an item without the answer to the shuffled stream."""
        return [{name: value for name, value in prediction.items() if name != "shuffled"}]

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Return the cluster of each article, of each marked mention, or the clusters an article is in."""
        if all("mentions" in item for item in items):
            return _predict_marked(items, reader)
        return _predict_articles(items, reader)

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return singletons, word likeness alone, and our own answer to the stream in another order."""
        shuffled: list[Item] = [{**line, **line["shuffled"]} for line in predictions]
        if any("mentions" in line for line in predictions):
            return {SINGLETONS: _part_mentions(predictions), SHUFFLED: shuffled}
        single = [item for item in items if "incidents" not in item]
        labels = iter(link_by_words([" ".join(_list_texts(item)) for item in single]))
        words: list[Item] = [
            {"id": item["id"], "clusters": []}
            if "incidents" in item
            else {"id": item["id"], "cluster": next(labels)}
            for item in items
        ]
        alone: list[Item] = [
            {"id": line["id"], **({"clusters": []} if "clusters" in line else {"cluster": number})}
            for number, line in enumerate(predictions)
        ]
        return {SINGLETONS: alone, TFIDF: words, SHUFFLED: shuffled}

    def tally_together(self, items: Sequence[Item], predictions: Sequence[Item]) -> list[Counter[str]]:
        """Count what the figures are made of over the whole file: clusters cross documents."""
        tallies: list[Counter[str]] = [Counter() for _ in items]
        owners, gold, answer = [], [], []
        for number, (item, line) in enumerate(zip(items, predictions, strict=True)):
            for label, cluster in _list_labels(item, line):
                owners.append(number)
                gold.append(label)
                answer.append(cluster)
        for owner, counts in zip(owners, tally_parts(gold, answer), strict=True):
            tallies[owner].update(counts)
        _tally_multi(tallies, items, predictions)
        return tallies

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count one item as if it were the whole file."""
        return self.tally_together([item], [prediction])[0]

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return pair F, CoNLL and its parts, and for articles on several incidents how many find two."""
        figures = make_figures(total) if total["items"] or not total["several"] else {}
        if total["several"]:
            figures["both found"] = total["both found"] / total["several"]
            figures["clusters of others"] = total["clusters of others"] / max(total["clusters found"], 1)
        return figures


def link(mentions: Sequence[Mention]) -> dict[str, int]:
    """Return the cluster of each mention by its id: the register's own linking without judgements."""
    ordered = sorted(mentions, key=lambda mention: (mention.key, mention.id))
    edges = find_edges(ordered)
    groups = group_mentions(range(len(ordered)), edges, ties=Ties(), scores=Scores(ordered))
    return {ordered[index].id: number for number, group in enumerate(groups) for index in group}


def _link_twice(mentions: Sequence[Mention]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the clusters, and those of the same stream in another order."""
    shuffled = list(mentions)
    random.Random(SEED).shuffle(shuffled)  # noqa: S311 - an order, no secret
    return link(mentions), link(shuffled)


def _predict_articles(items: Sequence[Item], reader: "Reader") -> list[Item]:
    readings = read_articles(items, reader)
    return answer_articles(items, readings)


def answer_articles(items: Sequence[Item], readings: Sequence[Any]) -> list[Item]:
    """Return the lines of articles that are read already."""
    kind = find_common_type(readings)
    told = [
        list_mentions(reading, kind) if "incidents" in item else (choose_main(reading, kind),)
        for item, reading in zip(items, readings, strict=True)
    ]
    clusters, others = _link_twice([mention for mentions in told for mention in mentions])
    lines: list[Item] = []
    for item, mentions in zip(items, told, strict=True):
        found = [sorted({labels[one.id] for one in mentions}) for labels in (clusters, others)]
        if "incidents" in item:
            lines.append({"id": item["id"], "clusters": found[0], "shuffled": {"clusters": found[1]}})
        else:
            lines.append({"id": item["id"], "cluster": found[0][0], "shuffled": {"cluster": found[1][0]}})
    return lines


def _predict_marked(items: Sequence[Item], reader: "Reader") -> list[Item]:
    marked = list(make_marked(items, reader))
    clusters, others = _link_twice([mention for _, mention in marked])
    found = {id(mark): (clusters[one.id], others[one.id]) for mark, one in marked}
    lines: list[Item] = []
    for item in items:
        events = [mark for mark in item["mentions"] if mark["kind"] == "event"]
        ours, shuffled = (
            [{"sent": mark["sent"], "tok": mark["tok"], "cluster": found[id(mark)][order]} for mark in events]
            for order in (0, 1)
        )
        lines.append({"id": item["id"], "mentions": ours, "shuffled": {"mentions": shuffled}})
    return lines


def _part_mentions(predictions: Sequence[Item]) -> list[Item]:
    return [
        {
            "id": line["id"],
            "mentions": [
                {**mark, "cluster": f"{line['id']} {number}"} for number, mark in enumerate(line["mentions"])
            ],
        }
        for line in predictions
    ]


def _list_texts(item: Item) -> list[str]:
    if "text" in item:
        return [item.get("title") or "", item["text"]]
    return [sentence if isinstance(sentence, str) else " ".join(sentence) for sentence in item["sents"]]


def _list_labels(item: Item, line: Item) -> list[tuple[Hashable, Hashable]]:
    """Return the gold's and our label of everything in an item that stands in one cluster."""
    if "mentions" in item:
        marks = [mark for mark in item["mentions"] if mark["kind"] == "event"]
        return [(m["chain"], found["cluster"]) for m, found in zip(marks, line["mentions"], strict=True)]
    return [] if "incidents" in item else [(item["incident"], line["cluster"])]


def _tally_multi(tallies: Sequence[Counter[str]], items: Sequence[Item], predictions: Sequence[Item]) -> None:
    """Count for articles on several incidents with other reports how many of these they are linked to."""
    told: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for item, line in zip(items, predictions, strict=True):
        if "incidents" not in item and "mentions" not in item:
            told[line["cluster"]][item["incident"]] += 1
    known = {incident for incidents in told.values() for incident in incidents}
    for tally, item, line in zip(tallies, items, predictions, strict=True):
        if "incidents" not in item or len(known & set(item["incidents"])) < 2:
            continue
        met = [told[cluster].most_common(1)[0][0] for cluster in line["clusters"] if told[cluster]]
        tally["several"] += 1
        tally["both found"] += len(set(met) & set(item["incidents"])) >= 2
        tally["clusters found"] += len(met)
        tally["clusters of others"] += sum(incident not in item["incidents"] for incident in met)
