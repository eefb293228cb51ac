"""The words of a document as runs that the phrases of frames are looked up in."""

from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from tocsin.languages.frames import LONGEST, Frame
from tocsin.reading.grammar import lemma_of

# Stands in a run of words for any country, town or people named there.
NAMED_STATE = "GPE"
STATES = frozenset({"GPE", "NORP", "LOC"})


@dataclass(frozen=True)
class Setting:
    """The words of a document and of its heading, as runs of up to four words, made when first asked for."""

    tokens: tuple[Token, ...]
    heading: str
    _sentences: dict[int, frozenset[str]] = field(default_factory=dict)
    _admitted: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def words(self) -> frozenset[str]:
        """Return every run of words of the text and of its heading."""
        title = [word.strip(".,:;!?'\"()") for word in self.heading.lower().replace("-", " ").split()]
        runs = _list_runs(title)
        runs.update(_list_runs([word.removesuffix("s") for word in title]))
        runs.update(runs_of(self.tokens))
        return frozenset(runs)

    def words_of(self, sentence: tuple[Token, ...]) -> frozenset[str]:
        """Return every run of words of a sentence."""
        start = sentence[0].i
        if start not in self._sentences:
            self._sentences[start] = frozenset(runs_of(sentence))
        return self._sentences[start]

    def admits(self, frame: Frame) -> bool:
        """Whether the document holds what the frame asks for, wherever, and nothing that rules it out."""
        known = self._admitted.get(id(frame))
        if known is None:
            asked = (*frame.scene, *frame.sentence, *frame.clause, *((frame.things,) if frame.things else ()))
            known = frame.bar.isdisjoint(self.words) and not any(one.isdisjoint(self.words) for one in asked)
            self._admitted[id(frame)] = known
        return known


def runs_of(tokens: tuple[Token, ...] | list[Token]) -> set[str]:
    """Return the runs of one to four words, hyphens left out: by lemma, by form, and by form without an s."""
    kept = [token for token in tokens if not token.is_space and token.text not in "-–"]
    lemmas = [lemma_of(token) for token in kept]
    forms = [token.lower_ for token in kept]
    found = _list_runs(lemmas)
    found.update(_list_runs(forms))
    found.update(form.removesuffix("s") for form in forms)
    if any(token.ent_type_ in STATES for token in kept):
        found.add(NAMED_STATE)
    return found


def _list_runs(words: list[str]) -> set[str]:
    return {
        " ".join(words[at : at + size])
        for size in range(1, LONGEST + 1)
        for at in range(len(words) - size + 1)
    }
