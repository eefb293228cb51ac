from datetime import UTC, datetime

from register_reports import Report

from tocsin.model import Claim, Evidence, Span
from tocsin.register.persons import index_persons, learn_persons, name_holders

MONDAY = datetime(2025, 3, 10, tzinfo=UTC)
TUESDAY = datetime(2025, 3, 11, tzinfo=UTC)


def report(text, speaker, *, at=MONDAY):
    made = Report(text, published_at=at)
    made.say(text.split(" said ")[1].rstrip("."), speaker)
    return made.read()


def learn(text, speaker, **options):
    return {(claim.field, claim.value) for claim in learn_persons([report(text, speaker, **options)])}


def claim_by(holder, at):
    evidence = Evidence(document_id="d", span=Span("d", 0, 1), quote="x")
    return Claim(
        id="c", event_id="e", field="status", value="reported", holders=("Paper", holder),
        evidence=(evidence,), reported_at=at,
    )  # fmt: skip


def resolve(holder, at, *texts_and_speakers):
    persons = index_persons(learn_persons([report(*pair) for pair in texts_and_speakers]))
    (claim,) = name_holders([claim_by(holder, at)], persons)
    return claim.holders[-1]


TAMM = ("Estonian interior minister Lauri Tamm said the cable was cut.", "Lauri Tamm")


def test_a_title_before_a_name_teaches_role_office_and_country():
    assert learn(*TAMM) == {
        ("name", "Lauri Tamm"),
        ("role", "Estonian interior minister"),
        ("office", "minister"),
        ("country", "EST"),
    }


def test_an_apposition_behind_a_name_teaches_the_same():
    text = "Karin Holm, the Danish defence minister, said the drones were gone."
    assert ("role", "Danish defence minister") in learn(text, "Karin Holm")


def test_every_lesson_has_its_sentence():
    claims = learn_persons([report(*TAMM)])
    assert {claim.evidence.quote for claim in claims} == {TAMM[0]}
    assert {claim.reported_at for claim in claims} == {MONDAY}


def test_a_person_without_an_office_is_not_learned():
    assert learn("Lauri Tamm said the cable was cut.", "Lauri Tamm") == set()


def test_a_bare_surname_of_a_later_report_gets_the_full_name():
    assert resolve("Tamm", TUESDAY, TAMM) == "Lauri Tamm"


def test_an_earlier_report_does_not_know_what_a_later_one_taught():
    assert resolve("Tamm", datetime(2025, 3, 9, tzinfo=UTC), TAMM) == "Tamm"


def test_a_surname_of_two_persons_stays_bare():
    other = ("Estonian prime minister Mari Tamm said the cable was whole.", "Mari Tamm")
    assert resolve("Tamm", TUESDAY, TAMM, other) == "Tamm"
