"""The small word language of threats.toml: phrases, `&`, `|` and `@sets`."""

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.ontology.files import Section

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One item of a `with` or `without` list: every part must be met by one of its phrases."""

    parts: tuple[tuple[Phrase, ...], ...]

    def count_in(self, words: tuple[str, ...]) -> int:
        """Return how many parts are met, 0 if one is not."""
        met = all(any(find_phrase(phrase, words) for phrase in part) for part in self.parts)
        return len(self.parts) if met else 0


def find_phrase(phrase: Phrase, words: tuple[str, ...]) -> bool:
    """Tell whether a phrase's words stand side by side; an unlemmatized plural in -s is the same word."""
    if len(phrase) == 1:
        return phrase[0] in words or phrase[0] + "s" in words
    starts = range(len(words) - len(phrase) + 1)
    return any(_stands_at(phrase, words, start) for start in starts)


def _stands_at(phrase: Phrase, words: tuple[str, ...], start: int) -> bool:
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
