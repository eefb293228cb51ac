"""Find the cables, pipelines, plants, bases, ports and airports a text names: they carry identity."""

import re
from collections import defaultdict
from functools import cache

from tocsin.gazetteer import iter_names

# Ids of the gazetteer's lines and sites; a sea or a region is no asset: too much happens in it.
ASSET_PREFIXES = ("line:", "site:")
WORD = re.compile(r"[\w’'-]+")


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
        if asset_id.startswith(ASSET_PREFIXES) and first is not None:
            by_word[first.group()].append((name, asset_id))
    return {word: tuple(sorted(names, key=lambda pair: -len(pair[0]))) for word, names in by_word.items()}
