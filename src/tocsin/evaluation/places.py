"""Places: gold names resolved, and names found in raw text, scored by distance as the literature does."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.distances import FARTHEST_KM, find_mean, find_median, measure_area, measure_km
from tocsin.evaluation.gold_events import parse_items, read_moment
from tocsin.evaluation.place_probe import figure_probe, is_probe, predict_probe, tally_probe
from tocsin.gazetteer import country_of_demonym
from tocsin.languages import Language
from tocsin.reading.passage import Passage
from tocsin.reading.places import (
    Resolved,
    Toponym,
    choose_most_populous,
    find_home,
    find_toponyms,
    resolve_toponyms,
)

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

# 100 miles: within it the literature calls an answer right.
NEAR_KM = 161.0
BINS = 10
# Tallies are whole numbers: probabilities are added up in thousandths.
PARTS = 1000
# A gold that marks peoples ("the Danish minister") marks many: TR-News a tenth, GeoVirus none.
SHARE_OF_PEOPLES = 0.01
COUNTRY_CODES = ("PCL", "CONT", "ZN")
BASELINE = "same names, a country or the most populous place"


class PlacesTask:
    """Resolves the gold's names and finds names in raw text; every gold name with a point is scored."""

    name = "places"
    summary = "names of places: resolved where the gold marks them, and found in raw text"
    lower_is_better = frozenset({"median km", "mean km", "AUC", "unresolved", "calibration error"})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Return what each marked name resolves to, and what is found in the raw text."""
        if all(is_probe(item) for item in items):
            return [predict_probe(item, reader.language) for item in items]
        peoples = marks_peoples(items)
        return [
            predict_item(item, passages, reader.language, peoples=peoples)
            for item, _, passages in parse_items([drop_odd_day(item) for item in items], reader)
        ]

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the most populous place of each name, on the same names."""
        return {BASELINE: [line["baseline"] for line in predictions]}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count errors by whole kilometres, matches by overlap, and what the confidences promised."""
        if is_probe(item):
            return tally_probe(item, prediction)
        total: Counter[str] = Counter()
        gold = [name for name in item["toponyms"] if name["lat"] is not None]
        answers = {(line["start"], line["end"]): line["pred"] for line in prediction["toponyms"]}
        for name in gold:
            _tally_answer(total, name, answers.get((name["start"], name["end"])))
        _tally_found(total, gold, prediction["found"])
        return total

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return the figures; distances in kilometres, an unresolved name at the farthest."""
        if total["probes"]:
            return figure_probe(total)
        errors = {int(key[3:]): count for key, count in total.items() if key.startswith("km ")}
        gold, found, right = total["gold"], total["found"], total["found right"]
        return {
            "acc@161": _share(total["right"], gold),
            "acc@161 in country": _share(total["right in country"], total["gold in country"]),
            "acc@161 resolved": _share(total["right"], gold - total["unresolved"]),
            "precision@161": _share(right, found),
            "recall@161": _share(right, gold),
            "F@161": _share(2 * right, found + gold),
            "recognition F": _share(2 * total["met"], found + gold),
            "median km": find_median(errors),
            "mean km": find_mean(errors),
            "AUC": measure_area(errors),
            "unresolved": _share(total["unresolved"], gold),
            "calibration error": _measure_calibration(total),
        }


def drop_odd_day(item: Item) -> Item:
    """Return an item without its date where that is no ISO 8601: "Sat January 3"; no place depends on it."""
    try:
        read_moment(item)
    except ValueError:
        return {**item, "date": None}
    return item


def marks_peoples(items: Sequence[Item]) -> bool:
    """Whether a gold marks peoples and their adjectives as places."""
    names = [name["name"] for item in items for name in item["toponyms"]]
    return sum(country_of_demonym(name) is not None for name in names) > SHARE_OF_PEOPLES * len(names)


def predict_item(
    item: Item, passages: Sequence[Passage], language: Language, *, peoples: bool
) -> dict[str, Any]:
    """Return the answers for one text; the names found beside the marked ones help to resolve them."""
    home = find_home(item.get("url"))
    lines: dict[str, list[Item]] = {"toponyms": [], "found": []}
    simple: dict[str, list[Item]] = {"toponyms": [], "found": []}
    for passage in passages:
        marked = list(_list_marked(item, passage))
        names = find_toponyms(passage, language, home=home)
        free = [name for name in names if not any(_overlap(name, mark) for mark in marked)]
        context = sorted({*marked, *free}, key=lambda name: (name.start, name.end))
        places = resolve_toponyms(passage.text, context, language.places, home=home)
        answers = dict(zip(context, places, strict=True))
        lines["toponyms"] += _encode_marked(passage, marked, [answers[mark] for mark in marked])
        simple["toponyms"] += _encode_marked(passage, marked, choose_most_populous(marked, language.places))
        shown = [peoples or not name.is_adjective for name in names]
        chosen = resolve_toponyms(passage.text, names, language.places, home=home)
        lines["found"] += _encode_found(passage, names, chosen, shown)
        simple["found"] += _encode_found(passage, names, choose_most_populous(names, language.places), shown)
    return {"id": item["id"], **lines, "baseline": {"id": item["id"], **simple}}


def _list_marked(item: Item, passage: Passage) -> Iterator[Toponym]:
    for name in item["toponyms"]:
        start, end = name["start"] - passage.offset, name["end"] - passage.offset
        if 0 <= start < len(passage.text):
            yield Toponym(start, end, name["name"])


def _overlap(one: Toponym, two: Toponym) -> bool:
    return one.start < two.end and two.start < one.end


def _encode_marked(
    passage: Passage, names: Sequence[Toponym], places: Sequence[Resolved | None]
) -> list[Item]:
    return [
        {**_encode_name(passage, name), "pred": None if place is None else _encode_place(place)}
        for name, place in zip(names, places, strict=True)
    ]


def _encode_found(
    passage: Passage, names: Sequence[Toponym], places: Sequence[Resolved | None], shown: Sequence[bool]
) -> list[Item]:
    """Return the names that are shown and resolved: what is taken for no known place is not found."""
    return [
        {**_encode_name(passage, name), **_encode_place(place)}
        for name, place, is_shown in zip(names, places, shown, strict=True)
        if place is not None and is_shown
    ]


def _encode_name(passage: Passage, name: Toponym) -> dict[str, Any]:
    return {"start": passage.offset + name.start, "end": passage.offset + name.end}


def _encode_place(place: Resolved) -> dict[str, Any]:
    entry = place.entry
    return {
        "lat": entry.lat,
        "lon": entry.lon,
        "geonameid": entry.geonames_id,
        "kind": entry.kind,
        "confidence": round(place.confidence, 3),
    }


def is_right(name: Item, answer: Item) -> bool:
    """Whether an answer is the gold's place by its GeoNames id, or lies within 161 km of it."""
    return _measure_error(name, answer) <= NEAR_KM


def _measure_error(name: Item, answer: Item) -> float:
    gold_id = name.get("geonameid")
    if gold_id is not None and str(gold_id) == str(answer["geonameid"]):
        return 0.0
    return measure_km(name["lat"], name["lon"], answer["lat"], answer["lon"])


def _tally_answer(total: Counter[str], name: Item, answer: Item | None) -> None:
    in_country = not (name.get("fcode") or "").startswith(COUNTRY_CODES)
    total["gold"] += 1
    total["gold in country"] += in_country
    if answer is None:
        total["unresolved"] += 1
        total[f"km {FARTHEST_KM}"] += 1
        return
    error = _measure_error(name, answer)
    right = error <= NEAR_KM
    total["right"] += right
    total["right in country"] += right and in_country
    total[f"km {round(error)}"] += 1
    confidence = answer["confidence"]
    number = min(int(confidence * BINS), BINS - 1)
    total[f"sure {number}"] += 1
    total[f"promised {number}"] += round(PARTS * confidence)
    total[f"kept {number}"] += right


def _tally_found(total: Counter[str], gold: Sequence[Item], found: Sequence[Item]) -> None:
    """Match each gold name to the first free name found that overlaps it."""
    total["found"] += len(found)
    taken: set[int] = set()
    for name in gold:
        for number, line in enumerate(found):
            if number not in taken and line["start"] < name["end"] and name["start"] < line["end"]:
                taken.add(number)
                total["met"] += 1
                total["found right"] += is_right(name, line)
                break


def _measure_calibration(total: Mapping[str, int]) -> float:
    """Return the expected calibration error over ten bins of confidence (Guo et al. 2017)."""
    sure = sum(total[f"sure {number}"] for number in range(BINS))
    gaps = (abs(total[f"promised {number}"] / PARTS - total[f"kept {number}"]) for number in range(BINS))
    return _share(sum(gaps), sure)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
