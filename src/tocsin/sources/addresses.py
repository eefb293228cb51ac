"""Which addresses may be asked: http and https, and nothing in the user's own network unless allowed."""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from tocsin.errors import FetchError, InputError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Iterable[str]]

SCHEMES = {"http": 80, "https": 443}
MOST_ADDRESS_CHARACTERS = 2000
# Prefixes of IPv6 that carry an IPv4 address inside: NAT64 (RFC 6052) and 6to4 (RFC 3056) reach it.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ADVICE = "to collect from your own network, name it in the setting allowed_networks"


def split_address(address: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a web address; refuse what is none, and logins written into it."""
    if len(address) > MOST_ADDRESS_CHARACTERS or any(ord(char) <= 32 or char == "\x7f" for char in address):
        raise FetchError(
            f"{address[:60]!r} is no web address (blanks in it, or too long); check it", kind="address"
        )
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise FetchError(f"{address[:60]!r} is no web address; check it", kind="address") from None
    if parts.scheme not in SCHEMES or not host:
        raise FetchError(
            f"{parts.scheme or 'no'} address {address[:60]!r}; wanted http:// or https://", kind="scheme"
        )
    if parts.username is not None or parts.password is not None:
        raise FetchError(
            f"an address of {host} with a login in it; wanted it without; give the login in the environment "
            "(see docs/how-to/collect.md)",
            kind="address",
        )
    return parts.scheme, host.rstrip("."), port or SCHEMES[parts.scheme]


def name_host(address: str) -> str:
    """Return the host that politeness is kept to: http and https of one name are one, other ports another."""
    _scheme, host, port = split_address(address)
    host = f"[{host}]" if ":" in host else host
    return host if port in SCHEMES.values() else f"{host}:{port}"


def tidy_address(address: str) -> str:
    """Return the address without blanks round it and without a fragment, which no server sees."""
    return urldefrag(address.strip()).url


def parse_networks(values: Iterable[str]) -> tuple[Network, ...]:
    """Return the networks that the user allows, as 127.0.0.1 or 10.1.0.0/16."""
    networks = []
    for value in values:
        try:
            networks.append(ipaddress.ip_network(value.strip(), strict=False))
        except ValueError:
            raise InputError(
                f"{value!r} in allowed_networks is no network; wanted one as 127.0.0.1 or 10.1.0.0/16"
            ) from None
    return tuple(networks)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressGuard:
    """Resolves names, and gives out only addresses that may be asked: what is checked is what is asked."""

    allowed: tuple[Network, ...] = ()
    resolve: Resolve = _resolve

    def find_addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Return the IP addresses of a host; one forbidden address among them refuses all."""
        try:
            found = [ipaddress.ip_address(one.partition("%")[0]) for one in self.resolve(host, port)]
        except (OSError, UnicodeError, ValueError):
            raise FetchError(
                f"the name {host!r} could not be found; check the address and the network",
                kind="name",
                passing=True,
            ) from None
        for address in found:
            if not self.is_allowed(address):
                raise FetchError(
                    f"{host!r} is {address}, which is not on the public internet; {_ADVICE}", kind="private"
                )
        return tuple(str(address) for address in found)

    def is_allowed(self, address: IPAddress) -> bool:
        """Whether an address is public, or in a network that the user allows."""
        inner = _unwrap(address)
        if any(one.version == net.version and one in net for one in (address, inner) for net in self.allowed):
            return True
        return all(one.is_global and not one.is_multicast for one in (address, inner))


def _unwrap(address: IPAddress) -> IPAddress:
    """Return the IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
