"""Numbers in words: one lead, two leads."""


def say_count(number: int, noun: str) -> str:
    """Return the number with its noun, of whose plural an *s* is the mark."""
    return f"{number:d} {noun}{'' if number == 1 else 's'}"
