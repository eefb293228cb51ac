"""What a host asks of robots (RFC 9309): groups by name, the longest rule wins, `*` and `$` in paths."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

NAME = "tocsin"
MOST_CHARACTERS = 500_000
"""RFC 9309 section 2.5: at least 500 kibibytes must be read; what follows may be left."""
MOST_DELAY_SECONDS = 60.0
"""A longer delay than this is kept as this: the interval of a source is longer anyway."""
ALLOW_ALL = ""
DENY_ALL = "User-agent: *\nDisallow: /"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a group: a path, whether it is allowed, and how long its pattern is."""

    path: re.Pattern[str]
    length: int
    allows: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules that hold for us."""

    rules: tuple[Rule, ...] = ()
    delay_seconds: float = 0.0

    def allows(self, address: str) -> bool:
        """Whether an address may be fetched."""
        parts = urlsplit(address)
        path = _fold(parts.path or "/") + (f"?{_fold(parts.query)}" if parts.query else "")
        met = [rule for rule in self.rules if rule.path.match(path)]
        # Of two rules as long as one another the one that allows wins.
        return max(met, key=lambda rule: (rule.length, rule.allows)).allows if met else True


@lru_cache(maxsize=1024)
def parse_robots(text: str) -> Robots:
    """Read a robots.txt; lines that are no rules are passed over."""
    groups: list[tuple[set[str], list[tuple[str, str]]]] = []
    is_open = False
    for line in text[:MOST_CHARACTERS].removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not is_open:
                groups.append((set(), []))
            groups[-1][0].add(value.casefold())
            is_open = True
        elif key in ("allow", "disallow", "crawl-delay") and groups:
            groups[-1][1].append((key, value))
            is_open = False
    ours = [lines for names, lines in groups if NAME in names]
    chosen = ours or [lines for names, lines in groups if "*" in names]
    lines = [line for group in chosen for line in group]
    return Robots(
        rules=tuple(_make_rule(path, allows=key == "allow") for key, path in lines if _is_rule(key, path)),
        delay_seconds=max((_read_delay(value) for key, value in lines if key == "crawl-delay"), default=0.0),
    )


def _is_rule(key: str, path: str) -> bool:
    # "Disallow:" with nothing after it forbids nothing.
    return key != "crawl-delay" and path != ""


def _make_rule(path: str, *, allows: bool) -> Rule:
    ends = path.endswith("$")
    # Runs of stars are one, or a hostile pattern would take for ever.
    pieces = re.sub(r"\*+", "*", path.removesuffix("$")).split("*")
    pattern = ".*?".join(re.escape(_fold(piece)) for piece in pieces[:8])
    return Rule(path=re.compile(pattern + ("$" if ends else "")), length=len(path), allows=allows)


def _read_delay(value: str) -> float:
    try:
        return min(max(float(value), 0.0), MOST_DELAY_SECONDS)
    except ValueError:
        return 0.0


def _fold(path: str) -> str:
    """Return a path written one way, whatever in it was percent-encoded."""
    return quote(unquote(path, errors="replace"), safe="/?=&;:@!$'()+,~")
