"""The small word language of threats.toml: phrases, `&`, `|` and `@sets`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.ontology.files import Section

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Words side by side, and the same as a set, so that most phrases are ruled out by one look."""

    words: tuple[str, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One item of a `with` or `without` list: every part must be met by one of its phrases."""

    parts: tuple[tuple[Phrase, ...], ...]

    def count_in(self, window: Window) -> int:
        """Return how many parts are met, 0 if one is not."""
        met = all(any(find_phrase(phrase, window) for phrase in part) for part in self.parts)
        return len(self.parts) if met else 0


def open_window(words: Sequence[str]) -> Window:
    """Return words with the set of them; an unlemmatized plural in -s is the same word."""
    return Window(tuple(words), frozenset(words).union(word[:-1] for word in words if word.endswith("s")))


def find_phrase(phrase: Phrase, window: Window) -> bool:
    """Tell whether a phrase's words stand side by side; an unlemmatized plural in -s is the same word."""
    if not window.known.issuperset(phrase):
        return False
    starts = range(len(window.words) - len(phrase) + 1)
    return len(phrase) == 1 or any(stands_at(phrase, window.words, start) for start in starts)


def stands_at(phrase: Phrase, words: Sequence[str], start: int) -> bool:
    """Tell whether a phrase's words stand from a place on; `start` and its end lie inside."""
    return all(words[start + at] in (wanted, wanted + "s") for at, wanted in enumerate(phrase))


def compile_alternatives(
    section: Section, key: str, *, word_sets: Mapping[str, tuple[str, ...]]
) -> tuple[Alternative, ...]:
    """Compile a list such as ["@cable & sea | lake", "nord stream"]; a missing list is empty."""
    return tuple(
        Alternative(
            parts=tuple(_expand(section, key, part.split("|"), word_sets) for part in item.split("&"))
        )
        for item in section.texts(key, ())
    )


def compile_phrases(
    section: Section, key: str, *, word_sets: Mapping[str, tuple[str, ...]]
) -> tuple[Phrase, ...]:
    """Compile a list of phrases and `@sets`; it must hold at least one."""
    phrases = _expand(section, key, section.texts(key), word_sets)
    if not phrases:
        raise section.refuse(key, "at least one word")
    return phrases


def _expand(
    section: Section, key: str, items: list[str] | tuple[str, ...], word_sets: Mapping[str, tuple[str, ...]]
) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for item in (raw.strip() for raw in items):
        if item.startswith("@") and item[1:] in word_sets:
            phrases.extend(tuple(member.split()) for member in word_sets[item[1:]])
        else:
            phrases.append(_split(section, key, item))
    return tuple(phrases)


def _split(section: Section, key: str, item: str) -> Phrase:
    if not item or item != item.lower() or any(sign in item for sign in "@&|"):
        raise section.refuse(key, f"lower-case words and known @sets; {item!r} is neither")
    return tuple(item.replace("-", " ").split())
