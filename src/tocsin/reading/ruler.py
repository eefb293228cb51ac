"""spaCy's attribute ruler by table: the same attributes on every token, at a tenth of its cost.

The ruler matches some two hundred patterns against every token, nearly all of them a tag, a word or a
relation of one token. What such patterns set depends on those alone, so it is worked out once for each
combination; the few other patterns (of two tokens, or with a regular expression) are matched as before.
"""

from collections.abc import Iterable
from typing import Any

from spacy.language import Language as Pipeline
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.pipeline.attributeruler import set_token_attrs  # type: ignore[attr-defined]
from spacy.tokens import Doc

NAME = "tocsin_attribute_ruler"
RULER = "attribute_ruler"
READ: list[int | str] = ["TAG", "LOWER", "DEP", "IS_SPACE"]
_TESTS = frozenset({"IN", "NOT_IN"})
_OTHER = 1
"""Stands for every word and relation that no pattern names; no string has this number."""

Test = tuple[int, bool, frozenset[int]]
"""The place of an attribute in `READ`, whether its value must be among those given, and those."""


class TableRuler:
    """Sets what the rules of an attribute ruler set, rule after rule, later ones over earlier ones."""

    def __init__(self) -> None:
        self._rules: list[tuple[int, tuple[Test, ...]]] = []
        self._attrs: list[dict[int, Any]] = []
        self._named: tuple[frozenset[int], ...] = ()
        self._found: dict[tuple[int, int, int, int], tuple[tuple[int, ...], dict[int, Any]]] = {}
        self._indices: list[int] = []
        self._matcher: Matcher | None = None

    def take_over(self, ruler: AttributeRuler) -> None:
        """Take the rules of a ruler; those that a table cannot hold are left to a matcher."""
        strings = ruler.vocab.strings
        matcher = Matcher(ruler.vocab, validate=False)
        self._attrs, self._indices = list(ruler.attrs), list(ruler.indices)
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            for pattern in patterns:
                if rule["index"] == 0 and len(pattern) == 1 and _is_plain(pattern[0]):
                    self._rules.append((number, tuple(_list_tests(pattern[0], strings))))
                else:
                    # The key is the rule's number, as in the ruler itself.
                    matcher.add(str(number), [pattern])
        named: list[set[int]] = [set() for _ in READ]
        for _, tests in self._rules:
            for place, _, values in tests:
                named[place] |= values
        self._named = tuple(frozenset(values) for values in named)
        self._matcher = matcher if len(matcher) else None

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of every token."""
        others = self._match_others(doc)
        words, relations = self._named[1], self._named[2]
        for place, (tag, word, relation, space) in enumerate(doc.to_array(READ).tolist()):
            key = (
                tag,
                word if word in words else _OTHER,
                relation if relation in relations else _OTHER,
                space,
            )
            found = self._found.get(key)
            if found is None:
                numbers = tuple(self._find_rules(key))
                found = self._found[key] = (numbers, self._merge(numbers))
            numbers, attrs = found
            if place in others:
                attrs = self._merge(sorted({*numbers, *others[place]}))
            if attrs:
                set_token_attrs(doc[place], attrs)
        return doc

    def _find_rules(self, key: tuple[int, ...]) -> Iterable[int]:
        for number, tests in self._rules:
            if all((key[place] in values) is wanted for place, wanted, values in tests):
                yield number

    def _merge(self, numbers: Iterable[int]) -> dict[int, Any]:
        merged: dict[int, Any] = {}
        for number in numbers:
            merged.update(self._attrs[number])
        return merged

    def _match_others(self, doc: Doc) -> dict[int, set[int]]:
        """Return the rules that the matcher finds, by the place of the token that they are about."""
        found: dict[int, set[int]] = {}
        if self._matcher is None:
            return found
        strings = doc.vocab.strings
        for key, start, end in self._matcher(doc, allow_missing=True, as_spans=False):
            number = int(strings[key])
            index = self._indices[number]
            found.setdefault((start if index >= 0 else end) + index, set()).add(number)
        return found


@Pipeline.factory(NAME, assigns=["token.tag", "token.pos", "token.morph", "token.lemma"])
def make_ruler(nlp: Pipeline, name: str) -> TableRuler:
    """Return a ruler without rules."""
    return TableRuler()


def replace_ruler(nlp: Pipeline) -> None:
    """Put a table in the place of a pipeline's attribute ruler, where it has one."""
    ruler = nlp.get_pipe(RULER) if RULER in nlp.pipe_names else None
    if not isinstance(ruler, AttributeRuler):
        return
    table = nlp.add_pipe(NAME, after=RULER)
    assert isinstance(table, TableRuler)
    table.take_over(ruler)
    nlp.remove_pipe(RULER)


def _is_plain(token: dict[str, Any]) -> bool:
    return bool(token) and all(
        name in READ and (isinstance(value, str | bool) or (isinstance(value, dict) and set(value) <= _TESTS))
        for name, value in token.items()
    )


def _list_tests(token: dict[str, Any], strings: Any) -> Iterable[Test]:
    for name, value in token.items():
        place = READ.index(name)
        if isinstance(value, bool):
            yield place, True, frozenset({int(value)})
        elif isinstance(value, str):
            yield place, True, frozenset({strings.add(value)})
        else:
            for test, values in value.items():
                yield place, test == "IN", frozenset(strings.add(one) for one in values)
