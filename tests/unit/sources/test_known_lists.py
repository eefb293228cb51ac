"""Exports of other projects, in rows that we wrote in their columns: nothing here is theirs."""

import csv
import gzip
import io
import zipfile

import pytest

from tocsin.errors import InputError
from tocsin.sources.comparing_series import count_export, list_addresses, write_series
from tocsin.sources.known_lists import (
    find_layout,
    iter_rows,
    load_layouts,
    name_list_columns,
    read_day,
    read_known_sheet,
    shorten_actor,
)

ACLED = (
    "event_id_cnty,event_date,year,disorder_type,event_type,sub_event_type,actor1,actor2,country,location,"
    "latitude,longitude,notes\n"
    'XXX1,"05 March 2024",2024,Political violence,Strategic developments,Looting/property destruction,'
    'Unidentified Armed Group (Poland),,Poland,Gdansk,54.35,18.65,"A depot was looted, police said."\n'
    "XXX2,2024-03-06,2024,Demonstrations,Protests,Peaceful protest,Protesters (Poland),,Poland,"
    "Lublin,51.2,22.5,A march.\n"
    "XXX3,06 March 2024,2024,Political violence,Violence against civilians,Abduction/forced disappearance,"
    "Military Forces of Russia (2000-),,Ukraine,Kherson,46.6,32.6,A man was taken.\n"
)
UCDP = (
    "id,relid,type_of_violence,dyad_name,side_a,side_b,where_coordinates,latitude,longitude,country,"
    "date_start,date_end,best\n"
    "1,R1,1,Exampleland - Rebels,Government of Exampleland,Rebels,Northtown,1.0,2.0,Exampleland,"
    "2024-01-05 00:00:00.000,2024-01-05 00:00:00.000,4\n"
    "2,R2,3,Rebels - Civilians,Rebels,Civilians,Southtown,1.0,2.0,Russia (Soviet Union),"
    "2024-02-05 00:00:00.000,2024-02-07 00:00:00.000,2\n"
)


def gdelt_row(number, day, actor, recipient, root, country, *, version=2):
    geo = 8 if version == 2 else 7
    cells = [str(number), day, day[:6], day[:4], "2024.1"]
    cells += [actor, actor.title(), actor, *[""] * 7, recipient, recipient.title(), recipient, *[""] * 7]
    cells += ["1", f"{root}0", f"{root}0", root, "4", "-5.0", "2", "1", "2", "-1.5"]
    cells += (
        [""] * geo
        + [""] * geo
        + ["1", "Somewhere", country, *[""] * (geo - 3), day, "https://wire.example/1"]
    )
    return "\t".join(cells)


def gkg_row(number, url, themes, locations):
    return "\t".join(
        [
            f"20240305101500-{number}",
            "20240305101500",
            "1",
            "wire.example",
            url,
            "",
            "",
            themes,
            "",
            locations,
            *[""] * 17,
        ]
    )


@pytest.fixture
def write(tmp_path):
    def write_file(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def test_acled_rows_of_our_types_are_a_list_and_the_rest_is_counted(write):
    taken = read_known_sheet(write("acled.csv", ACLED), find_layout("acled"))
    looted, taken_man = taken.sheet.rows
    assert taken.left_out == 1
    assert looted.cells["event_date"] == "05 March 2024"
    assert looted.cells["event_date (ISO 8601)"] == "2024-03-05"
    assert looted.cells["notes"] == "A depot was looted, police said."
    assert "actor1 (short)" not in looted.cells
    assert taken_man.cells["actor1 (short)"] == "Russia"


def test_ucdp_one_sided_violence_is_a_list(write):
    taken = read_known_sheet(write("ged.csv", UCDP), find_layout("ucdp"))
    (row,) = taken.sheet.rows
    assert (row.cells["date_start (ISO 8601)"], row.cells["date_end (ISO 8601)"]) == (
        "2024-02-05",
        "2024-02-07",
    )
    assert taken.left_out == 1


def test_what_is_coded_from_talk_is_never_a_list(write):
    path = write("events.csv", gdelt_row(1, "20240305", "RUS", "UKR", "19", "UP"))
    with pytest.raises(InputError, match="no list of what happened"):
        read_known_sheet(path, find_layout("gdelt-events"))


@pytest.mark.parametrize("version", [1, 2])
def test_gdelt_events_are_counted_by_country_and_pair(write, version):
    rows = [
        gdelt_row(1, "20240305", "RUS", "UKR", "19", "UP", version=version),
        gdelt_row(1, "20240305", "RUS", "UKR", "19", "UP", version=version),
        gdelt_row(2, "20240331", "RUS", "UKR", "19", "UP", version=version),
        gdelt_row(3, "20240401", "POL", "", "04", "", version=version),
    ]
    path, layout = write("events.csv", "\n".join(rows) + "\n"), find_layout("gdelt-events")
    by_country = count_export(path, layout)
    assert by_country.counts == {("target:UKR", "19 fight", "2024-03"): 2}
    assert (by_country.rows, by_country.left_out) == (4, 1)
    assert count_export(path, layout, by="pair").counts == {("pair:RUS>UKR", "19 fight", "2024-03"): 2}


def test_gkg_gives_counts_by_theme_and_the_articles_to_read(write):
    places = "1#Ukraine#UP#UP#49#32#UP;4#Riga#LG#LG#56#24#1;4#Kyiv#UP#UP12#50#30#2"
    rows = [
        gkg_row(1, "https://wire.example/1", "CYBER_ATTACK;TAX_FNCACT;", places),
        gkg_row(2, "https://wire.example/2", "TAX_FNCACT;", places),
        gkg_row(3, "javascript:alert(1)", "CYBER_ATTACK", ""),
    ]
    path, layout = write("gkg.csv", "\n".join(rows)), find_layout("gdelt-gkg")
    counted = count_export(path, layout, types=["cyber_attack"])
    assert counted.counts == {
        ("target:UKR", "CYBER_ATTACK", "2024-03"): 1,
        ("target:LVA", "CYBER_ATTACK", "2024-03"): 1,
    }
    assert counted.left_out == 2
    assert list(list_addresses(path, layout, types=["CYBER_ATTACK"])) == ["https://wire.example/1"]


def test_series_are_written_as_the_evaluation_reads_them(write):
    layout = find_layout("acled")
    stream = io.StringIO()
    assert write_series(count_export(write("acled.csv", ACLED), layout), layout, stream) == 3
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert rows[0] == {
        "unit": "target:POL:Protests",
        "month": "2024-03",
        "count": "1",
        "list": "acled",
        "type": "Protests",
    }


def test_packed_exports_are_read(write):
    row = gdelt_row(1, "20240305", "RUS", "UKR", "19", "UP").encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20240305.export.CSV", row)
    for path in (write("e.CSV.zip", stream.getvalue()), write("e.csv.gz", gzip.compress(row))):
        assert len(list(iter_rows(path, find_layout("gdelt-events")))) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("acled", "a,b\n1,2\n", "has no column 'event_id_cnty'; wanted an export of ACLED"),
        ("acled", "", "has no column"),
        ("gdelt-events", "one\ttwo\n", "line 1 has 2 columns; wanted 57 or 58 or 61"),
        ("gdelt-events", "x" * 2_100_000, "line of over"),
        ("acled", b"PK\x03\x04broken", "broken ZIP"),
        ("acled", b"\x1f\x8bbroken", "broken where it is packed"),
    ],
)
def test_what_is_no_export_is_one_clear_line(write, name, content, reason):
    with pytest.raises(InputError, match=reason):
        list(iter_rows(write("export", content), find_layout(name)))


def test_an_export_that_is_not_there_or_unknown_is_one_clear_line(tmp_path):
    with pytest.raises(InputError, match="there is no"):
        list(iter_rows(tmp_path / "none.csv", find_layout("acled")))
    with pytest.raises(InputError, match="known: acled, ucdp"):
        find_layout("icews")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("5 March 2024", "2024-03-05"),
        ("05-Mar-2024", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("20240305101500", "2024-03-05"),
        ("2024-03-05 00:00:00.000", "2024-03-05"),
        ("20241305", None),
        ("March", None),
    ],
)
def test_days_of_exports_are_read(words, day):
    assert read_day(words) == day


def test_nobody_is_blamed_where_nobody_is_named():
    assert shorten_actor("Unidentified Armed Group (Poland)") is None
    assert shorten_actor("Government of Russia (Soviet Union)") == "Russia"


def test_ready_mappings_name_fields_and_types_that_there_are():
    from tocsin.register import list_field_names
    from tocsin.register.listing import find_type

    for layout in load_layouts().values():
        assert set(name_list_columns(layout)) <= set(list_field_names())
        assert all(find_type(word, layout.types) for word in layout.types)
        assert bool(layout.fields) != bool(layout.no_list)
