"""Find the cables, pipelines, plants, bases, ports and airports a text names: they carry identity."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from tocsin.gazetteer import iter_names

# Ids of the gazetteer's lines and sites; a sea or a region is no asset: too much happens in it.
ASSET_PREFIXES = ("line:", "site:")
# "The Kremlin said": a seat of power stands for those who sit in it.
SEATS = frozenset(
    {
        "site:kremlin",
        "site:white_house",
        "site:pentagon",
        "site:downing_street",
        "site:capitol_hill",
        "site:mar_a_lago",
    }
)
# Sentences are asked for again in every linking; a replay links for every week.
MOST_KEPT = 20_000
WORD = re.compile(r"[\w’'-]+")


@lru_cache(maxsize=MOST_KEPT)
def find_assets(text: str) -> frozenset[str]:
    """Return the gazetteer ids of the assets named in a text: "the Balticconnector gas pipeline"."""
    found: set[str] = set()
    taken = 0
    names = _list_by_first_word()
    for match in WORD.finditer(text):
        if match.start() < taken:
            continue
        for name, asset_id in names.get(match.group(), ()):
            end = match.start() + len(name)
            if text.startswith(name, match.start()) and not text[end : end + 1].isalnum():
                found.add(asset_id)
                taken = end
                break
    return frozenset(found)


@cache
def _list_by_first_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """Return names by their first word, longest first: "Nord Stream 2" is not "Nord Stream"."""
    by_word: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, asset_id in iter_names():
        first = WORD.match(name)
        if asset_id.startswith(ASSET_PREFIXES) and asset_id not in SEATS and first is not None:
            # "Munich airport" as well as "Munich Airport".
            for written in {name, name.replace(" Airport", " airport")}:
                by_word[first.group()].append((written, asset_id))
    return {word: tuple(sorted(names, key=lambda pair: -len(pair[0]))) for word, names in by_word.items()}
