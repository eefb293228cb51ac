"""Positions on tracked questions: in the words of those who hold them, each with its place."""

from datetime import UTC, datetime

from tocsin.model import Document, Position, Question, Span, SpeakerKind


def test_positions_stand_in_their_words_newest_first(open_desk, store, cable_report, monkeypatch):
    document: Document = cable_report.document
    span = Span(document_id=document.id, start=0, end=20)
    old, new = (
        Position(
            question_id="q",
            span=span,
            quote=document.quote(span),
            holder=holder,
            kind=SpeakerKind.NAMED,
            through=(),
            speaks_for="state",
            posture="pre_emptive",
            modality="demand",
            said_at=datetime(year, 1, 1, tzinfo=UTC),
            statement_id=None,
        )
        for holder, year in (("The <ministry>", 2024), ("The council", 2025))
    )
    monkeypatch.setattr("tocsin.desk.pages.positions.view_positions", lambda *_: (old, new))
    client = open_desk(store, questions=(Question(id="q", text="Act first?"),))
    page = client.get("/positions").text
    assert page.index("The council") < page.index("The &lt;ministry&gt;")
    assert f'/reports/{document.id}?at=0-20#here"' in page
    assert client.get("/positions.json?holder=COUNCIL").json()["total"] == 1
    # The picture has a twin: a row a posture, month and manner.
    assert '<th scope="row">pre-emptive</th><td class="date">2024-01</td><td>demand</td>' in page
    drawn = client.get("/charts/positions.svg?question=q&theme=dark")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert "pre-emptive" in drawn.text
    narrowed = client.get("/positions?question=q&holder=council").text
    assert "2024-01" not in narrowed.partition("<table")[2].partition("</table>")[0]


def test_question_that_is_not_tracked_is_refused_in_one_line(client):
    reply = client.get("/positions.json?question=nonsense")
    assert reply.status_code == 400
    assert "act-first" in reply.text


def test_question_without_positions_says_so(client):
    assert "takes a position" in client.get("/positions?question=act-first").text
