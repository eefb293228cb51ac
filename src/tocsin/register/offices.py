"""Tell a publisher that is a public body from a newspaper: its own texts are what that body says."""

import re
from functools import lru_cache

from tocsin.gazetteer.actors import compose_actor

# A newspaper may be called after an army or a court, and a news agency is no public agency.
OUTLET = re.compile(
    r"\b(?:news\w*|times|post|press agency|wire|radio|tv|television|broadcast\w*|herald|gazette|daily|weekly"
    r"|review|journal|magazine|today|watch|monitor|observer|tribune|mail|media|online|standard|dispatch"
    r"|letter|report|technology|recognition)\b",
    re.IGNORECASE,
)
# What a public body calls itself.
OFFICE = re.compile(
    r"\b(?:ministr(?:y|ies)|courts?|prosecut\w+|police|armed forces|defen[cs]e forces|general staff|navy|army"
    r"|air force|coast ?guard|border guards?|gendarmerie|intelligence|(?:security|secret) service"
    r"|cyber ?security (?:cent(?:re|er)|agency)|government|(?:office|chancellery|administration) of the"
    r"|prime minister|president|parliament|council of ministers|nato|european commission|united nations)\b",
    re.IGNORECASE,
)
WORD = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?")
MOST_KEPT = 20_000


@lru_cache(maxsize=MOST_KEPT)
def is_office(publisher: str) -> bool:
    """Whether a publisher's name is that of a public body."""
    return OFFICE.search(publisher) is not None and OUTLET.search(publisher) is None


@lru_cache(maxsize=MOST_KEPT)
def list_named_countries(text: str) -> tuple[str, ...]:
    """Return the countries and alliances that a text names in so many words, in its order ("Polish")."""
    found: dict[str, None] = {}
    for match in WORD.finditer(text):
        for words in dict.fromkeys((match.group(), *match.group().split())):
            ref = compose_actor(words.removesuffix("'s").removesuffix("’s"))
            if ref is not None and ref.country and ref.actor_id in (ref.country, f"{ref.country}.GOV"):
                found[ref.country] = None
                break
    return tuple(found)


@lru_cache(maxsize=MOST_KEPT)
def find_named_country(name: str) -> str | None:
    """Return the country or alliance that a name says in its own words: "Polish", "of Latvia"; else None.

    What the gazetteer knows of the whole name comes after: many states have a body of the same name.
    """
    named = list_named_countries(name)
    if named:
        return named[0]
    whole = compose_actor(name)
    return whole.country if whole is not None and whole.tie == "of" else None
