import io
import json

import pytest

from tocsin.model import Document
from tocsin.sources import Intake, Unread, iter_documents, iter_sample, parse_moment
from tocsin.sources.identify import identify_language

SENTENCE = "A data cable between Finland and Germany was found broken on Monday, officials in Helsinki said."


def read(*addresses, **intake):
    return list(iter_documents([str(address) for address in addresses], Intake(**intake)))


@pytest.fixture
def write(tmp_path):
    def write_file(name: str, content: bytes | str):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write_file


def test_plain_text_is_one_document(write):
    (document,) = read(write("a.txt", SENTENCE))
    assert document.text == SENTENCE


def test_front_matter_gives_date_publisher_and_id(write):
    header = "---\nid: r1\ndate: 2024-11-18\npublisher: Northern Wire\n---\n"
    (document,) = read(write("a.txt", header + SENTENCE + "\n"))
    assert (document.external_id, document.publisher, document.source_id) == (
        "r1",
        "Northern Wire",
        "northern-wire",
    )
    assert document.published_at == parse_moment("2024-11-18")
    assert document.text == SENTENCE


def test_a_text_that_opens_with_a_rule_is_not_a_header(write):
    text = "---\nnot a header\n---\n" + SENTENCE
    (document,) = read(write("a.txt", text))
    assert document.text == text


def test_jsonl_keeps_the_text_exactly(write):
    text = "  Двa dröne\u2019s \n\n over 波兰 \U0001f6e9 "
    (document,) = read(
        write("a.jsonl", json.dumps({"id": "x", "text": text, "date": "2025-09-10", "source": "cep"}))
    )
    assert (document.text, document.external_id, document.source_id) == (text, "x", "cep")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "broken JSON"),
        ("[1, 2]", "wanted an object"),
        ('{"title": "no text"}', "has no text"),
        ('{"text": ""}', "holds no text"),
        ('{"text": "x", "date": "yesterday"}', "no date"),
        ('{"text": "x", "date": "9999-12-31T23:59:59-12:00"}', "no date"),
        ('{"text": "x", "title": 3}', "wanted a string"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_told_and_the_rest_is_read(write, line, reason):
    good = json.dumps({"text": SENTENCE})
    first, failed, last = read(write("a.jsonl", f"{good}\n{line}\n{good}\n"))
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert failed.name.endswith("a.jsonl:2")
    assert reason in failed.reason


def test_a_line_over_the_limit_is_skipped_whole(write):
    good = json.dumps({"text": SENTENCE})
    huge = json.dumps({"text": "x" * 5000})
    outcomes = read(write("a.jsonl", f"{huge}\n{good}\n"), max_bytes=1000)
    assert [type(outcome) for outcome in outcomes] == [Unread, Document]
    assert "limit of 1,000" in outcomes[0].reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b"   \n", "is empty"),
        ("a.jsonl", b"\n\n", "is empty"),
        ("a.html", b"", "is empty"),
        ("a.txt", b"PK\x03\x04\x00\x00binary", "no text"),
        ("a.txt", "caf\u00e9 in Kyiv".encode("latin-1"), "not UTF-8 (byte 0xe9 at 3)"),
        ("a.html", b"<html><body></body></html>", "without a story"),
    ],
)
def test_what_is_no_text_is_one_clear_line(write, name, content, reason):
    (failed,) = read(write(name, content))
    assert reason in failed.reason


def test_a_file_over_the_limit_is_refused(write):
    (failed,) = read(write("a.txt", "x" * 5000), max_bytes=1000)
    assert "5,000 bytes, more than the limit of 1,000" in failed.reason


def test_a_missing_file_is_one_clear_line(tmp_path):
    (failed,) = read(tmp_path / "none.txt")
    assert "no such file" in failed.reason


def test_utf_16_with_its_mark_is_read(write):
    (document,) = read(write("a.txt", SENTENCE.encode("utf-16")))
    assert document.text == SENTENCE


def test_a_directory_is_read_in_the_order_of_names_and_other_files_are_left_alone(write):
    write("d/b.txt", "Second. " + SENTENCE)
    write("d/a.txt", "First. " + SENTENCE)
    write("d/sub/c.jsonl", json.dumps({"text": "Third. " + SENTENCE}))
    write("d/picture.png", b"\x89PNG")
    folder = write("d/.hidden.txt", "hidden").parent
    assert [document.text.split(".")[0] for document in read(folder)] == ["First", "Second", "Third"]


def test_an_empty_directory_says_what_was_wanted(tmp_path):
    (failed,) = read(tmp_path)
    assert "no file to read" in failed.reason


def test_a_page_gives_its_story_without_the_furniture(write):
    page = f"""<!doctype html><html><head><title>Cable broken</title></head><body><nav>Home | Sport</nav>
    <article><h1>Cable broken</h1><p>{SENTENCE}</p><p>{SENTENCE.replace("Monday", "Tuesday")}</p></article>
    <footer>Subscribe now</footer></body></html>"""
    (document,) = read(write("a.html", page))
    assert SENTENCE in document.text
    assert "Subscribe" not in document.text


def test_nul_and_lone_surrogates_are_replaced_one_for_one(write):
    (document,) = read(write("a.jsonl", '{"text": "a\\u0000b\\ud800c in Kyiv"}'))
    assert document.text == "a\ufffdb\ufffdc in Kyiv"


def test_standard_input_is_told_by_how_it_opens(monkeypatch):
    class Stdin:
        buffer = io.BufferedReader(io.BytesIO(json.dumps({"text": SENTENCE, "id": "7"}).encode()))

    monkeypatch.setattr("sys.stdin", Stdin)
    (document,) = read("-")
    assert document.external_id == "7"


def test_the_same_text_from_the_same_source_has_the_same_id(write):
    line = json.dumps({"text": SENTENCE, "source": "wire", "url": "https://wire.example/1"})
    one, two = read(write("a.jsonl", line + "\n" + line))
    assert one.id == two.id


def test_an_undated_text_takes_the_day_that_was_given(write):
    moment = parse_moment("2025-12-02")
    (document,) = read(write("a.txt", SENTENCE), published_at=moment)
    assert document.published_at == moment


def test_a_short_or_doubtful_text_is_taken_for_english():
    document = Document(id="d", text="Kyiv, Lviv, Odesa", lang="und")
    assert identify_language(document).lang == "en"


def test_another_language_is_told():
    text = "Die Regierung in Berlin hat am Montag mitgeteilt, dass die Untersuchung noch nicht beendet ist."
    assert identify_language(Document(id="d", text=text, lang="und")).lang == "de"


def test_every_sample_report_has_date_publisher_title_and_a_note():
    documents = list(iter_sample())
    assert len(documents) >= 60
    assert all(d.published_at and d.publisher and d.title and d.external_id for d in documents)
    assert len({document.id for document in documents}) == len(documents)


@pytest.mark.parametrize("lang", ["en", "EN", "en-US", "en_GB"])
def test_english_by_any_of_its_names_is_english(write, lang):
    (document,) = read(write("a.jsonl", json.dumps({"text": SENTENCE, "lang": lang})))
    assert document.lang == "en"


def test_a_file_of_any_name_that_opens_with_an_object_is_read_by_lines(write):
    content = b"\xef\xbb\xbf" + json.dumps({"text": SENTENCE, "id": "7"}).encode()
    (document,) = read(write("export.json", content))
    assert (document.external_id, document.text) == ("7", SENTENCE)
