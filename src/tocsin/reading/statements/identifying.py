"""From the name of a speaker to his full name and his actor in the gazetteer."""

from datetime import date
from functools import lru_cache

from tocsin.gazetteer.actors import compose_actor, find_actor, find_actor_by_id
from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.statements.cast import Cast, Voice, mentions_before
from tocsin.reading.statements.naming import Mention, clean_name


def name_mention(mention: Mention, cast: Cast, on: date | None) -> Voice:
    """Return the voice of a named mention, by its full name and with its actor."""
    name = _complete_name(mention.name, cast, on)
    return Voice(name, SpeakerKind.NAMED, find_actor_id(name, on) or find_actor_id(mention.name, on))


def name_known_person(name: str, on: date | None) -> str:
    """Return the full name of a well-known person for a surname alone, else the name as it is."""
    known = find_actor(name, on=on) if " " not in name else None
    return known.name if known is not None and known.kind == "person" else name


def _complete_name(name: str, cast: Cast, on: date | None) -> str:
    """Return the full name that the document has for a short one, or else the well-known one."""
    full = cast.full_names.get(name)
    known = find_actor(name, on=on) if " " not in name else None
    if known is None or known.kind != "person":
        return full or name
    # The wife's full name is not the president's, though both share the surname.
    return full if full is not None and find_actor_id(full, on) == known.id else known.name


@lru_cache(maxsize=4096)
def find_actor_id(name: str, on: date | None) -> str | None:
    """Return the id of the actor that the gazetteer knows by a name on a day."""
    actor = find_actor(name, on=on)
    return actor.id if actor is not None else None


@lru_cache(maxsize=4096)
def compose_actor_id(phrase: str, on: date | None) -> str | None:
    """Return the id of the actor that the words of a phrase make up: "the Swedish government"."""
    actor = compose_actor(phrase, on=on)
    return actor.actor_id if actor is not None else None


@lru_cache(maxsize=4096)
def is_medium(name: str, on: date | None) -> bool:
    """Whether the gazetteer knows the name as that of a newspaper, a station or an agency."""
    actor = find_actor(name, on=on)
    return actor is not None and actor.kind == "media"


def find_meant_body(
    phrase: str, position: int, cast: Cast, words: SpeakerWords, on: date | None
) -> Voice | None:
    """Return the body a short form means: "Brussels" is the Union, "the alliance" NATO where it is named."""
    name = clean_name(phrase)
    actor_id = words.meant.get(name)
    if actor_id is None:
        return None
    if not name.islower():
        return Voice(name, SpeakerKind.NAMED, actor_id)
    named = any(find_actor_id(mention.name, on) == actor_id for mention in mentions_before(cast, position))
    actor = find_actor_by_id(actor_id)
    return Voice(actor.name, SpeakerKind.NAMED, actor_id) if named and actor is not None else None
