import re
from html import unescape
from html.parser import HTMLParser

import pytest

from tocsin.desk.app import create_app
from tocsin.desk.base import DeskSettings
from tocsin.desk.pages import PAGES
from tocsin.errors import SettingsError, StoreError

MENU = [page.path for page in PAGES if page.nav]
LISTS = [page.path for page in PAGES if page.tabulate]


class Links(HTMLParser):
    """Collects the addresses and anchors of a page, and the words in quotation marks with their links."""

    def __init__(self):
        super().__init__()
        self.hrefs, self.ids, self.quotes, self._quoting = [], [], [], None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        # What a form sends is not for looking at.
        sends = given.get("method") == "post"
        for name in ("href", "src", "srcset", *(() if sends else ("action",))):
            self.hrefs += [given[name]] if name in given else []
        if tag == "q":
            self._quoting = ["", None]
        elif self._quoting is not None and tag == "a":
            self._quoting[1] = given.get("href")

    def handle_data(self, data):
        if self._quoting is not None:
            self._quoting[0] += data

    def handle_endtag(self, tag):
        if tag == "q":
            self.quotes.append(tuple(self._quoting))
            self._quoting = None


def read_links(html):
    links = Links()
    links.feed(html)
    return links


def crawl(client, start="/"):
    waiting, seen = [start], {}
    while waiting:
        address = waiting.pop()
        path = address.partition("#")[0]
        # Filters can be combined without end, and a week is a filter like the others: one at a time will do.
        if path in seen or not path.startswith("/") or path.count("=") > 1 or "week=" in path:
            continue
        seen[path] = client.get(path)
        if seen[path].headers["content-type"].startswith("text/html"):
            waiting += read_links(seen[path].text).hrefs
    return seen


@pytest.mark.parametrize("path", [*MENU, "/api", "/health"])
def test_page_answers_with_the_sample(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", [*MENU, "/api", "/health"])
def test_page_answers_with_an_empty_store(open_desk, sample, path):
    assert open_desk(sample.MemoryStore()).get(path).status_code == 200


def test_empty_store_says_what_to_do(open_desk, sample):
    assert "tocsin add" in open_desk(sample.MemoryStore()).get("/").text


def test_every_link_leads_somewhere_and_none_leads_out(client):
    found = crawl(client)
    assert len(found) > 60
    assert {address: reply.status_code for address, reply in found.items() if reply.status_code != 200} == {}
    pages = [reply for reply in found.values() if reply.headers["content-type"].startswith("text/html")]
    assert all(href.startswith(("/", "#")) for page in pages for href in read_links(page.text).hrefs)


def test_every_anchor_linked_to_is_there(client):
    found = crawl(client)
    for address, reply in found.items():
        if not reply.headers["content-type"].startswith("text/html"):
            continue
        for href in read_links(reply.text).hrefs:
            path, _, anchor = href.partition("#")
            if anchor and (path or address) in found:
                target = found[path or address].text
                assert anchor in read_links(target).ids, (address, href)


def test_words_in_quotation_marks_stand_so_in_the_report(client, store):
    quoted = 0
    for reply in crawl(client).values():
        if not reply.headers["content-type"].startswith("text/html"):
            continue
        for words, href in read_links(reply.text).quotes:
            if href is None:
                continue  # an attributor's confidence words, part of the quote that follows
            document_id, start, end = re.match(r"/reports/([^?]+)\?at=(\d+)-(\d+)", href).groups()
            assert store.load_reading(document_id).document.text[int(start) : int(end)] == words
            quoted += 1
    assert quoted > 10


def test_every_number_on_now_is_what_its_link_counts(client):
    html = client.get("/").text
    table = html[html.index('<table class="counts">') : html.index("</table>")]
    numbers = re.findall(r'href="(/incidents[^"]+)">(\d+)</a>', table)
    assert len(numbers) > 15
    for href, number in numbers:
        listed = client.get(unescape(href).replace("/incidents", "/incidents.json", 1)).json()
        assert sum(item["counted"] for item in listed["items"]) == int(number), href


def test_every_week_of_the_chart_is_what_its_link_counts(client):
    html = client.get("/incidents").text
    weeks = re.findall(r'href="(/incidents\?week=[^"]+)">(\d+)</a>', html)
    assert len(weeks) > 10
    for href, number in weeks:
        listed = client.get(unescape(href).replace("/incidents", "/incidents.json", 1)).json()
        assert sum(item["counted"] for item in listed["items"]) == int(number), href


def test_facets_and_tallies_are_what_their_links_count(client):
    for page in ("/incidents", "/statements"):
        html = client.get(page).text
        rows = re.findall(
            r'<li><a href="([^"]+)">(?:<bdi>)?[^<]+(?:</bdi>)?</a> <span class="num">(\d+)', html
        )
        assert rows
        for href, number in rows:
            listed = client.get(unescape(href).replace(page, f"{page}.json", 1)).json()
            assert sum(item.get("counted", True) for item in listed["items"]) == int(number), href


def test_candidates_are_listed_apart_and_never_counted(client):
    html = client.get("/incidents").text
    counted, apart = html.split('id="leads"')
    assert "candidate</span>" not in counted.split('id="counted"')[1]
    assert "candidate</span>" in apart
    assert "<b>24</b> counted by profile" in html


@pytest.mark.parametrize("page", ["/", "/incidents", "/alerts"])
def test_pages_with_counts_name_their_profile(client, page):
    assert "profile" in client.get(f"{page}?profile=official_public").text
    assert "official_public" in client.get(f"{page}?profile=official_public").text


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("/incidents?type=nonsense", "known: cyber"),
        ("/incidents?since=yesterday", "2025-12-31"),
        ("/incidents?profile=mine", "known: warning"),
        ("/incidents?contry=EST", "unknown filter"),
        ("/incidents?q=a&q=b", "given twice"),
        ("/incidents?page=0", "whole number"),
        ("/incidents?q=" + "x" * 300, "at most 200"),
        ("/reports?page=many", "whole number"),
        ("/statements?act=sing", "known: say"),
        ("/about?x=1", "takes none"),
    ],
)
def test_bad_filter_is_one_clear_line(client, address, part):
    reply = client.get(address)
    assert reply.status_code == 400
    assert part in unescape(reply.text)


def test_bad_filter_of_a_twin_is_json(client):
    reply = client.get("/incidents.json?type=nonsense")
    assert reply.status_code == 400
    assert reply.json()["error"]["message"].startswith("filter 'type'")


@pytest.mark.parametrize(
    "address", ["/incidents/i0123456789abcdef", "/reports/dabc", "/nowhere", "/incidents/"]
)
def test_unknown_address_is_a_page_that_says_what_to_do(client, address):
    reply = client.get(address)
    assert reply.status_code == 404
    assert 'href="/incidents"' in reply.text


@pytest.mark.parametrize("address", ["/incidents/i0123456789abcdef", "/incidents?type=nonsense", "/nowhere"])
def test_page_of_an_error_says_nothing_of_a_store_it_did_not_ask(client, address):
    page = client.get(address).text
    assert 'class="stamp"' not in page
    assert "0 reports" not in page
    assert 'class="stamp"' in client.get("/incidents").text


@pytest.mark.parametrize("given", ["%00", "a%25b", "..%2f..%2fetc", "x" * 100, "%F0%9F%98%80", "<b>"])
def test_odd_id_is_not_asked_of_the_store(open_desk, store, given):
    store.load_incident = lambda incident_id: pytest.fail(incident_id)
    assert open_desk(store).get(f"/incidents/{given}").status_code == 404


def test_alias_leads_to_the_one_address(client, cable):
    reply = client.get("/incidents/i0ld")
    assert reply.status_code == 307
    assert reply.headers["location"] == f"/incidents/{cable.id}"


def test_strangers_exception_text_is_not_shown(open_desk, store):
    def fail():
        raise RuntimeError("secret of a stranger")

    store.list_lights = fail
    reply = open_desk(store).get("/incidents")
    assert reply.status_code == 500
    assert "secret" not in reply.text
    assert "Traceback" not in reply.text
    assert "default-src 'self'" in reply.headers["content-security-policy"]


def test_store_that_cannot_be_read_is_said(open_desk, store):
    def fail():
        raise StoreError("the store is locked by another program; close it")

    store.list_lights = fail
    reply = open_desk(store).get("/incidents")
    assert reply.status_code == 503
    assert "close it" in reply.text


def test_failing_store_is_down_in_health(open_desk, store):
    def fail():
        raise StoreError("gone")

    store.count = fail
    reply = open_desk(store).get("/health")
    assert (reply.status_code, reply.json()["status"]) == (503, "down")


def test_unsound_store_is_degraded_in_health(open_desk, store):
    store.problems = ("an index is damaged",)
    client = open_desk(store)
    assert client.get("/health").json()["checked"] is False
    reply = client.get("/health?check=yes")
    assert (reply.status_code, reply.json()["problems"]) == (503, ["an index is damaged"])


def test_unlinked_reports_are_announced_everywhere(open_desk, store):
    store.unlinked = 3
    client = open_desk(store)
    assert all("3 reports are stored and not in the register yet" in client.get(path).text for path in MENU)


def test_old_data_is_not_taken_for_quiet(store, sample):
    from datetime import timedelta

    from fastapi.testclient import TestClient

    app = create_app(store, settings=DeskSettings(), clock=lambda: sample.NOW + timedelta(days=60))
    html = TestClient(app, base_url="http://localhost").get("/").text
    assert "days old" in html


def test_unknown_profile_in_the_settings_is_refused_at_once(store):
    with pytest.raises(SettingsError, match="mine"):
        create_app(store, settings=DeskSettings(profile="mine"))


def test_page_changes_when_the_store_does(open_desk, store, sample):
    client = open_desk(store)
    assert "<b>4</b> reports" in client.get("/reports").text
    store.readings.pop(next(iter(store.readings)))
    assert "<b>3</b> reports" in client.get("/reports").text


def test_description_is_openapi_with_every_twin(client):
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {f"{path}.{kind}" for path in LISTS for kind in ("json", "csv")} <= set(described["paths"])


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_frameworks_own_pages_are_off(client, path):
    assert client.get(path).status_code == 404


def test_long_list_is_cut_into_pages_that_say_the_total(open_desk, sample):
    page = sample.make_cable_two()
    past = tuple(sample.make_past(n, sample.TODAY, "cyber", "DEU", page) for n in range(450))
    client = open_desk(sample.MemoryStore((page.read(),), past))
    third = client.get("/incidents?page=3").text
    assert "201–300 of <b>450</b>" in third
    assert client.get("/incidents?page=9").status_code == 200
    assert len(client.get("/incidents.json?page=2").json()["items"]) == 100


def test_denial_stands_beside_blame(client, cable):
    html = client.get(f"/incidents/{cable.id}").text
    blame, _, denial = html.partition("<h3>Holding back")
    assert "Kadri Laan" in blame
    assert "Embassy of Russia" in denial
    assert "This rule does not hold" in html


def test_claim_of_an_interested_party_says_so(client, cable):
    html = client.get(f"/incidents/{cable.id}").text
    assert "The embassy of Russia</bdi>, an interested party" in html


def test_place_known_to_the_country_is_not_shown_as_a_point(client):
    assert "somewhere in the country" in client.get("/incidents").text


def test_weeks_without_a_year_of_reports_before_them_are_named(client):
    assert "no alert could stand" in client.get("/alerts").text


def test_hostile_words_are_harmless_everywhere(client):
    for reply in crawl(client).values():
        if reply.headers["content-type"].startswith("text/html"):
            assert "<script>alert" not in reply.text
            assert "<img src=x" not in reply.text
            assert "Blog <b>" not in reply.text
