"""`tocsin brief`: every line has its words, words stay words, and one's own template cannot break out."""

import json

import pytest
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.exports.brief.rendering import escape_markdown

CUT = "An undersea cable between Latvia and Sweden was cut on 3 March, the Latvian State Police said."
DENIAL = "Moscow denied that Russian ships had cut the undersea cable between Latvia and Sweden on 3 March."
EXPELLED = "Prague expelled three Russian diplomats on 9 March, the Czech Foreign Ministry said."
HOSTILE = "A drone flew over Riga airport on 6 March, the [police](http://evil.example) <b>said</b>."


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("brief")
    news = folder / "news.jsonl"
    reports = [(CUT, "2025-03-04"), (DENIAL, "2025-03-06"), (HOSTILE, "2025-03-07"), (EXPELLED, "2025-03-09")]
    news.write_text(
        "".join(json.dumps({"text": t, "date": d, "publisher": "Test *Wire*"}) + "\n" for t, d in reports)
    )
    path = folder / "register.sqlite"
    added = CliRunner().invoke(app, ["add", str(news), "--store", str(path)])
    assert added.exit_code == 0, added.output
    return path


def brief(store, *options):
    return CliRunner().invoke(app, ["brief", "--store", str(store), *options])


def section(text, heading):
    return text.split(f"## {heading}")[1].split("\n## ")[0]


def test_a_shift_hears_of_what_was_first_reported_in_it_with_the_words(store):
    text = brief(store, "--since", "2025-03-04", "--until", "2025-03-05").stdout
    assert "An undersea cable between Latvia and Sweden was cut" in section(text, "New incidents (1)")
    assert "Test \\*Wire\\*" in text
    assert "inclusion profile warning" in text


def test_the_next_shift_hears_of_the_denial_and_not_of_a_new_incident(store):
    text = brief(store, "--since", "2025-03-06", "--until", "2025-03-06").stdout
    assert "Nothing." in section(text, "New incidents (0)")
    assert "Moscow denied" in section(text, "More on known incidents (1)")
    assert "Moscow denied" in section(text, "Said of note")


def test_diplomats_expelled_are_told_of_beside_the_incidents(store):
    text = brief(store, "--since", "2025-03-09", "--until", "2025-03-09").stdout
    assert "Nothing." in section(text, "New incidents (0)")
    assert "expelled three Russian diplomats" in section(text, "Diplomats expelled (1)")


def test_a_brief_may_be_of_the_sections_asked_for(store):
    options = ("--since", "2025-03-04", "--until", "2025-03-05", "--only", "new")
    assert brief(store, *options).stdout.count("\n## ") == 1
    assert "no section 'news'" in str(brief(store, "--only", "news").exception)


def test_words_of_a_report_make_no_link_and_no_tag(store):
    text = brief(store, "--since", "2025-03-07", "--until", "2025-03-07").stdout
    assert "\\[police\\](http" in text
    html = brief(store, "--since", "2025-03-07", "--until", "2025-03-07", "--format", "html").stdout
    assert "&lt;b&gt;said" in html
    assert "<b>said" not in html
    assert "<svg" in html


def test_ones_own_template_is_filled_and_kept_from_the_machine(store, tmp_path):
    own = tmp_path / "own.jinja"
    own.write_text("{{ brief.documents }} reports, {{ brief.sections[0].lines | length }} new")
    options = ("--since", "2025-03-04", "--until", "2025-03-05", "--template", str(own))
    assert brief(store, *options).stdout == "1 reports, 1 new"
    own.write_text("{{ brief.__class__.__mro__[1].__subclasses__() }}")
    broken = brief(store, *options)
    assert broken.exit_code != 0
    assert "cannot be filled" in str(broken.exception or broken.output)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--since", "2025-04-01", "--until", "2025-03-01"], "wanted the earlier first"),
        (["--template", "/no/such"], "cannot be read"),
    ],
)
def test_wrong_use_is_one_line(store, options, wanted):
    done = brief(store, *options)
    assert done.exit_code != 0
    assert wanted in str(done.exception or done.output)


def test_invisible_characters_and_line_breaks_leave_a_quote():
    assert escape_markdown("a\u202eb\n\n# c_d") == "ab # c\\_d"


def test_every_line_has_its_evidence_and_links_to_it(store, monkeypatch):
    monkeypatch.setenv("TOCSIN_DESK_ADDRESS", "https://desk.example/")
    text = brief(store, "--since", "2025-03-01", "--until", "2025-03-31").stdout
    lines = [part for part in text.split("\n- ")[1:]]
    assert len(lines) >= 4
    for line in lines:
        assert "https://desk.example/" in line, line
        assert "> " in line, line
    html = brief(store, "--since", "2025-03-01", "--until", "2025-03-31", "--format", "html").stdout
    assert 'href="https://desk.example/reports/' in html
    assert "?at=" in html


def test_without_a_desk_a_brief_has_ids_and_no_dead_links(store):
    text = brief(store, "--since", "2025-03-01", "--until", "2025-03-31").stdout
    assert "](http" not in text.replace("\\](http", "")


def test_a_desk_address_that_is_none_is_one_line(store, monkeypatch):
    monkeypatch.setenv("TOCSIN_DESK_ADDRESS", "javascript:alert(1)")
    done = brief(store, "--since", "2025-03-01", "--until", "2025-03-31")
    assert "wanted a web address" in str(done.exception or done.output)


def test_false_alarms_are_those_of_the_settings(store, monkeypatch):
    monkeypatch.setenv("TOCSIN_FALSE_ALARMS_PER_YEAR", "0.25")
    text = brief(store, "--since", "2025-03-01", "--until", "2025-03-31").stdout
    assert "0.25 false alarms a year" in section(text, "Alerts (0)")


def test_indicators_that_moved_are_told_with_the_words(store):
    text = brief(store, "--since", "2025-03-01", "--until", "2025-03-31", "--state", "lva").stdout
    told = text.split("## Indicators that moved")[1]
    assert "LVA: Undersea cables and pipelines" in told
    assert "became watch" in told
    assert "An undersea cable between Latvia and Sweden was cut" in told
    before = brief(store, "--since", "2025-03-20", "--until", "2025-03-31", "--state", "lva").stdout
    assert "Undersea cables" not in before.split("## Indicators that moved")[1]


def test_the_template_that_ships_can_be_printed_changed_and_set(store, tmp_path, monkeypatch):
    shipped = brief(store, "--print-template").stdout
    own = tmp_path / "mine.jinja"
    own.write_text(shipped.replace("# Brief,", "# Shift,"))
    monkeypatch.setenv("TOCSIN_BRIEF_TEMPLATE", str(own))
    text = brief(store, "--since", "2025-03-04", "--until", "2025-03-05").stdout
    assert text.startswith("# Shift,")
    assert "An undersea cable" in text


def test_a_past_shift_is_told_as_it_was_known_then(store):
    text = brief(store, "--since", "2025-03-04", "--until", "2025-03-05").stdout
    assert "Moscow denied" not in text
