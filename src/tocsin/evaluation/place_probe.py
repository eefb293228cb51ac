"""A list of names that must resolve, each without any text round it: to the right kind, country and point."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.distances import measure_km
from tocsin.languages import Language
from tocsin.reading.places import Resolved, Toponym, choose_most_populous, resolve_toponyms


def is_probe(item: Item) -> bool:
    """Whether a line is one name with the kinds it may be, and no text."""
    return "kinds" in item


def predict_probe(item: Item, language: Language) -> dict[str, Any]:
    """Return the place that the bare name resolves to."""
    name = [Toponym(0, len(item["name"]), item["name"])]
    ours = resolve_toponyms(item["name"], name, language.places)
    return {
        "id": item["name"],
        "pred": _encode(ours),
        "baseline": {"id": item["name"], "pred": _encode(choose_most_populous(name, language.places))},
    }


def _encode(places: Sequence[Resolved | None]) -> dict[str, Any] | None:
    place = places[0]
    if place is None:
        return None
    entry = place.entry
    return {"id": entry.id, "kind": entry.kind, "country": entry.country, "lat": entry.lat, "lon": entry.lon}


def tally_probe(item: Item, prediction: Item) -> Counter[str]:
    """Count a name as right by its kind, its country where the list gives one, and its distance."""
    place = prediction["pred"]
    if place is None:
        return Counter(probes=1)
    distance = measure_km(float(item["lat"]), float(item["lon"]), place["lat"], place["lon"])
    kind = place["kind"] in item["kinds"].split("|")
    country = not item["country"] or item["country"] == place["country"]
    near = distance <= float(item["tolerance_km"])
    return Counter(
        {
            "probes": 1,
            "probes near": int(near),
            "probes of kind": int(kind),
            "probes right": int(kind and country and near),
        }
    )


def figure_probe(total: Counter[str]) -> dict[str, float]:
    """Return the shares of names right in all, near enough, and of the right kind."""
    size = total["probes"]
    return {
        "right": total["probes right"] / size if size else 0.0,
        "near": total["probes near"] / size if size else 0.0,
        "kind": total["probes of kind"] / size if size else 0.0,
    }
