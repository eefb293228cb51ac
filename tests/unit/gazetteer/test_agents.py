"""Role nouns get PLOVER sectors by their longest known suffix."""

import pytest

from tocsin.gazetteer.agents import sector_of_agent
from tocsin.gazetteer.tables import read_rows

PLOVER_SECTORS = frozenset(
    ("COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL")
    + ("EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "IGO", "NGO")
)


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("Polish border guards", "COP"),
        ("police", "COP"),
        ("a foreign ministry spokeswoman", "GOV"),
        ("the Ministry of Defense", "GOV"),
        ("lawmakers", "LEG"),
        ("the lower house of parliament", "LEG"),
        ("federal prosecutors", "JUD"),
        ("military intelligence officers", "SPY"),
        ("spies", "SPY"),
        ("paramilitary servicemen", "MIL"),
        ("coast guard", "MIL"),
        ("separatists", "REB"),
        ("Islamist militants", "UAF"),
        ("pro-Russian hackers", "UAF"),
        ("state-sponsored hackers", "SPY"),
        ("ransomware gangs", "CRM"),
        ("companies", "BUS"),
        ("oil tankers", "BUS"),
        ("policemen", "COP"),
        ("gas giant", "BUS"),
    ],
)
def test_role_phrase_has_its_sector(phrase, sector):
    assert sector_of_agent(phrase) == sector


@pytest.mark.parametrize("phrase", ["", "weather", "the sea", "guardrail"])
def test_phrase_without_a_role_has_no_sector(phrase):
    assert sector_of_agent(phrase) is None


def test_every_sector_of_the_tables_is_plover_s():
    used = {row["sector"] for name in ("agents.csv", "actors.csv") for row in read_rows(name)}
    assert used <= PLOVER_SECTORS
