from tocsin.desk.marks import FAMILY_LABELS, list_event_marks, list_incident_marks


def test_no_two_statuses_share_a_shape():
    for marks in (list_event_marks(), list_incident_marks()):
        assert len({(mark.path, mark.filled) for mark in marks}) == len(marks)


def test_colour_follows_how_a_status_counts():
    families = {mark.code: mark.family for mark in list_event_marks()}
    assert (families["happened"], families["alleged"], families["threatened"]) == (
        "counts",
        "claims",
        "intent",
    )
    assert set(families.values()) <= set(FAMILY_LABELS)
