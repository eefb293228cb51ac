"""Load the weights that turn the features of a pair into log odds of one act.

Hybrid acts and all others have their own: weights fitted on local crime must not bend those of sabotage.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("pairweights.toml")


def load_weights(*, is_hybrid: bool) -> Mapping[str, float]:
    """Return weights by the name of the feature, and the bias under "bias"."""
    return _load_tables()["hybrid" if is_hybrid else "other"]


@cache
def _load_tables() -> Mapping[str, Mapping[str, float]]:
    tables = tomllib.loads(TABLE.read_text("utf-8"))
    return {
        kind: {name: float(value) for name, value in tables[kind].items()} for kind in ("hybrid", "other")
    }
