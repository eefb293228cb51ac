"""An export of another project comes in as a list, and counts of it stand beside it."""

import json

EXPORT = (
    "event_id_cnty,event_date,event_type,sub_event_type,actor1,country,location,latitude,longitude,notes\n"
    "XXX1,05 March 2024,Strategic developments,Looting/property destruction,"
    "Military Forces of Russia (2000-),Poland,Gdansk,54.35,18.65,A depot was looted.\n"
    "XXX2,06 March 2024,Protests,Peaceful protest,Protesters (Poland),Poland,Lublin,51.2,22.5,A march.\n"
)


def test_an_acled_export_is_a_list_of_what_is_ours(run, tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="utf-8")
    code, out, _err = run("import", path, "--as", "acled")
    assert code == 0
    assert "list acled: 1 rows stored" in out
    assert "1 rows of ACLED are of types that are none of ours" in out
    (incident,) = [json.loads(line) for line in run("incidents", "--format", "jsonl")[1].splitlines()]
    assert (incident["threat_type"], incident["start_date"]) == ("sabotage", "2024-03-05")
    assert incident["attribution"]["state"] == "suspected"


def test_counts_of_an_export_are_written_and_nothing_is_stored(run, tmp_path):
    path, counts = tmp_path / "export.csv", tmp_path / "counts.csv"
    path.write_text(EXPORT, encoding="utf-8")
    code, out, _err = run("import", path, "--as", "acled", "--series", counts)
    assert code == 0
    assert "2 rows of ACLED: 2 counts written" in out
    assert "target:POL:Protests,2024-03,1,acled,Protests" in counts.read_text(encoding="utf-8")
    code, _out, err = run("import", path, "--series", counts)
    assert code == 2
    assert "want --as" in err
