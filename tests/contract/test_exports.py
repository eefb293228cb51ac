import csv
import importlib.util
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tocsin.exports import EXPORTERS, ExportContext, find_exporter
from tocsin.model import (
    AttributionAct,
    AttributionState,
    AttributionView,
    Claim,
    Evidence,
    Grade,
    Incident,
    IncidentStatus,
    Place,
    Response,
    Span,
)

MOMENT = datetime(2025, 12, 2, 8, 0, tzinfo=UTC)
CONTEXT = ExportContext(profile="warning", generated_at=MOMENT, version="0.0")
EVIDENCE = Evidence(document_id="d1", span=Span("d1", 0, 18), quote="A cable was broken")


def make_act(act: str, attributor: str) -> AttributionAct:
    return AttributionAct(
        attributor=attributor,
        attributor_kind="minister",
        act=act,
        towards="RUS",
        confidence_words="highly likely" if act == "suspects" else None,
        date=date(2024, 11, 19),
        evidence=(EVIDENCE,),
    )


INCIDENT = Incident(
    id="i0123456789abcdef",
    title="=Cable damage, Baltic Sea",
    threat_type="undersea",
    subtype="telecom_cable",
    status=IncidentStatus.CORROBORATED,
    outcome="completed",
    start_date=date(2024, 11, 18),
    end_date=date(2024, 11, 18),
    date_precision="day",
    places=(
        Place(
            name="Baltic Sea",
            gazetteer_id="sea:baltic",
            lat=58.0,
            lon=20.0,
            precision="sea_area",
            radius_km=400,
        ),
        Place(name="Finland", gazetteer_id="FIN", lat=64.0, lon=26.0, country="FIN", precision="country"),
    ),
    target_countries=("DEU", "FIN"),
    attribution=AttributionView(
        state=AttributionState.SUSPECTED,
        denied=True,
        acts=(make_act("suspects", "Germany"), make_act("denies", "Russia")),
    ),
    reports=3,
    origins=2,
    credibility=2,
    claims=(
        Claim(
            id="c1",
            event_id="d1-e12-18",
            field="subtype",
            value="telecom_cable",
            holders=("Northern Wire",),
            evidence=(EVIDENCE,),
            grade=Grade(
                reliability="b",
                reliability_rule="reviewed",
                credibility=2,
                credibility_rule="one_origin_of_reliability_b",
                origin_id="d1",
            ),
        ),
    ),
    responses=(
        Response(
            code="r_expel",
            actor="FIN",
            towards="RUS",
            on=date(2024, 11, 20),
            plover="SANCTION/expel",
            linked_by="named_as_reason",
            holders=("Northern Wire",),
            evidence=(EVIDENCE,),
        ),
        Response(code="charged", linked_by="only_act_of_report", holders=("police",), evidence=(EVIDENCE,)),
    ),
    document_ids=("d1",),
    first_reported_at=MOMENT,
)
CANDIDATE = Incident(
    id="i1", title="A lead", threat_type="cyber", status=IncidentStatus.CANDIDATE, reports=1, origins=1
)


def export(name: str, *incidents: Incident, context: ExportContext = CONTEXT) -> bytes:
    stream = io.BytesIO()
    find_exporter(name).write(incidents, stream, context)
    return stream.getvalue()


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_every_format_writes_the_same_bytes_twice_and_names_the_profile(exporter):
    first, second = export(exporter.name, INCIDENT, CANDIDATE), export(exporter.name, INCIDENT, CANDIDATE)
    if exporter.name != "parquet":  # its file carries no promise of equal bytes
        assert first == second
    assert b"warning" in first


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_every_format_can_write_an_empty_register(exporter):
    assert b"undersea" not in export(exporter.name)


def test_jsonl_holds_the_whole_incident():
    line = json.loads(export("jsonl", INCIDENT))
    assert line["schema"] == "tocsin.incident/1"
    assert line["claims"][0]["evidence"][0] == {"document_id": "d1", "span": [0, 18], "quote": EVIDENCE.quote}


def test_csv_disarms_what_a_spreadsheet_would_run():
    assert "'=Cable damage" in export("csv", INCIDENT).decode()


def test_geojson_never_draws_a_country_as_a_point():
    features = json.loads(export("geojson", INCIDENT))["features"]
    assert [feature["geometry"] is None for feature in features] == [False, True]


def test_geojson_keeps_an_incident_without_a_place():
    assert json.loads(export("geojson", CANDIDATE))["features"][0]["geometry"] is None


def test_misp_event_is_named_by_status_and_profile():
    event = json.loads(export("misp", INCIDENT))["response"][0]["Event"]
    assert {'tocsin:status="corroborated"', 'tocsin:profile="warning"'} <= {
        tag["name"] for tag in event["Tag"]
    }


def test_parquet_can_be_queried(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "incidents.parquet"
    path.write_bytes(export("parquet", INCIDENT, CANDIDATE))
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT incident_id, origins FROM '{path}' ORDER BY 1").fetchall()
    assert rows == [("i0123456789abcdef", 2), ("i1", 1)]


@pytest.mark.parametrize("name", ["stix", "stix-misp"])
def test_stix_bundle_passes_the_validator(name):
    validator = pytest.importorskip("stix2validator")
    results = validator.validate_string(export(name, INCIDENT, CANDIDATE).decode())
    assert results.is_valid, [str(error) for result in results.object_results for error in result.errors]


def test_stix_keeps_blame_and_denial_apart():
    objects = json.loads(export("stix", INCIDENT))["objects"]
    kinds = [entry["type"] for entry in objects]
    blames = [e for e in objects if e["type"] == "relationship" and e["relationship_type"] == "attributed-to"]
    assert (len(blames), kinds.count("opinion")) == (1, 1)
    (denial,) = (entry for entry in objects if entry["type"] == "opinion")
    assert blames[0]["id"] in denial["object_refs"]
    assert blames[0]["confidence"] == 85


def test_stix_carries_what_followed_and_how_far_each_claim_is_trusted():
    objects = json.loads(export("stix", INCIDENT))["objects"]
    (made,) = (entry for entry in objects if entry["type"] == "incident")
    (fields,) = made["extensions"].values()
    assert [child["code"] for child in fields["responses"]] == ["r_expel", "charged"]
    assert fields["responses"][0]["date"] == "2024-11-20"
    assert [(claim["admiralty"], claim["confidence"]) for claim in fields["claims"]] == [("B2", 70)]
    notes = [entry for entry in objects if entry["type"] == "note"]
    assert {note.get("abstract") for note in notes} >= {"r_expel by FIN towards RUS on 2024-11-20", "charged"}
    assert any("subtype = telecom_cable (supports, Northern Wire) [B2]" in note["content"] for note in notes)


# The converter brings import hooks that every later import would warn of: it runs in a process apart. What
# became of a bundle in MISP is turned back, so that what either way drops is seen.
LOAD_INTO_MISP = """
import json, sys
import stix2
from misp_stix_converter import ExternalSTIX2toMISPParser, MISPtoSTIX21Parser
parser = ExternalSTIX2toMISPParser()
parser.load_stix_bundle(stix2.parse(sys.stdin.read(), allow_custom=True))
parser.parse_stix_bundle()
events = [json.loads(event.to_json()) for event in parser.misp_events]
back = []
for event in events:
    for one in (*event.get("Note", ()), *event.get("Opinion", ())):
        # A MISP server writes moments without the zone that the library adds to them.
        one.update({key: one[key].removesuffix("+00:00") for key in ("created", "modified")})
    writer = MISPtoSTIX21Parser()
    writer.parse_misp_event({"Event": event})
    back.extend(json.loads(one.serialize()) for one in writer.stix_objects)
json.dump({"errors": parser.errors, "warnings": {k: list(v) for k, v in parser.warnings.items()},
           "events": events, "back": back}, sys.stdout)
"""


def test_misp_stix_loads_every_object_of_a_report_with_blame_and_denial():
    pytest.importorskip("stix2")
    if importlib.util.find_spec("misp_stix_converter") is None:
        pytest.skip("misp-stix is not installed")
    bundle = export("stix-misp", INCIDENT, CANDIDATE)
    command = [sys.executable, "-W", "ignore", "-c", LOAD_INTO_MISP]
    done = subprocess.run(command, input=bundle, capture_output=True, check=True)
    loaded = json.loads(done.stdout)
    assert (loaded["errors"], loaded["warnings"]) == ({}, {})
    events = {event["info"]: event for event in loaded["events"]}
    event = events["=Cable damage, Baltic Sea"]
    notes = [note["note"] for note in event["Note"]]
    assert any("suspects RUS (highly likely)" in note and EVIDENCE.quote in note for note in notes)
    assert {note["comment"] for note in event["Note"] if note.get("comment")} == {
        "Germany suspects RUS",
        "r_expel by FIN towards RUS on 2024-11-20",
        "charged",
    }
    written = json.loads(bundle)["objects"]
    # Notes and opinions come one for one; every place and party is an object, the blame joins two of them.
    kinds = [entry["type"] for entry in written]
    assert (len(event["Note"]), len(event["Opinion"])) == (kinds.count("note"), kinds.count("opinion"))
    (denial,) = event["Opinion"]
    assert int(denial["opinion"]) < 50
    references = [one["relationship_type"] for o in event["Object"] for one in o.get("ObjectReference", ())]
    assert references == ["blames"]
    assert "A lead" in events
    back = {entry["id"]: entry for entry in loaded["back"]}
    for entry in written:
        if entry["type"] in ("note", "opinion", "identity", "location") and entry.get("name") != "tocsin":
            assert entry["id"] in back or entry.get("name") in {e.get("name") for e in back.values()}, entry
    blame = next(entry for entry in back.values() if entry["type"] == "relationship")
    assert [back[blame[end]]["name"] for end in ("source_ref", "target_ref")] == ["Germany", "RUS"]
    assert "Germany suspects RUS (highly likely)" in {
        e.get("content", "").partition(":")[0] for e in back.values()
    }
    assert [e["opinion"] for e in back.values() if e["type"] == "opinion"] == ["disagree"]


def test_stix_keeps_two_acts_of_one_attributor():
    acts = (make_act("suspects", "Germany"), make_act("attributes", "Germany"))
    blamed = replace(INCIDENT, attribution=AttributionView(state=AttributionState.SUSPECTED, acts=acts))
    objects = json.loads(export("stix", blamed))["objects"]
    assert sum(e.get("relationship_type") == "attributed-to" for e in objects) == 2


@pytest.mark.parametrize("name", ["stix", "misp"])
def test_a_later_export_of_the_same_register_makes_no_new_version(name):
    later = replace(CONTEXT, generated_at=MOMENT + timedelta(days=30))
    assert export(name, INCIDENT, CANDIDATE, context=later) == export(name, INCIDENT, CANDIDATE)


def test_stix_dates_an_incident_by_its_reports():
    newer = replace(INCIDENT, last_reported_at=MOMENT + timedelta(days=2))
    (made,) = [e for e in json.loads(export("stix", newer))["objects"] if e["type"] == "incident"]
    assert made["created"].startswith("2025-12-02T08:00")
    assert made["modified"].startswith("2025-12-04T08:00")


def test_stix_never_says_two_things_under_one_version():
    other = replace(CONTEXT, profile="confident_only")
    both = [
        *json.loads(export("stix", INCIDENT, CANDIDATE))["objects"],
        *json.loads(export("stix", INCIDENT, context=other))["objects"],
    ]
    versions = {(entry["id"], entry.get("modified", entry["created"])): entry for entry in both}
    assert all(versions[entry["id"], entry.get("modified", entry["created"])] == entry for entry in both)


def test_misp_timestamp_is_that_of_the_newest_report():
    newer = replace(INCIDENT, last_reported_at=MOMENT + timedelta(days=2))
    event = json.loads(export("misp", newer))["response"][0]["Event"]
    assert event["timestamp"] == str(int((MOMENT + timedelta(days=2)).timestamp()))


def test_geojson_keeps_booleans_and_lists():
    properties = json.loads(export("geojson", INCIDENT))["features"][0]["properties"]
    assert properties["attribution_denied"] is True
    assert properties["attribution_contested"] is False
    assert properties["target_countries"] == ["DEU", "FIN"]
    assert properties["start_date"] == "2024-11-18"


def test_csv_writes_booleans_and_lists_as_text():
    row = next(csv.DictReader(io.StringIO(export("csv", INCIDENT).decode())))
    assert (row["attribution_denied"], row["attribution_contested"]) == ("true", "false")
    assert (row["target_countries"], row["start_date"]) == ("DEU|FIN", "2024-11-18")


def test_csv_disarms_a_list_that_opens_like_a_formula():
    act = make_act("suspects", "=cmd()")
    hostile = replace(INCIDENT, attribution=AttributionView(state=AttributionState.SUSPECTED, acts=(act,)))
    assert next(csv.DictReader(io.StringIO(export("csv", hostile).decode())))["attributors"] == "'=cmd()"


def test_parquet_keeps_booleans_days_and_lists(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "incidents.parquet"
    path.write_bytes(export("parquet", INCIDENT))
    with duckdb.connect() as connection:
        asked = "attribution_denied, start_date, target_countries, aliases, end_date"
        rows = connection.execute(f"SELECT {asked} FROM '{path}'").fetchall()
    assert rows == [(True, date(2024, 11, 18), ["DEU", "FIN"], [], date(2024, 11, 18))]
