"""Bring the forms of a word for an act together: "arrested" and "arrests"."""

# The longer first: what is left is the same for a verb and its noun often enough to count as a hint.
ENDINGS = (
    "ication",
    "ization",
    "ation",
    "ition",
    "ment",
    "ing",
    "ion",
    "al",
    "er",
    "or",
    "ed",
    "ance",
    "ence",
    "e",
    "y",
    "s",
)
# A stem of so many letters tells most English verbs apart and brings their nouns home.
LONGEST_STEM = 6
SHORTEST_STEM = 3


def find_act_word(word: str) -> str:
    """Return the stem of a word that is given in lower case."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)][:LONGEST_STEM]
    return word[:LONGEST_STEM]
