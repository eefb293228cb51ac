import pytest

from tocsin.register.assets import find_assets


@pytest.mark.parametrize(
    ("text", "assets"),
    [
        ("An anchor lay next to the Balticconnector gas pipeline.", {"line:balticconnector"}),
        ("Nord Stream 2 was never used.", {"line:nord_stream_2"}),
        ("Nord Stream was blown up.", {"line:nord_stream_1"}),
        ("Estlink2x is no cable of ours.", set()),
        ("A ship crossed the Baltic Sea.", set()),
    ],
)
def test_named_assets_are_found_at_word_ends_and_longest_first(text, assets):
    assert find_assets(text) == assets
