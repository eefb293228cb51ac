"""The index of bits says the same as looking at every record."""

import json
import random
from datetime import date, timedelta

import pytest

from tocsin.desk.indexing import APART, COUNTED, Group, build_index, countries_of, make_row, walk
from tocsin.model import AttributionState, AttributionView, Incident, IncidentStatus, Place
from tocsin.model.codec import decode, encode
from tocsin.model.ids import make_number
from tocsin.ontology import load_profiles
from tocsin.register.profiles import select_incidents
from tocsin.store.lightening import lighten
from tocsin.warning import day_of

PROFILES = tuple(load_profiles().values())
FIRST = date(2025, 1, 1)


def make_incident(number: int, chance: random.Random) -> Incident:
    day = FIRST + timedelta(days=chance.randrange(300)) if chance.random() < 0.9 else None
    country = chance.choice(("EST", "LVA", "POL"))
    return Incident(
        id=f"i{number:04}",
        title=f"t{number}",
        kind=chance.choice(("hybrid", "political")),
        threat_type=chance.choice(("sabotage", "cyber", None)),
        status=chance.choice(tuple(IncidentStatus)),
        start_date=day,
        end_date=day + timedelta(days=chance.randrange(40)) if day and chance.random() < 0.3 else day,
        places=(Place(name=f"Town{number % 9}", country=country, precision="settlement"),),
        target_countries=(country,),
        attribution=AttributionView(state=chance.choice(tuple(AttributionState))),
        review_state=chance.choice(("new", "accepted", "rejected")),
        reports=1,
        origins=chance.randrange(1, 4),
    )


@pytest.fixture
def incidents():
    chance = random.Random(7)
    return [make_incident(n, chance) for n in range(400)]


def index_of(incidents):
    known = {make_number(one.id): one for one in incidents}
    return build_index(incidents, PROFILES, load=lambda numbers: tuple(known[n] for n in numbers))


def order(incident):
    day = day_of(incident)
    return (-day.toordinal() if day else 0, incident.id)


def test_group_is_newest_first_and_is_read_in_stretches(incidents):
    index = index_of(incidents)
    group = Group(index, index.everything())
    wanted = sorted(incidents, key=order)
    assert list(group) == wanted
    assert list(group[30:50]) == wanted[30:50]
    assert group[3] == wanted[3]
    assert len(group[390:500]) == 10


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_marks_of_a_profile_are_its_selection(incidents, profile):
    index = index_of(incidents)
    selection = select_incidents(incidents, profile)
    assert set(Group(index, index.bear(COUNTED, profile.name)).row_ids()) == {i.id for i in selection.counted}
    assert set(Group(index, index.bear(APART, profile.name)).row_ids()) == {i.id for i in selection.apart}


@pytest.mark.parametrize(("since", "until"), [(40, None), (None, 90), (60, 100), (200, 200), (None, None)])
def test_days_let_in_what_lies_in_part_within_them(incidents, since, until):
    first = None if since is None else FIRST + timedelta(days=since)
    last = None if until is None else FIRST + timedelta(days=until)
    index = index_of(incidents)

    def fits(incident):
        day = day_of(incident)
        if day is None:
            return first is None and last is None
        end = incident.end_date or day
        return (first is None or end >= first) and (last is None or day <= last)

    assert set(Group(index, index.between(first, last)).row_ids()) == {i.id for i in incidents if fits(i)}


@pytest.mark.parametrize("most", [10, 1000])
def test_tally_of_few_and_of_many_is_the_same(incidents, most):
    index = index_of(incidents)
    chosen = index.find([make_number(i.id) for i in incidents[:most]])
    wanted = {}
    for incident in incidents[:most]:
        for country in countries_of(incident):
            wanted[country] = wanted.get(country, 0) + 1
    assert index.tally("country", chosen) == wanted


@pytest.mark.parametrize("count", [1, 5, 200])
def test_state_that_follows_is_the_one_built_anew(incidents, count):
    chance = random.Random(9)
    changed = [make_incident(n, chance) for n in (*range(count), *range(400, 400 + count))]
    gone = incidents[-count:]
    after = {i.id: i for i in incidents} | {i.id: i for i in changed}
    for incident in gone:
        after.pop(incident.id, None)
    rows = [make_row(one, PROFILES) for one in changed if one.id in after]
    followed = index_of(incidents).followed_by(rows, [make_number(i.id) for i in gone], {})
    built = index_of(list(after.values()))
    assert followed.keys == built.keys
    assert [row.marks for row in followed.rows] == [row.marks for row in built.rows]
    assert {mark: bits for mark, bits in followed.bits.items() if bits} == built.bits


def test_earlier_state_is_not_touched_by_the_one_that_follows(incidents):
    index = index_of(incidents)
    before = (list(index.keys), dict(index.bits))
    index.followed_by([make_row(make_incident(999, random.Random(1)), PROFILES)], [], {})
    assert (index.keys, index.bits) == before


def test_light_form_bears_the_same_marks_as_the_whole(cable):
    light = decode(Incident, json.loads(json.dumps(lighten(encode(cable)))))
    assert light.claims == ()
    assert make_row(light, PROFILES) == make_row(cable, PROFILES)


@pytest.mark.parametrize(("skip", "most", "wanted"), [(0, None, [1, 64, 700]), (1, 1, [64]), (3, None, [])])
def test_bits_are_walked_lowest_first(skip, most, wanted):
    assert list(walk(1 << 1 | 1 << 64 | 1 << 700, skip=skip, most=most)) == wanted
