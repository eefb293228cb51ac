import pytest

from tocsin.errors import OntologyError
from tocsin.reading.places.weights import TABLES, load_weights, parse_weights


def test_every_feature_has_a_weight():
    weights = load_weights()
    assert [len(getattr(weights, name)) for name in TABLES] == [len(features) for features in TABLES.values()]


def test_a_missing_weight_is_named():
    with pytest.raises(OntologyError, match="place_first"):
        parse_weights("[place_first]\npopulation = 1.0\n")
