"""The country a text comes from, by the address it was published at."""

from functools import cache
from urllib.parse import urlsplit

from tocsin.gazetteer import all_countries

# Country domains that sites all over the world use for their sound.
SOLD = frozenset({"ai", "cc", "cd", "co", "fm", "io", "la", "ly", "me", "nu", "sh", "su", "to", "tv", "ws"})
OTHER_DOMAINS = {"uk": "GBR", "ac": "SHN"}


def find_home(url: str | None) -> str | None:
    """Return the country (alpha-3) of an address's domain; None for .com and for domains that are sold."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    domain = host.rpartition(".")[2].lower()
    return None if domain in SOLD else _countries_by_domain().get(domain)


@cache
def _countries_by_domain() -> dict[str, str]:
    return {country.iso2.lower(): country.iso3 for country in all_countries()} | OTHER_DOMAINS
