from contextlib import closing

from tocsin.pipeline.linking import now
from tocsin.pipeline.starting import add_starter
from tocsin.sources.starter import choose_starter
from tocsin.store import open_store


def test_starter_feeds_are_watched_once_with_what_is_known_of_them(tmp_path):
    chosen = choose_starter(countries=["EST", "LVA"])
    with closing(open_store(str(tmp_path / "s.sqlite"))) as store:
        first, second = add_starter(store, chosen, at=now()), add_starter(store, chosen, at=now())
        watched = [source for source, _state in store.collection.list_watched()]
    assert (first.added, first.known, second.added, second.known) == (2, 0, 0, 2)
    assert {(one.country, one.publisher_kind, one.reliability) for one in watched} == {
        ("EST", "broadcaster", "b"),
        ("LVA", "broadcaster", "b"),
    }
