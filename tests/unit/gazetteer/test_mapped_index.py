"""The index file holds what was put in, and a broken one is refused."""

import pytest

from tocsin.gazetteer.building import write_index
from tocsin.gazetteer.drafts import Draft, choose_names
from tocsin.gazetteer.mapped import ID_MARK, MappedIndex


def draft(name, *, kind="settlement", code="", number=0, division="US.TX", others=(), main=()):
    return Draft(
        kind=kind,
        name=name,
        code=code,
        geonames_id=number,
        population=5_000_000_000 if name == "Huge" else 12_345,
        division=division,
        lat=30.25,
        lon=-97.75,
        radius_km=10,
        country="USA",
        main_names=main,
        other_names=others,
    )


@pytest.fixture
def path(tmp_path):
    drafts = [
        draft("Texas", kind="admin1", code="US.TX", number=1, others=("TX",)),
        draft("Travis County", kind="admin2", code="US.TX.453", number=2, division="US.TX.453"),
        draft("Austin", number=3, division="US.TX.453", others=("Ostin", "Austin", "Остин")),
        draft("Ostin", number=4),
        draft("Huge", number=5),
        draft("Bergstrom Airport", kind="airport", code="KAUS", division="US"),
    ]
    write_index(tmp_path / "some.index", drafts, country_ids={"USA": 99})
    return tmp_path / "some.index"


def test_entry_comes_back_as_it_was_put_in(path):
    index = MappedIndex(path)
    ((austin, is_main),) = index.find("austin")
    assert is_main
    assert (austin.name, austin.geonames_id, austin.population) == ("Austin", 3, 12_345)
    assert (austin.lat, austin.lon, austin.radius_km) == (30.25, -97.75, 10)
    assert (austin.country, austin.kind) == ("USA", "settlement")
    assert [index.read(number).code for number in (austin.admin1, austin.admin2)] == ["US.TX", "US.TX.453"]
    assert len(index) == 6 and index.country_ids == {"USA": 99}


def test_alternate_name_finds_both_and_tells_which_is_main(path):
    found = {record.geonames_id: is_main for record, is_main in MappedIndex(path).find("ostin")}
    assert found == {3: False, 4: True}


def test_names_in_capitals_cyrillic_and_ids_are_keys(path):
    index = MappedIndex(path)
    assert (
        index.has("=TX") and index.has("остин") and index.has(ID_MARK + "3") and index.has(ID_MARK + "KAUS")
    )
    assert not index.has("tx") and not index.has("dallas") and not index.has("")


def test_place_in_no_division_has_none(path):
    ((airport, _),) = MappedIndex(path).find("bergstrom airport")
    assert airport.admin1 is None and airport.admin2 is None


def test_number_too_large_for_the_file_is_cut(path):
    ((huge, _),) = MappedIndex(path).find("huge")
    assert huge.population == 2**32 - 1


@pytest.mark.parametrize("content", [b"", b"no index", b"tocsin-places-1\n" + b"\0" * 100])
def test_file_that_is_no_index_is_refused(tmp_path, content):
    path = tmp_path / "bad.index"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        MappedIndex(path)


def test_index_cut_short_is_refused(path):
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(ValueError, match="cut short"):
        MappedIndex(path)


def test_names_that_are_codes_numbers_or_other_scripts_are_left_out():
    assert choose_names(
        ["KGD", "Königsberg", "236000", "加里宁格勒", "Ab", "Калининград", "كالينينغراد"]
    ) == [
        "Königsberg",
        "Калининград",
    ]
