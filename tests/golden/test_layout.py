"""How a text is laid out changes nothing of what is read in it."""

import pytest

from tocsin.model import Document

HEADLINE = "Cable cut\n\n"
LEAD = "A data cable in the Baltic Sea was cut on Monday, the operator said."


def outline(reader, text):
    """The words and codes of a reading, whatever their place."""
    document = Document(id="d1", text=text)
    reading = reader.read(document)
    statements = [[document.quote(span) for span in one.content] for one in reading.statements]
    events = [
        (
            document.quote(event.trigger),
            event.status,
            [document.quote(party.span) for party in (*event.actors, *event.recipients)],
        )
        for event in reading.events
    ]
    return statements, events


@pytest.mark.parametrize("headline", [HEADLINE, HEADLINE.replace("\n", "\r\n"), "Cable cut\n \n"])
def test_a_headline_is_no_part_of_the_sentence_after_it(reader, headline):
    statements, events = outline(reader, headline + LEAD)
    alone = outline(reader, LEAD)
    assert statements == alone[0]
    assert events[-len(alone[1]) :] == alone[1]


def test_no_sentence_runs_over_a_blank_line(reader):
    document = Document(id="d1", text=HEADLINE + LEAD + "\r\n\r\nMore to come")
    assert [document.quote(span) for span in reader.read(document).sentences] == [
        "Cable cut",
        LEAD,
        "More to come",
    ]


def test_hostile_text_is_left_out_and_the_news_beside_it_read(reader):
    text = LEAD + "\n\n" + "(" * 50_000 + "\n\n" + LEAD
    reading = reader.read(Document(id="d1", text=text))
    assert len({event.trigger.start for event in reading.events}) == 2 * len(outline(reader, LEAD)[1])
    assert [(remark.about, remark.span.end - remark.span.start) for remark in reading.remarks] == [
        ("text", 50_000)
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The owner said the undersea cable in the Baltic Sea did not break by itself.", False),
        ("The undersea cable in the Baltic Sea was cut on Sunday, its owner said.", True),
    ],
)
def test_a_denied_manner_is_no_denied_act(reader, text, told):
    assert bool(reader.read(Document(id="d1", text=text)).events) is told
