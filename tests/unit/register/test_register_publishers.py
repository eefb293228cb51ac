"""Publishers by a reviewed table: letters with their reasons, and one origin for one owner."""

from datetime import UTC, date, datetime, timedelta

import pytest
from register_reports import NOON, Report, track_fire

from tocsin.errors import OntologyError
from tocsin.model import Document, Publisher, SpeechAct
from tocsin.ontology.publishers import load_publisher_kinds, load_publishers, read_publishers
from tocsin.register.assembling import assemble_register
from tocsin.register.clustering import link_mentions
from tocsin.register.publishers import make_table

LATER = datetime(2025, 6, 1, tzinfo=UTC)
OWN = Publisher(name="Morning Paper", kind="newspaper", reliability="a", reviewed=date(2025, 3, 20), by="ann")


def document(publisher=None, url=None):
    return Document(id="d1", text="x", publisher=publisher, url=url)


def assemble(*reports, publishers=None, **options):
    readings = [report.read() for report in reports]
    linkage = link_mentions(readings, now=LATER)
    (incident,) = assemble_register(readings, linkage, publishers=publishers, **options)
    return incident


def find_grade(incident, field="status", holder=None):
    claims = [c for c in incident.claims if c.field == field and (holder is None or c.holders[-1] == holder)]
    return claims[0].grade


def test_shipped_table_gives_facts_and_no_letter_of_its_own():
    assert len(load_publishers()) > 90
    assert all(one.reliability is None and one.reviewed is None for one in load_publishers())
    assert {one.kind for one in load_publishers()} <= set(load_publisher_kinds())


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (document("Reuters"), ("b", "kind agency")),
        (document("reuters "), ("b", "kind agency")),
        (document(url="https://www.tass.com/world/1"), ("d", "kind state_outlet")),
        (document("A blog", "https://eng.mil.ru/news"), ("d", "kind state_outlet")),
        (document("A blog", "https://notreuters.com"), ("f", "publisher_not_in_table")),
        (document("A blog", "https://[broken"), ("f", "publisher_not_in_table")),
        (document(), ("f", "publisher_not_in_table")),
    ],
)
def test_letter_comes_with_its_rule(given, wanted):
    assert make_table().rate(given) == wanted


def test_users_letter_stands_over_the_table_from_the_day_it_was_given():
    mine = Publisher(name="Reuters", kind="agency", reliability="c", reviewed=date(2025, 3, 20), by="ann")
    assert make_table([mine]).rate(document("Reuters")) == ("c", "reviewed 2025-03-20 by ann")
    assert make_table([mine], on=date(2025, 3, 20)).rate(document("Reuters"))[0] == "c"
    assert make_table([mine], on=date(2025, 3, 19)).rate(document("Reuters")) == ("b", "kind agency")


def test_state_outlet_and_its_sister_are_one_origin_however_they_word_it():
    other = "Near Warsaw the railway's signal box went up in flames, burned out and stopped trains on Sunday."
    apart = assemble(track_fire(publisher="One Paper"), track_fire(publisher="Two Paper", text=other))
    assert apart.origins == 2
    one = assemble(track_fire(publisher="TASS"), track_fire(publisher="RT", text=other))
    assert (one.reports, one.origins, one.status) == (2, 1, "reported")
    assert len({claim.grade.origin_id for claim in one.claims}) == 1
    own = (
        "By the brigade in Warsaw: what burned for hours on Sunday was a hut with levers, and it is ash now."
    )
    three = assemble(
        track_fire(publisher="TASS"),
        track_fire(publisher="RT", text=other),
        track_fire(publisher="One Paper", text=own),
    )
    assert (three.reports, three.origins) == (3, 2)


def test_number_of_a_claim_follows_from_what_else_is_told():
    alone = assemble(track_fire(publisher="Reuters"))
    assert (find_grade(alone).reliability, find_grade(alone).credibility) == ("b", 2)
    assert find_grade(alone).credibility_rule == "one_origin_of_reliability_b"
    unknown = assemble(track_fire(publisher="A blog"))
    assert (find_grade(unknown).reliability, find_grade(unknown).credibility) == ("f", 3)
    poor = assemble(track_fire(publisher="TASS"))
    assert (find_grade(poor).reliability, find_grade(poor).credibility) == ("d", 4)
    other = "A railway box near Warsaw burned out on Sunday, and no train ran until the evening came."
    both = assemble(track_fire(publisher="Reuters"), track_fire(publisher="A blog", text=other))
    assert (find_grade(both).credibility, find_grade(both).credibility_rule) == (
        1,
        "independent_origins_agree",
    )


def test_claim_of_an_interested_voice_alone_is_doubtful():
    report = Report("Moscow said Ukraine burned the depot in Ryazan.")
    said = report.say("Ukraine burned the depot in Ryazan", "Moscow", act=SpeechAct.SAY, actor_id="RUS")
    report.event("burned", status="alleged", place="Ryazan", actors=["Ukraine"], said=said)
    incident = assemble(report)
    assert find_grade(incident).credibility == 4
    assert find_grade(incident).credibility_rule == "interested_voice_alone"


def test_users_letter_moves_the_number():
    table = make_table([OWN])
    grade = find_grade(assemble(track_fire(), publishers=table))
    assert (grade.reliability, grade.credibility) == ("a", 2)
    assert grade.reliability_rule == "reviewed 2025-03-20 by ann"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('publisher = [{name = "A", kind = "press"}]', "wanted one of"),
        ('publisher = [{name = "A", kind = "agency", reliability = "b"}]', "the day on which"),
        ('publisher = [{name = "A", kind = "agency", reliability = "z", reviewed = 2026-01-01}]', "one of a"),
        ('publisher = [{name = "A", kind = "agency", reviewed = "soon"}]', "wanted a day"),
        ('publisher = [{name = "A", kind = "agency"}, {name = "a", kind = "ngo"}]', "twice"),
        ('publisher = [{name = "A", kind = "agency", letter = "b"}]', "one of the keys"),
        ("publisher = [", "not valid TOML"),
    ],
)
def test_wrong_file_is_refused_with_the_fault(tmp_path, text, wanted):
    path = tmp_path / "publishers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=wanted):
        read_publishers(path)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(OntologyError, match="cannot be read"):
        read_publishers(tmp_path / "none.toml")


def test_report_published_later_grades_nothing_before():
    other = "A railway box near Warsaw burned out on Sunday, and no train ran until the evening came."
    reports = (
        track_fire(publisher="Reuters"),
        track_fire(publisher="A blog", text=other, published_at=NOON + timedelta(days=2)),
    )
    assert find_grade(assemble(*reports)).credibility == 1
    assert find_grade(assemble(*reports, as_of=NOON + timedelta(days=1))).credibility == 2
