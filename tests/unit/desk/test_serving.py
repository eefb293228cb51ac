import json
import socket
import threading
import urllib.request
from contextlib import closing
from dataclasses import replace

import pytest

from tocsin.desk.base import DeskSettings
from tocsin.desk.people.base import Access
from tocsin.desk.serving import address_of, admit_host, open_listener, serve
from tocsin.errors import InputError, TocsinError


def test_port_in_use_is_one_line_before_anything_starts(store):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TocsinError) as caught:
            serve(store, host="127.0.0.1", port=port, settings=DeskSettings())
    assert str(caught.value) == (
        f"port {port} on 127.0.0.1 is in use; wanted a free port: choose another with --port, or 0 for any"
    )


def test_port_zero_takes_a_free_one_and_says_which():
    with closing(open_listener("127.0.0.1", 0)) as listener:
        address = address_of(listener, "127.0.0.1")
    assert address.startswith("http://127.0.0.1:")
    assert not address.endswith(":0/")


def test_answers_on_a_kept_connection_do_not_wait_for_one_another():
    # asyncio sets TCP_NODELAY on what is accepted only where the socket says that it is TCP.
    with closing(open_listener("127.0.0.1", 0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_port_out_of_range_is_one_line():
    with pytest.raises(TocsinError, match="0 to 65535"):
        open_listener("127.0.0.1", 70_000)


def test_host_that_others_can_reach_is_refused(store):
    with pytest.raises(InputError, match="wanted at least an administrator: tocsin accounts add"):
        serve(store, host="0.0.0.0", port=0, settings=DeskSettings())  # noqa: S104


def test_host_with_accounts_needs_a_name_to_be_reached_by():
    desk = DeskSettings(access=Access(has_accounts=True, secret=b"s" * 32))
    with pytest.raises(InputError, match="host_names"):
        admit_host(desk, "0.0.0.0")  # noqa: S104
    assert "10.1.2.3" in admit_host(desk, "10.1.2.3").allowed_hosts
    named = replace(desk, allowed_hosts=("desk.example.org",))
    assert admit_host(named, "::").allowed_hosts == ("desk.example.org",)


def test_desk_answers_at_the_address_it_announces(store):
    announced = threading.Event()
    heard = []

    def announce(address):
        heard.append(address)
        announced.set()

    thread = threading.Thread(
        target=serve,
        args=(store,),
        kwargs={"host": "127.0.0.1", "port": 0, "settings": DeskSettings(), "announce": announce},
        daemon=True,
    )
    thread.start()
    assert announced.wait(20)
    with urllib.request.urlopen(heard[0] + "health", timeout=20) as reply:
        assert json.load(reply)["status"] == "ok"
