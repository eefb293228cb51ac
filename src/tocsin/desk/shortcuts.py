"""The keys of the desk: what each does, and a person's own choice of them, kept in a cookie."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from tocsin.errors import InputError

COOKIE = "tocsin-keys"
COOKIE_SECONDS = 365 * 24 * 3600
SPACE = "Space"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """One thing that a key does."""

    name: str
    key: str
    label: str


SHORTCUTS = (
    Shortcut(name="next", key="j", label="next row"),
    Shortcut(name="previous", key="k", label="row before"),
    Shortcut(name="open", key="o", label="open the row"),
    Shortcut(name="mark", key="v", label="choose the row, or leave it out"),
    Shortcut(name="accept", key="a", label="accept, and go on"),
    Shortcut(name="reject", key="x", label="reject, and go on"),
    Shortcut(name="source", key="n", label="needs a source, and go on"),
    Shortcut(name="skip", key=SPACE, label="skip: go on without a decision"),
    Shortcut(name="undo", key="u", label="undo my last decision, wherever it was"),
    Shortcut(name="edit", key="e", label="edit a field"),
    Shortcut(name="merge", key="m", label="merge with another record"),
    Shortcut(name="split", key="s", label="split mentions off"),
    Shortcut(name="link", key="l", label="link what followed"),
    Shortcut(name="status_1", key="1", label="set the status: candidate"),
    Shortcut(name="status_2", key="2", label="set the status: reported"),
    Shortcut(name="status_3", key="3", label="set the status: corroborated"),
    Shortcut(name="status_4", key="4", label="set the status: confirmed"),
    Shortcut(name="status_5", key="5", label="set the status: disputed"),
    Shortcut(name="status_6", key="6", label="set the status: refuted"),
    Shortcut(name="report", key="r", label="next report of the record"),
    Shortcut(name="search", key="/", label="go to the search"),
    Shortcut(name="help", key="?", label="show the keys"),
)
DEFAULTS: Mapping[str, str] = {entry.name: entry.key for entry in SHORTCUTS}


def read_keys(cookie: str) -> Mapping[str, str]:
    """Return the keys that a cookie gives, ours where it gives none or what cannot be used."""
    try:
        given = dict(parse_qsl(cookie, max_num_fields=len(SHORTCUTS)))
        return choose_keys(given)
    except (InputError, ValueError):
        return DEFAULTS


def write_keys(keys: Mapping[str, str]) -> str:
    """Return the cookie for some keys: only what differs from ours."""
    return urlencode({name: key for name, key in keys.items() if key != DEFAULTS[name]})


def choose_keys(given: Mapping[str, str]) -> Mapping[str, str]:
    """Return all keys with those given in place of ours; refuse what is no key, and one for two things."""
    chosen = dict(DEFAULTS)
    for name, key in given.items():
        if name in chosen and key.strip():
            chosen[name] = _check_key(name, key.strip())
    by_key: dict[str, str] = {}
    for name, key in chosen.items():
        if key in by_key:
            raise InputError(f"key {key!r} is given to {by_key[key]} and to {name}; wanted one key for each")
        by_key[key] = name
    return chosen


def _check_key(name: str, key: str) -> str:
    if key == SPACE or (len(key) == 1 and key.isascii() and key.isprintable()):
        return key
    raise InputError(f"key for {name} is {key!r:.20}; wanted one letter, digit or sign, or the word {SPACE}")
