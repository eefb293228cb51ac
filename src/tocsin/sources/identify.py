"""The language of a text that came without one."""

import dataclasses
from functools import cache
from typing import Any

from tocsin.model import Document

_CHARS = 4000
_MIN_CHARS = 60
"""Below this a name-laden headline is as easily taken for Dutch as for English: such a text is read."""
_MIN_PROBABILITY = 0.95

UNKNOWN = "und"


@cache
def _load_identifier() -> Any:
    # Half a second and 40 MB: only those who bring texts without a language pay for it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(document: Document, *, unsure: str = "en") -> Document:
    """Return the document with its language; `unsure` where the text is too short or the guess too weak."""
    if document.lang != UNKNOWN:
        return document
    sample = document.text[:_CHARS]
    if len(sample.strip()) < _MIN_CHARS:
        return dataclasses.replace(document, lang=unsure)
    code, probability = _load_identifier().classify(sample)
    return dataclasses.replace(document, lang=str(code) if probability >= _MIN_PROBABILITY else unsure)
