import pytest

from tocsin.reading.statements.quotes import find_quotes


def passages(text):
    return [text[found.start : found.end] for found in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"A one," she said. "B two."', ['"A one,"', '"B two."']),
        ("“A one,” she said.", ["“A one,”"]),
        ("Er sagte: „so ist es“ und »ja«.", ["„so ist es“", "»ja«"]),
        ("Il a dit « non merci ».", ["« non merci »"]),
        ("The ‘grey zone’ is wide.", ["‘grey zone’"]),
        ("''Typed marks,'' he said.", ["''Typed marks,''"]),
    ],
)
def test_every_style_of_marks_is_paired(text, expected):
    assert passages(text) == expected


@pytest.mark.parametrize(
    "text", ["“He said “never” twice,”", '"He said "never" twice,"', "“He said ‘never’ twice,”"]
)
def test_nested_marks_give_the_outermost_passage_only(text):
    assert passages(text + " she said.") == [text]


@pytest.mark.parametrize("text", ["the workers' rights in the '90s", 'a 6" pipe', "it isn't", '""', '"', ""])
def test_apostrophes_and_inch_marks_quote_nothing(text):
    assert passages(text) == []


def test_unclosed_quotation_ends_with_its_paragraph():
    text = "“We go on.\nThe port closed. “Enough,” he said."
    first, second = find_quotes(text)
    assert (text[first.start : first.end], first.closed) == ("“We go on.", False)
    assert text[second.start : second.end] == "“Enough,”"


def test_quotation_that_opens_anew_in_the_next_paragraph_continues():
    first, second = find_quotes("“We go on.\n\n“We stop,” he said.")
    assert (first.continues, second.continues) == (False, True)


@pytest.mark.parametrize("mark", ['"', "“", "'", "«", "''"])
def test_very_long_odd_text_ends_soon_and_stays_in_range(mark):
    text = f"{mark}a " * 5000
    assert all(0 <= found.start < found.end <= len(text) for found in find_quotes(text))
