"""Closed lists: which terms there are, how statuses count, and what is said of a faulty file."""

import pytest

from tocsin.errors import OntologyError
from tocsin.ontology import load_vocabularies, statuses_counting_as, term, vocabulary
from tocsin.ontology.vocabularies import parse_vocabularies


def test_eleven_statuses_count_in_three_series_or_none() -> None:
    assert len(vocabulary("epistemic_status")) == 11
    assert statuses_counting_as("counts") == {"happened", "ongoing", "reported"}
    assert statuses_counting_as("claims") == {"alleged", "denied"}
    assert statuses_counting_as("intent") == {"planned", "threatened", "called_for", "possible"}
    assert statuses_counting_as("none") == {"not_happened", "unknown"}


def test_likelihood_bands_meet_without_gap() -> None:
    bands = [likelihood.band for likelihood in vocabulary("likelihood")]
    assert bands[0] == (1, 5)
    assert bands[-1] == (95, 99)
    assert all(a and b and a[1] == b[0] for a, b in zip(bands, bands[1:], strict=False))


def test_response_codes_carry_plover_codes() -> None:
    codes = [(code.event_type, code.mode) for code in term("response", "r_close").plover]
    assert codes == [("COERCE", "restrict")]


def test_nis2_sectors_are_marked() -> None:
    marked = [sector.code for sector in vocabulary("target_sector") if "nis2" in sector.groups]
    assert "transport.rail" in marked
    assert "defence.forces" not in marked


def test_plain_term_is_labelled_by_its_code_in_words() -> None:
    assert term("weapon", "paint_or_poster").label == "paint or poster"


def test_court_outranks_expert() -> None:
    assert (term("attributor_kind", "court").rank or 0) > (term("attributor_kind", "expert").rank or 0)


def test_unknown_list_and_term_are_refused() -> None:
    with pytest.raises(OntologyError, match="unknown vocabulary 'colour'; known: epistemic_status"):
        vocabulary("colour")
    with pytest.raises(OntologyError, match="unknown outcome 'won'; known: completed"):
        term("outcome", "won")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a = ["x", "x"]', "v.toml: a: wanted each code once"),
        ("a = []", "v.toml: a: wanted a list of terms"),
        ("a = [1]", "v.toml: a: wanted a list of tables"),
        ('a = [{ code = "x", band = [9, 3] }]', r"v.toml: a\[x\].band: wanted a lower percent below"),
        ('a = [{ code = "x", counting = "yes" }]', "counting: wanted one of claims, counts, intent, none"),
        ('a = [{ code = "x", plover = ["AID/gift"] }]', "'AID/gift' is neither"),
    ],
)
def test_malformed_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        parse_vocabularies(text, file="v.toml")


def test_every_list_is_loaded() -> None:
    wanted = {
        "incident_status",
        "outcome",
        "date_precision",
        "place_precision",
        "place_role",
        "jurisdiction",
        "damage",
    }
    wanted |= {
        "target_sector",
        "target_kind",
        "weapon",
        "attributor_kind",
        "attribution_act",
        "responsibility",
    }
    wanted |= {
        "attribution_basis",
        "confidence",
        "attribution_state",
        "impact_type",
        "recoverability",
        "legal_stage",
    }
    wanted |= {"reliability", "credibility", "review_state", "posture", "posture_modality"}
    assert wanted <= set(load_vocabularies())
