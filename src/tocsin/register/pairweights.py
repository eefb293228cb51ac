"""Load the weights that turn the features of a pair into log odds of one act.

Hybrid acts have weights of their own, so that what is fitted on local crime does not bend them, and so have
two acts told in one text: what stands round them is the same and says nothing. `training/linking` says where
the weights come from.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tocsin.register.kinds import is_following
from tocsin.register.mentions import Mention

TABLE = Path(__file__).with_name("pairweights.toml")
HYBRID, ONE_TEXT, TWO_TEXTS, FOLLOWING = "hybrid", "one_text", "two_texts", "following"


def find_weights(left: Mention, right: Mention) -> Mapping[str, float]:
    """Return the weights for a pair, by the name of the feature; "bias" and "lean" count in every pair."""
    return load_tables()[name_regime(left, right)]


def name_regime(left: Mention, right: Mention) -> str:
    """Return the name of the table that a pair is weighed by."""
    if is_following(left, right):
        return FOLLOWING
    if left.is_hybrid or right.is_hybrid:
        return HYBRID
    return ONE_TEXT if left.document_id == right.document_id else TWO_TEXTS


@cache
def load_tables() -> Mapping[str, Mapping[str, float]]:
    """Return every table of weights by its name."""
    tables = tomllib.loads(TABLE.read_text("utf-8"))
    return {
        regime: {name: float(value) for name, value in tables[regime].items()}
        for regime in (HYBRID, ONE_TEXT, TWO_TEXTS, FOLLOWING)
    }
