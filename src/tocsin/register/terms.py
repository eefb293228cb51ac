"""Cut text into the terms that linking compares: words and numbers in one form, stop words apart."""

import re

TERM = re.compile(r"[^\W\d_][\w'’-]+|\d+")
STOP_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "with",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
        "it",
        "its",
        "that",
        "this",
        "he",
        "she",
        "they",
        "his",
        "her",
        "their",
        "who",
        "which",
        "after",
        "before",
        "over",
        "into",
        "near",
        "about",
        "than",
        "said",
        "says",
        "say",
        "told",
        "not",
        "no",
        "will",
        "would",
        "also",
        "other",
        "two",
        "three",
        "one",
        "new",
        "more",
    ]
)


def normalize_term(word: str) -> str:
    """Return the word in lower case without possessive and plural endings."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
