"""Files of all kinds become documents, whatever their names; what is broken or hostile is one clear line."""

import gzip
import io
import random
import zlib

import pytest
from made_files import W, make_docx, make_pdf, make_warc

from tocsin.model import Document, Span
from tocsin.sources import Intake, Unread, iter_documents, parse_moment
from tocsin.sources.formats import READ_SUFFIXES

SENTENCE = "A data cable between Finland and Germany was found broken on Monday, officials in Helsinki said."
OTHER = "Police in Tallinn opened an inquiry into the severed line, the ministry said on Tuesday."
STORY_HTML = f"<article><p>{SENTENCE}</p><p>{OTHER}</p></article>"
PAGE = f"<html><head><title>Cable</title></head><body>{STORY_HTML}</body></html>"


@pytest.fixture
def read(tmp_path):
    def read_file(name, content, **intake):
        path = tmp_path / name
        path.write_bytes(content)
        return list(iter_documents([str(path)], Intake(**intake)))

    return read_file


# --- PDF -------------------------------------------------------------------------------------------------


def test_a_pdf_tells_the_page_of_every_word(read):
    (document,) = read("report.pdf", make_pdf([[SENTENCE], [OTHER]]))
    start = document.text.index("Police")
    assert document.find_page(Span(document.id, start, start + 6)) == 2
    assert document.find_page(Span(document.id, 0, 6)) == 1
    assert SENTENCE in document.text


def test_a_text_without_pages_tells_none(read):
    (document,) = read("a.txt", SENTENCE.encode())
    assert document.find_page(Span(document.id, 0, 6)) is None


def test_an_empty_page_keeps_the_count(read):
    (document,) = read("report.pdf", make_pdf([[SENTENCE], [], [OTHER]]))
    start = document.text.index("Police")
    assert document.find_page(Span(document.id, start, start + 6)) == 3


def test_lines_of_a_pdf_are_paragraphs_again(read):
    lines = [
        "A data cable between Finland and Germany was found broken on Mon-",
        "day, officials in Helsinki said. A state-sponsored ship was seen,",
        "and no state-",
        "sponsored crew was named by officials.",
        "The inquiry into the severed line goes on, the ministry said today.",
    ]
    (document,) = read("report.pdf", make_pdf([lines]))
    assert "broken on Monday, officials" in document.text
    assert "no state-sponsored crew" in document.text
    assert "named by officials.\n\nThe inquiry" in document.text


def test_what_stands_on_every_page_is_left_out(read):
    stories = (SENTENCE, OTHER, "Nobody was hurt, the operator said on Wednesday.")
    pages = [["Annual report 2025", words, f"Page {n} of 3"] for n, words in enumerate(stories, 1)]
    (document,) = read("report.pdf", make_pdf(pages))
    assert " ".join(document.text.split()) == " ".join(stories)


def test_a_sentence_runs_on_overleaf(read):
    (document,) = read(
        "report.pdf", make_pdf([["A data cable between Finland and Germany was"], ["found broken."]])
    )
    assert "Germany was found broken." in " ".join(document.text.split())
    assert "\n\n" not in document.text.strip()


def test_a_pdf_has_title_and_day_unless_the_user_gives_one(read):
    raw = make_pdf([[SENTENCE]], facts="/Title (Annual report) /CreationDate (D:20251203040506+00'00')")
    (document,) = read("report.pdf", raw)
    assert (document.title, document.published_at) == ("Annual report", parse_moment("2025-12-03T04:05:06"))
    (document,) = read("report.pdf", raw, published_at=parse_moment("2025-12-10"))
    assert document.published_at == parse_moment("2025-12-10")


def test_a_pdf_is_told_by_its_bytes(read):
    (document,) = read("download", make_pdf([[SENTENCE]]))
    assert SENTENCE in document.text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"%PDF-1.7\nnothing of a PDF", "broken PDF"),
        (make_pdf([[SENTENCE]])[:300], "broken PDF"),
        (make_pdf([[]]), "no text in them"),
        (b"", "is empty"),
    ],
)
def test_a_pdf_that_gives_nothing_is_one_line(read, raw, reason):
    outcomes = read("report.pdf", raw)
    assert [type(one) for one in outcomes] == [Unread]
    assert reason in outcomes[0].reason


def test_an_encrypted_pdf_asks_for_one_without_a_password(read):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([[SENTENCE]]))))
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    (failed,) = read("report.pdf", stream.getvalue())
    assert "without a password" in failed.reason


def test_a_page_that_draws_without_end_is_left_out_and_told(read, monkeypatch):
    monkeypatch.setattr("tocsin.sources.pdf.MOST_STEPS_A_PAGE", 1000)
    outcomes = read("report.pdf", make_pdf([[SENTENCE], b"q Q\n" * 1000, [OTHER]]))
    failed = [one for one in outcomes if isinstance(one, Unread)]
    assert ["page 2" in one.name for one in failed] == [True]
    (document,) = [one for one in outcomes if isinstance(one, Document)]
    assert document.text.count("\f") == 3


def test_a_stream_that_unpacks_without_end_is_left_out(read, monkeypatch):
    monkeypatch.setattr("tocsin.sources.pdf.MOST_UNPACKED_BYTES", 100_000)
    packed = zlib.compress(b"( ) Tj\n" * 50_000)
    raw = make_pdf([[SENTENCE], b"x"])
    bomb = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    raw = raw.replace(b"<< /Length 1 >>\nstream\nx\nendstream", bomb)
    outcomes = read("report.pdf", raw)
    assert any(isinstance(one, Unread) and "page 2" in one.name for one in outcomes)


def test_no_broken_pdf_ends_the_run(read):
    chooser = random.Random(7)
    good = make_pdf([[SENTENCE], [OTHER]])
    for _ in range(150):
        raw = bytearray(good)
        for _ in range(chooser.randint(1, 30)):
            raw[chooser.randrange(len(raw))] = chooser.randrange(256)
        assert read("report.pdf", bytes(raw))


# --- DOCX ------------------------------------------------------------------------------------------------


def test_a_docx_is_its_paragraphs(read):
    core = (
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>Note</dc:title><dcterms:created>2025-12-03T04:05:06Z</dcterms:created></cp:coreProperties>"
    )
    (document,) = read("note.docx", make_docx([SENTENCE, OTHER], core=core))
    assert document.text == f"{SENTENCE}\n\n{OTHER}"
    assert (document.title, document.published_at) == ("Note", parse_moment("2025-12-03T04:05:06"))


def test_deleted_words_and_fallbacks_are_no_words(read):
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    run = f"<w:r><w:t>{SENTENCE}</w:t></w:r>"
    body = (
        f'<w:document xmlns:w="{W}" xmlns:mc="{mc}"><w:body><w:p>'
        "<w:del><w:r><w:delText>Denied. </w:delText></w:r></w:del>"
        f"<mc:AlternateContent><mc:Choice>{run}</mc:Choice><mc:Fallback>{run}</mc:Fallback></mc:AlternateContent>"
        "</w:p></w:body></w:document>"
    )
    (document,) = read("note.docx", make_docx([], body=body))
    assert document.text == SENTENCE


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"PK\x03\x04 and nothing more", "broken ZIP"),
        (make_docx([SENTENCE], name="something/else.xml"), "unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "without a password"),
        (make_docx([], body='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "broken DOCX"),
        (make_docx([], body='<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>'), "broken DOCX"),
        (make_docx([], body="<w:document"), "broken DOCX"),
        (make_docx([], body=" " * 9_000_000), "bomb"),
        (make_docx([]), "holds no text"),
    ],
)
def test_a_docx_that_gives_nothing_is_one_line(read, raw, reason):
    (failed,) = read("note.docx", raw)
    assert reason in failed.reason


def test_paragraphs_nested_thousands_deep_are_read(read):
    deep = "<w:sdt>" * 5000 + f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>" + "</w:sdt>" * 5000
    outcomes = read("note.docx", make_docx([], body=f'<w:document xmlns:w="{W}">{deep}</w:document>'))
    assert len(outcomes) == 1


# --- Mail ------------------------------------------------------------------------------------------------

MAIL = (
    "From: =?utf-8?q?Press_Office_of_Exampleland?= <press@office.example>\n"
    "Subject: =?utf-8?b?S2Fsw6RtYSBjYWJsZQ==?=\n"
    "Date: Mon, 01 Dec 2025 08:30:00 +0200\n"
    "Message-ID: <1@office.example>\n"
)
PLAIN_MAIL = f"{MAIL}Content-Type: text/plain; charset=utf-8\n\n{SENTENCE}\n>From the ministry: {OTHER}\n"


def test_a_box_is_one_document_a_message(read):
    box = f"From press@office.example Mon Dec  1 08:30:00 2025\n{PLAIN_MAIL}\n" * 2
    first, second = read("list.mbox", box.encode())
    assert (first.title, first.publisher) == ("Kal\u00e4ma cable", "Press Office of Exampleland")
    assert (first.external_id, first.published_at) == (
        "<1@office.example>",
        parse_moment("2025-12-01T06:30:00"),
    )
    assert first.text == f"{SENTENCE}\nFrom the ministry: {OTHER}"
    assert second.text == first.text


def test_a_box_is_told_by_its_first_line(read):
    (document,) = read("list", f"From press@office.example Mon Dec  1 08:30:00 2025\n{PLAIN_MAIL}\n".encode())
    assert document.external_id == "<1@office.example>"


def test_a_text_that_opens_with_from_is_no_box(read):
    text = "From Tallinn came word on Monday that a cable was cut."
    (document,) = read("a.txt", text.encode())
    assert document.text == text


def test_a_message_gives_its_html_where_it_has_no_plain_words(read):
    parts = (
        f'{MAIL}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: text/html\n\n<p>{SENTENCE}</p><script>evil()</script>\n"
        "--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nattached\n--b--\n"
    )
    (document,) = read("a.eml", parts.encode())
    assert document.text == SENTENCE


def test_words_quoted_from_an_earlier_mail_are_left_out(read):
    (document,) = read("a.eml", f"{MAIL}\n{SENTENCE}\n\n> {OTHER}\n> more\n".encode())
    assert document.text == SENTENCE


def test_a_message_over_the_limit_is_told_and_the_rest_is_read(read):
    opening = "From press@office.example Mon Dec  1 08:30:00 2025\n"
    box = f"{opening}{MAIL}\n{'x ' * 5000}\n\n{opening}{PLAIN_MAIL}"
    failed, document = read("list.mbox", box.encode(), max_bytes=2000)
    assert "message 1" in failed.name
    assert "limit of 2,000" in failed.reason
    assert SENTENCE in document.text


def test_mail_of_a_thousand_parts_is_refused(read):
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1000))
    (failed,) = read("a.eml", (MAIL + nested).encode())
    assert "1000 parts" in failed.reason


@pytest.mark.parametrize(
    "header",
    ["Date: yesterday", "Subject: =?utf-8?b?!?=", "Subject: =?nonsense?q?a?=", "From: <<>>", "From:"],
)
def test_odd_headers_cost_no_message(read, header):
    (document,) = read("a.eml", f"{header}\n\n{SENTENCE}\n".encode())
    assert document.text == SENTENCE


def test_a_web_page_saved_as_one_file_has_its_address(read):
    saved = (
        "From: <Saved by a browser>\nSnapshot-Content-Location: https://wire.example/story\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        f"--b\nContent-Type: text/html\n\n{PAGE}\n--b--\n"
    )
    (document,) = read("story.mhtml", saved.encode())
    assert document.url == "https://wire.example/story"
    assert SENTENCE in document.text


# --- WARC ------------------------------------------------------------------------------------------------

OK = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8"
STORY = ("response", "https://wire.example/1", OK, PAGE.encode())


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_its_pages_with_address_and_moment(read, packed):
    raw = make_warc(
        [
            ("request", "https://wire.example/1", "GET / HTTP/1.1\nHost: wire.example", b""),
            STORY,
            (
                "response",
                "https://wire.example/2",
                "HTTP/1.1 404 Not Found\nContent-Type: text/html",
                PAGE.encode(),
            ),
            ("response", "https://wire.example/3", "HTTP/1.1 200 OK\nContent-Type: image/png", b"\x89PNG"),
            ("conversion", "https://wire.example/4", None, OTHER.encode(), "text/plain"),
            ("resource", "https://wire.example/5", None, make_pdf([[SENTENCE]]), "application/pdf"),
        ],
        packed=packed,
    )
    page, text, report = read("evidence.warc.gz" if packed else "evidence.warc", raw)
    assert (page.url, page.retrieved_at) == ("https://wire.example/1", parse_moment("2025-12-03T04:05:06"))
    assert SENTENCE in page.text
    assert (text.url, text.text) == ("https://wire.example/4", OTHER)
    assert report.find_page(Span(report.id, 0, 5)) == 1


# The library leaves a file of its own open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_our_own_archive_is_read_again(read):
    from dataclasses import dataclass
    from datetime import datetime

    from tocsin.sources.warc import write_warc

    @dataclass(frozen=True)
    class Kept:
        url: str
        at: datetime
        status: int
        headers: tuple
        body: bytes

    stream = io.BytesIO()
    kept = Kept(
        "https://wire.example/1",
        parse_moment("2025-12-03"),
        200,
        (("content-type", "text/html"),),
        PAGE.encode(),
    )
    write_warc([kept], stream)
    (document,) = read("evidence.warc.gz", stream.getvalue())
    assert (document.url, document.retrieved_at) == (kept.url, kept.at)


def test_a_body_packed_in_a_record_is_unpacked_within_limits(read):
    head = OK + "\nContent-Encoding: gzip"
    good = ("response", "https://wire.example/1", head, gzip.compress(PAGE.encode()))
    bomb = ("response", "https://wire.example/2", head, gzip.compress(bytes(40_000_000)))
    document, failed = read("evidence.warc", make_warc([good, bomb]))
    assert SENTENCE in document.text
    assert "bomb" in failed.reason


def test_a_chunked_body_is_put_together(read):
    body = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:50].encode(), PAGE[50:].encode()))
        + b"0\r\n\r\n"
    )
    (document,) = read(
        "evidence.warc",
        make_warc([("response", "https://wire.example/1", OK + "\nTransfer-Encoding: chunked", body)]),
    )
    assert SENTENCE in document.text


@pytest.mark.parametrize(
    "tail",
    [
        b"nothing of a record" * 20,
        b"WARC/1.1\r\nWARC-Type: response\r\n",
        b"WARC/1.1\r\n" + b"x" * 300_000,
        b"WARC/1.1\r\n" + b"A: b\r\n" * 9000,
    ],
)
def test_a_broken_record_keeps_what_stands_before_it(read, tail):
    first, *rest = read("evidence.warc", make_warc([STORY]) + tail)
    assert isinstance(first, Document)
    assert all(isinstance(one, Unread) for one in rest)


def test_an_archive_that_is_a_bomb_is_refused(read):
    raw = make_warc([STORY, (*STORY[:3], bytes(30_000_000))], packed=True)
    document, *failed = read("evidence.warc.gz", raw)
    assert SENTENCE in document.text
    assert "bomb" in failed[-1].reason


def test_an_archive_cut_off_keeps_what_stands_before(read):
    raw = make_warc([STORY, STORY], packed=True)
    first, failed = read("evidence.warc.gz", raw[:-40])
    assert isinstance(first, Document)
    assert "cut off" in failed.reason


# --- Packed files, Parquet, and names --------------------------------------------------------------------


def test_packed_lines_are_read(read):
    (document,) = read("a.jsonl.gz", gzip.compress(b'{"text": "One story."}\n'))
    assert document.text == "One story."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (gzip.compress(gzip.compress(b"x")), "packed twice"),
        (b"\x1f\x8b" + b"nothing", "broken where it is packed"),
        (gzip.compress(SENTENCE.encode())[:-9], "cut off"),
        (gzip.compress(bytes(30_000_000)), "more than"),
    ],
)
def test_a_packed_file_that_gives_nothing_is_one_line(read, raw, reason):
    (failed,) = read("a.txt.gz", raw)
    assert reason in failed.reason


def test_parquet_is_one_document_a_row(read, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "made[1].parquet"
    made = tmp_path / "made.parquet"
    duckdb.sql(
        f"COPY (SELECT '{SENTENCE}' AS text, 'n1' AS id, DATE '2025-12-01' AS date, 7 AS other "
        f"UNION ALL SELECT NULL, 'n2', NULL, 8) TO '{made}' (FORMAT parquet)"
    )
    made.rename(path)
    document, failed = list(iter_documents([str(path)], Intake()))
    assert (document.text, document.external_id) == (SENTENCE, "n1")
    assert document.published_at == parse_moment("2025-12-01")
    assert "holds no text" in failed.reason


def test_parquet_without_texts_or_broken_is_one_line(read, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    duckdb.sql(f"COPY (SELECT 1 AS number) TO '{tmp_path / 'n.parquet'}' (FORMAT parquet)")
    (failed,) = list(iter_documents([str(tmp_path / "n.parquet")], Intake()))
    assert "no column 'text'" in failed.reason
    (failed,) = read("b.parquet", b"PAR1" + bytes(100))
    assert "broken Parquet" in failed.reason


def test_standard_input_takes_any_format(monkeypatch):
    class Input:
        buffer = io.BytesIO(make_pdf([[SENTENCE]]))

    monkeypatch.setattr("sys.stdin", Input())
    (document,) = iter_documents(["-"], Intake())
    assert SENTENCE in document.text


def test_a_directory_gives_files_of_all_kinds_and_passes_over_others(tmp_path):
    (tmp_path / "a.pdf").write_bytes(make_pdf([[SENTENCE]]))
    (tmp_path / "b.docx").write_bytes(make_docx([SENTENCE]))
    (tmp_path / "c.warc.gz").write_bytes(make_warc([STORY], packed=True))
    (tmp_path / "d.tar.gz").write_bytes(gzip.compress(b"tar"))
    (tmp_path / "e.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.pdf").write_bytes(b"%PDF-1.7")
    outcomes = list(iter_documents([str(tmp_path)], Intake()))
    assert [type(one) for one in outcomes] == [Document] * 3


@pytest.mark.parametrize("suffix", sorted(READ_SUFFIXES))
@pytest.mark.parametrize("packed", [False, True])
def test_noise_under_any_name_is_one_line(read, suffix, packed):
    noise = random.Random(11).randbytes(600)
    for mark in (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"PAR1", b"WARC/1.0\r\n", b"{", b"\x1f\x8b\x08\x00"):
        raw = mark + noise
        outcomes = read(f"a{suffix}.gz", gzip.compress(raw)) if packed else read(f"a{suffix}", raw)
        assert {type(outcome) for outcome in outcomes} == {Unread}
