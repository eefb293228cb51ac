"""Tell what a court does, or an inquiry that closes, about an act that is known already."""

import re

PROCEEDINGS = re.compile(
    r"\b(?:courts?|trials?|verdicts?|convict\w*|sentenced|indict\w*|acquit\w*|extradit\w*|charges"
    r"|(?:is|are|was|were) (?:suspected|accused|charged)\b.{0,20}\b(?:of|with)"
    r"|clos\w+ (?:its|their|the|an) (?:inquiry|investigation|case))\b",
    re.IGNORECASE,
)


def is_in_court(sentence: str) -> bool:
    """Whether a sentence tells of proceedings."""
    return PROCEEDINGS.search(sentence) is not None
