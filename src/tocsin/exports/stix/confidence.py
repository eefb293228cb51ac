"""Turn words of confidence and Admiralty grades into STIX's numbers, by the scales of its specification."""

import re

# STIX 2.1, appendix A: "DNI" for words of likelihood, "None / Low / Med / High" for stated confidence. Only
# the attributor's own words count; "suspects" or "may have" give no number.
_WORDS: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(words, re.IGNORECASE), number)
    for words, number in (
        (r"almost certain|beyond doubt|no doubt", 95),
        (r"high confidence|in all probability|(?:very|highly|most) likely", 85),
        (r"moderate confidence|medium confidence", 50),
        (r"low confidence", 15),
        (r"likely|probably", 70),
    )
)
_ADMIRALTY = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
"""Appendix A, "Admiralty Credibility"; 6, which cannot be judged, has no number."""


def find_confidence(words: str | None) -> int | None:
    """Return 0 to 100 for an attributor's words of confidence; None where they give none."""
    return next((number for pattern, number in _WORDS if words and pattern.search(words)), None)


def rate_credibility(number: int) -> int | None:
    """Return 0 to 100 for an Admiralty credibility of 1 to 6; None for 6."""
    return _ADMIRALTY.get(number)
