import pytest

from tocsin.reading.places.homes import find_home


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://www.err.ee/1609", "EST"),
        ("http://example.co.uk/news", "GBR"),
        ("https://example.com/", None),
        ("https://example.tv/", None),
        ("http://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_the_domain_tells_the_country_of_publication(url, home):
    assert find_home(url) == home
