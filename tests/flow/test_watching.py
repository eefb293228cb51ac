"""`tocsin sources` and `tocsin watch` as a user runs them, on feeds of our own over real sockets."""

import gzip
import json
from contextlib import closing
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tocsin.model import Alert
from tocsin.model.collection import Stage
from tocsin.store import open_store
from tocsin.warning.alerts import quote_incident

ALLEGED = (
    "A data cable between Finland and Germany was allegedly cut in the Baltic Sea on Monday, the operator"
    " said."
    " The operator has sent a repair ship to the place. Police in Helsinki have opened an investigation and "
    "the coast guard is questioning the crew of a tanker that passed the cable in the night before the fault."
)
CONFIRMED = ALLEGED.replace("was allegedly cut", "was cut")
POLISH = (
    "Kabel telekomunikacyjny między Finlandią a Niemcami został przecięty w poniedziałek na Morzu Bałtyckim, "
    "poinformował operator. Policja w Helsinkach wszczęła śledztwo w sprawie uszkodzenia kabla."
)


@pytest.fixture
def site(monkeypatch):
    """Pages by path, served on loopback; a callable answers for itself."""
    pages = {}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("connection", "close")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("TOCSIN_ALLOWED_NETWORKS", '["127.0.0.1"]')
    monkeypatch.setenv("TOCSIN_HOST_PAUSE_SECONDS", "0")
    monkeypatch.setenv("TOCSIN_FETCH_SECONDS", "5")
    yield pages, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def make_feed(*items):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": items})


def make_item(text, *, key="1", **more):
    date = "2024-11-19T08:00:00Z"
    return {"id": key, "title": "Cable cut", "content_text": text, "date_published": date, **more}


def load_versions():
    with closing(open_store("tocsin.sqlite")) as store:
        return store.collection.list_versions()


def test_a_source_is_tried_added_listed_switched_and_removed(run, site):
    pages, base = site
    pages["/feed"] = make_feed(make_item(ALLEGED), make_item("", key="2"))
    code, out, _ = run("sources", "test", f"{base}/feed")
    assert code == 0
    assert "json 'Courier': 2 items" in out
    assert "2024-11-19 08:00" in out
    assert run("sources", "add", f"{base}/feed", "--name", "Courier", "--reliability", "b")[0] == 0
    assert "1 sources, 0 not well; collected as of never collected" in run("sources")[1]
    assert "courier is no longer watched" in run("sources", "disable", "cour")[1]
    assert "off" in run("sources")[1]
    assert run("sources", "enable", "courier")[0] == 0
    assert "its reports stay" in run("sources", "remove", "courier")[1]
    assert "0 sources" in run("sources")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "ftp://x.example"), "wanted http:// or https://"),
        (("add", "http://me:secret@x.example/"), "give the login in the environment"),
        (("add", "http://x.example", "--reliability", "g"), "wanted a letter a (best) to f"),
        (("disable", "nobody"), "no source 'nobody'; watched: none; add one with"),
        (("import", "missing.opml"), "cannot be read"),
        (("test", "http://127.0.0.1:9/"), "could not be connected to"),
    ],
)
def test_errors_say_what_to_do(run, site, arguments, words):
    code, _, err = run("sources", *arguments)
    assert code == 2
    assert words in err
    assert "secret" not in err
    assert "Traceback" not in err


def test_loopback_is_refused_unless_it_is_allowed(run, site, monkeypatch):
    _, base = site
    monkeypatch.delenv("TOCSIN_ALLOWED_NETWORKS")
    code, _, err = run("sources", "test", f"{base}/feed")
    assert code == 2
    assert "allowed_networks" in err


def test_lists_go_out_and_come_in(run, site):
    _, base = site
    run("sources", "add", f"{base}/a", "--name", "Alpha")
    assert "1 sources written" in run("sources", "export", "list.opml")[1]
    run("sources", "remove", "alpha")
    assert "1 added, 0 watched already, 0 refused" in run("sources", "import", "list.opml")[1]
    assert "0 added, 1 watched already" in run("sources", "import", "list.opml")[1]


def test_nothing_to_watch_says_what_to_do(run):
    code, _, err = run("watch", "--once")
    assert code == 2
    assert "tocsin sources add" in err


def test_a_correction_is_a_version_and_an_entry_in_the_log(run, site):
    pages, base = site
    pages["/feed"] = make_feed(make_item(ALLEGED))
    run("sources", "add", f"{base}/feed", "--name", "Courier")
    code, out, err = run("watch", "--once")
    assert (code, err) == (0, "")
    assert "1 new" in out
    assert "1 read" in out
    pages["/feed"] = make_feed(make_item(CONFIRMED))
    assert "1 changed" in run("watch", "--once")[1]
    assert [version.stage for version in load_versions()] == [Stage.LINKED, Stage.LINKED]
    with closing(open_store("tocsin.sqlite")) as store:
        (note,) = [change.detail for change in store.list_changes() if change.kind == "version"]
        (incident,) = (one for one in store.list_incidents() if one.kind == "hybrid")
        assert (len(incident.document_ids), incident.reports, incident.origins) == (2, 1, 1)
    assert "'allegedly' was taken out" in note
    assert "status: 'cut' alleged became" in note


def test_what_was_fetched_can_be_given_out_as_evidence(run, site):
    pages, base = site
    pages["/feed"] = make_feed(make_item(ALLEGED))
    run("sources", "add", f"{base}/feed")
    run("watch", "--once", "--no-read")
    assert "1 answers written" in run("sources", "archive", "evidence.warc.gz")[1]
    with gzip.open("evidence.warc.gz") as stream:
        written = stream.read().decode()
    assert f"WARC-Target-URI: {base}/feed" in written
    assert "allegedly cut" in written


def test_another_language_is_kept_searchable_counted_and_read_in_translation(run, site, monkeypatch):
    pages, base = site
    pages["/feed"] = make_feed(make_item(POLISH, language="pl"))
    run("sources", "add", f"{base}/feed", "--name", "Kurier")
    assert "1 in other languages" in run("watch", "--once")[1]
    assert "1 of 1, Polish" in run("sources")[1]
    with closing(open_store("tocsin.sqlite")) as store:
        assert [document.lang for document in store.search_documents("śledztwo")] == ["pl"]
    monkeypatch.setenv("TOCSIN_TRANSLATOR", f"echo '{CONFIRMED}'")
    assert "1 in translation" in run("watch", "--once")[1]
    _, out, _ = run("incidents", "--format", "jsonl", "--kind", "all")
    incident = json.loads(out.splitlines()[0])
    shown = run("show", incident["id"])[1]
    assert f"translated from Polish by echo: “{POLISH}”" in " ".join(shown.split())
    assert "data as of 2024-11-19, the newest report" in shown
    assert "data as of 2024-11-19" not in run("show", incident["id"], "--format", "json")[1]
    assert f"translated from Polish by echo: “{POLISH}”" in quote_in_an_alert(run, incident["id"])
    brief = run("brief", "--since", "2024-11-18", "--until", "2024-11-21")[1]
    assert f'translated from "{POLISH}"' in brief


def quote_in_an_alert(run, incident_id):
    with closing(open_store("tocsin.sqlite")) as store:
        incident = store.load_incident(incident_id)
        words = {"id": "a1", "unit": "type:undersea", "detector": "scan", "level": "watch"}
        told = {"reason": "more", "detectable_change": "fewer than 2", "watch_next": "the next week"}
        alert = Alert(
            **words,
            **told,
            on=date(2024, 11, 20),
            statistic=3.0,
            threshold=2.0,
            incident_ids=(incident.id,),
            evidence=quote_incident(incident),
        )
        store.add_alerts((alert,))
    return run("alerts", "--kept")[1]


def test_a_page_that_cannot_be_had_is_set_aside_and_can_be_retried(run, site):
    pages, base = site
    pages["/feed"] = make_feed({"id": "1", "url": f"{base}/story", "title": "Cable cut"})
    run("sources", "add", f"{base}/feed", "--name", "Courier")
    code, out, err = run("watch", "--once", "--no-read")
    assert code == 1
    assert "1 set aside" in out
    assert "gone 1" in err
    assert "answered 404" in run("sources", "aside", "courier")[1]
    pages["/story"] = f"<html><body><article><p>{ALLEGED}</p></article></body></html>"
    assert "1 items are tried again" in run("sources", "retry")[1]
    run("watch", "--once", "--no-read")
    assert [version.stage for version in load_versions()] == [Stage.READY]


def test_what_a_filter_leaves_out_is_counted_with_its_reason(run, site):
    pages, base = site
    pages["/feed"] = make_feed(make_item(ALLEGED), make_item(POLISH, key="2"))
    run("sources", "add", f"{base}/feed", "--name", "Courier", "--language", "en", "--not-keyword", "tanker")
    run("watch", "--once", "--no-read")
    out = run("sources", "aside", "courier")[1]
    assert "keyword 'tanker' is excluded" in out
    assert "language 'pl' is none of en" in out


def test_a_directory_is_watched_for_new_files(run, tmp_path):
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "one.txt").write_text(ALLEGED)
    run("sources", "add", str(folder))
    assert "1 new" in run("watch", "--once", "--no-read")[1]
    (folder / "two.txt").write_text(POLISH)
    assert "1 new" in run("watch", "--once", "--no-read")[1]
    assert "1 asked (1 unchanged)" in run("watch", "--once", "--no-read")[1]


def test_logins_come_from_the_environment_and_go_to_their_host_only(run, site, monkeypatch):
    from tocsin.pipeline.watching import make_login

    login = make_login({"TOCSIN_AUTH_MY_COURIER": "Bearer x", "TOCSIN_AUTH_BAD": "a\nb"})
    assert (login("my-courier"), login("bad"), login("other")) == ("Bearer x", None, None)


def test_a_correction_is_shown_and_the_data_say_as_of_when_they_are(run, site):
    pages, base = site
    pages["/feed"] = make_feed(make_item(ALLEGED))
    run("sources", "add", f"{base}/feed", "--name", "Courier")
    run("watch", "--once")
    pages["/feed"] = make_feed(make_item(CONFIRMED))
    run("watch", "--once")
    code, out, _ = run("sources", "changes", "cour", "--corrections")
    assert code == 0
    assert "'Cable cut' was changed: 'allegedly' was taken out; status: 'cut' alleged became" in out
    assert out.endswith("1 entries\n")
    assert "watched, http" in run("sources", "changes")[1]
    assert "0 entries" in run("sources", "changes", "--corrections", "--since", "2999-01-01")[1]
    out = run("incidents")[1]
    assert "data as of 2024-11-19, the newest report; collected as of 20" in out
    assert "data as of 2024-11-19" in run("events")[2]


def test_a_syndicated_copy_is_counted_and_told_by_its_original(run, site):
    pages, base = site
    pages["/wire"] = make_feed(make_item(ALLEGED))
    pages["/paper"] = make_feed(make_item(f"By Jane Doe\n\n{ALLEGED}"))
    run("sources", "add", f"{base}/wire", "--name", "Wire")
    run("watch", "--once")
    run("sources", "add", f"{base}/paper", "--name", "Paper")
    assert "1 read (1 by their originals)" in run("watch", "--once")[1]
    paper = json.loads(run("sources", "--jsonl")[1].splitlines()[0])
    assert (paper["id"], paper["copies"], paper["near_copies"]) == ("paper", 1, 1)
    assert paper["copied_from"] == {"wire": 1}
    incidents = [json.loads(line) for line in run("incidents", "--format", "jsonl")[1].splitlines()]
    assert incidents
    assert all((one["reports"], one["origins"]) == (2, 1) for one in incidents)


def test_a_page_that_is_no_feed_says_where_one_is(run, site):
    pages, base = site
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    pages["/"] = f"<!doctype html><html><head>{link}</head><body>Courier</body></html>"
    code, _, err = run("sources", "test", f"{base}/")
    assert code == 2
    assert f"is a web page and no feed; it names {base}/rss; add that" in err


def test_a_named_page_is_fetched_the_guarded_way(run, site, monkeypatch):
    pages, base = site
    pages["/story"] = f"<html><body><article><p>{ALLEGED}</p></article></body></html>"
    assert "1 read" in run("add", f"{base}/story")[1]
    monkeypatch.delenv("TOCSIN_ALLOWED_NETWORKS")
    code, _, err = run("read", f"{base}/story")
    assert code == 2
    assert "allowed_networks" in err
