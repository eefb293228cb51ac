"""Only public addresses of the web are asked, unless the user allows others."""

import ipaddress

import pytest

from tocsin.errors import FetchError, InputError
from tocsin.sources.addresses import AddressGuard, name_host, parse_networks, split_address

PRIVATE = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


def guard(*found, allowed=()):
    return AddressGuard(allowed=parse_networks(allowed), resolve=lambda host, port: found)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address):
    with pytest.raises(FetchError, match="allowed_networks") as caught:
        guard(address).find_addresses("feed.example", 80)
    assert caught.value.kind == "private"


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_public_address_is_let_through(address):
    assert guard(address).find_addresses("feed.example", 80) == (str(ipaddress.ip_address(address)),)


def test_one_private_address_among_public_ones_refuses_the_name():
    with pytest.raises(FetchError, match="not on the public internet"):
        guard("93.184.216.34", "10.0.0.1").find_addresses("feed.example", 80)


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3"])
def test_a_network_that_the_user_allows_is_let_through(address):
    assert guard(address, allowed=["10.1.0.0/16"]).find_addresses("intranet", 80)


def test_a_name_without_an_address_may_have_one_later():
    def fail(host, port):
        raise OSError

    with pytest.raises(FetchError) as caught:
        AddressGuard(resolve=fail).find_addresses("feed.example", 80)
    assert caught.value.passing


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://feed.example/x", "scheme"),
        ("gopher://feed.example", "scheme"),
        ("feed.example/rss", "scheme"),
        ("http://", "scheme"),
        ("http://feed.example:99999/", "address"),
        ("http://[::1/", "address"),
        ("http://feed.example/a b", "address"),
        ("http://feed.example/\r\nhost: x", "address"),
        ("http://user:secret@feed.example/", "address"),
    ],
)
def test_what_is_no_web_address_is_refused(address, kind):
    with pytest.raises(FetchError) as caught:
        split_address(address)
    assert caught.value.kind == kind
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://Feed.example/x", "feed.example"),
        ("https://feed.example./x", "feed.example"),
        ("https://feed.example:443/", "feed.example"),
        ("http://feed.example:8080/", "feed.example:8080"),
        ("http://[2606::1]:81/x", "[2606::1]:81"),
    ],
)
def test_politeness_is_kept_to_a_name_whatever_the_scheme(address, host):
    assert name_host(address) == host


def test_a_network_that_is_none_is_one_clear_line():
    with pytest.raises(InputError, match="'lan' in allowed_networks is no network"):
        parse_networks(["lan"])
