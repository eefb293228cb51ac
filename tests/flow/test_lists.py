"""A register typed by hand comes in, meets the reports, and confirms nothing."""

import io
import json
import zipfile

import pytest

REPORT = {
    "date": "2024-11-19",
    "publisher": "Northern Wire",
    "text": "A data cable between Finland and Germany was cut in the Baltic Sea on Monday, its owner said.",
}
OTHER = {
    "date": "2024-11-21",
    "publisher": "Port Gazette",
    "text": "A warehouse in Warsaw was set on fire by arsonists on 20 November 2024, police said.",
}
LIST = (
    "No;Incident;Date;Type;Location;Country;Attribution;Note\n"
    "A1;Cable cut;18.11.2024;Cable cut;Baltic Sea;;Russia;seen by divers\n"
    "A2;Depot burnt;2024-05-03;Arson;Gdansk;POL;;\n"
    "A3;;;;;;;nothing\n"
)


@pytest.fixture
def sheet(run, tmp_path):
    reports = tmp_path / "reports.jsonl"
    reports.write_text("".join(json.dumps(line) + "\n" for line in (REPORT, OTHER)), encoding="utf-8")
    assert run("add", reports)[0] == 0
    path = tmp_path / "mine.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def compare(run):
    return [json.loads(line) for line in run("diff", "--list", "mine", "--format", "jsonl")[1].splitlines()]


def test_rows_meet_the_reports_that_tell_of_them(run, sheet):
    code, out, err = run("import", sheet)
    assert code == 1
    assert "2 rows stored, 0 known already, 1 refused" in out
    assert "row 4: the row has no title, type, date or place" in err
    matched, alone, lacking = compare(run)
    assert (matched["row"], alone["row"], lacking["row"]) == ("A1", "A2", None)
    assert [told["publisher"] for told in matched["reports"]] == ["Northern Wire"]
    assert alone["reports"] == []
    assert "Warsaw" in lacking["incidents"][0]["title"]


def test_list_is_no_origin_beside_a_report_and_blames_below_its_evidence(run, sheet):
    run("import", sheet)
    incidents = [json.loads(line) for line in run("incidents", "--format", "jsonl")[1].splitlines()]
    (cable,) = [incident for incident in incidents if incident["threat_type"] == "undersea"]
    assert (cable["status"], cable["reports"], cable["origins"]) == ("reported", 1, 1)
    assert cable["attribution"]["state"] == "suspected"
    assert {quote["quote"] for claim in cable["claims"] for quote in claim["evidence"]} >= {"Russia"}


def test_importing_again_changes_nothing(run, sheet):
    run("import", sheet)
    before = run("incidents", "--format", "jsonl")[1]
    assert "0 rows stored, 2 known already" in run("import", sheet)[1]
    assert run("incidents", "--format", "jsonl")[1] == before


def test_mapping_is_saved_and_its_corrections_are_used(run, sheet):
    run("import", sheet)
    saved = sheet.with_suffix(".map.toml")
    assert 'threat_type = "Type"' in saved.read_text("utf-8")
    saved.write_text('[columns]\ntitle = "Incident"\ncolour = "Type"\n', encoding="utf-8")
    code, _, err = run("import", sheet)
    assert (code, err.count("\n")) == (2, 1)
    assert "unknown field 'colour'" in err
    saved.write_text('[columns]\ntitle = "Colour"\n', encoding="utf-8")
    assert "unknown column 'Colour'" in run("import", sheet)[2]


def test_incident_by_hand_stands_by_name_and_is_joined_by_reports(run, sheet):
    arguments = (
        "--title",
        "Fire in Warsaw",
        "--type",
        "sabotage.arson",
        "--date",
        "2024-11-20",
        "--place",
        "Warsaw",
    )
    code, out, _ = run("record", *arguments, "--by", "ann")
    assert (code, "list by ann: 1 rows stored" in out) == (0, True)
    incidents = [json.loads(line) for line in run("incidents", "--format", "jsonl")[1].splitlines()]
    (fire,) = [incident for incident in incidents if incident["threat_type"] == "sabotage"]
    assert fire["reports"] == 1
    assert any("by ann" in claim["holders"] for claim in fire["claims"])


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("import", "nothing.csv"), "cannot be read"),
        (("diff", "--list", "theirs"), "no list 'theirs' in the register; known: none yet"),
        (("record", "--title", "x", "--type", "nonsense", "--date", "2024"), "is no threat type"),
        (("record", "--title", "x", "--type", "cyber", "--date", "soon"), "is no day"),
    ],
)
def test_wrong_list_is_one_line(run, sheet, arguments, wanted):
    code, _, err = run(*arguments)
    assert code == 2
    assert wanted in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook", b"only a header\n", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", ["bad.csv", "bad.xlsx"])
def test_file_that_is_no_sheet_is_one_line(run, sheet, name, content):
    path = sheet.parent / name
    path.write_bytes(content)
    code, _, err = run("import", path)
    assert code == 2
    assert err.count("\n") == 1


def test_workbook_is_read_as_the_csv_is(run, sheet):
    path = sheet.parent / "book.xlsx"
    path.write_bytes(make_workbook([line.split(";") for line in LIST.splitlines()[:3]]))
    assert "2 rows stored" in run("import", path)[1]


def make_workbook(rows):
    """Return a minimal XLSX with one sheet of texts."""

    def write_row(row):
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"

    def write_relations(kind, target):
        relation = f'<Relationship Id="r1" Type="{office}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{package}/relationships">{relation}</Relationships>'

    def write_override(part, kind):
        return f'<Override PartName="/xl/{part}" ContentType="{sheets}.{kind}+xml"/>'

    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    overrides = write_override("workbook.xml", "sheet.main") + write_override("one.xml", "worksheet")
    default = f'<Default Extension="rels" ContentType="{relations}"/>'
    cells = "".join(write_row(row) for row in rows)
    names = '<sheets><sheet name="one" sheetId="1" r:id="r1"/></sheets>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{default}{overrides}</Types>',
        "_rels/.rels": write_relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{names}</workbook>',
        "xl/_rels/workbook.xml.rels": write_relations("worksheet", "one.xml"),
        "xl/one.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return stream.getvalue()
