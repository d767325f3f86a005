"""Which addresses may be asked: http and https alone, without credentials, and only where a name leads to the public
internet. A feed or a page that somebody else wrote must not make us speak to the machines around us.

What an address says is taken apart here once; what is sent is put together from those parts, so that nothing is read
one way by the check and another way by the connection.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from whomet.errors import InputError

IPAddress = IPv4Address | IPv6Address
Guard = Callable[[str, IPAddress], bool]
"""Whether a host may be spoken to at one of the addresses that its name leads to."""

PORTS = {"http": 80, "https": 443}
_OTHER_SERVICES = 1024  # ports below it are those of mail, files, remote shells: a feed must not make us talk to them
_LONGEST = 2000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# What older Pythons' own lists lack: addresses of protocols, and all of IPv6 that was never given out.
_SPECIAL = ipaddress.ip_network("192.0.0.0/24")
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)\Z")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\xa0\\\u2028\u2029\ud800-\udfff]")
_KEPT = "/%:@!$&'()*+,;=~-._[]|"


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address, taken apart. `host` is in ASCII and small letters; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What robots.txt is about."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.target


def parse(url: str) -> Address:
    """An address as it is given. Raises InputError, which repeats no password, for one that is not asked."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise InputError(shown(url), "is no web address.") from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise InputError(shown(url), "is no address that begins with http:// or https://.")
    if "@" in parts.netloc:
        raise InputError(shown(url), "holds a name or password; give an address without.")
    if len(url) > _LONGEST or _FORBIDDEN.search(url) or port == 0:
        raise InputError(shown(url)[:200], "is no web address.")
    if port and port < _OTHER_SERVICES and port not in PORTS.values():
        raise InputError(shown(url), f"names port {port}, which is that of another service than the web.")
    path = quote(parts.path or "/", safe=_KEPT)
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    return Address(scheme, _host(host, url), port or PORTS[scheme], path + query)


def joined(base: Address, location: str) -> str:
    """Where a redirect leads, not yet checked."""
    try:
        return urljoin(str(base), location.strip())
    except ValueError:
        return location


def shown(url: str) -> str:
    """An address as it may be printed and kept, without what may be a name and password in it."""
    try:
        parts = urlsplit(url)
        plain = parts.scheme in PORTS and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        plain = False
    return url if plain or "@" not in url else f"…@{url.rpartition('@')[2]}"


def _host(host: str, url: str) -> str:
    """A host as it is sent. Numbers that only some programs take for an address (decimal, octal, short ones) are none.

    IDNA's older form, which Python has, changes some letters (ß); such names are to be given in their xn-- form.
    """
    number = _literal(host)
    if number:
        return str(number)
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
        same = name == host.removesuffix(".") or name.encode().decode("idna") == host.removesuffix(".")
    except UnicodeError:
        raise InputError(shown(url), "names no host that can be asked.") from None
    labels = name.split(".")
    if not same or not all(map(_LABEL.match, labels)) or len(name) > 253 or _NUMBER.match(labels[-1]):
        raise InputError(shown(url), "names no host that can be asked.")
    return name


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host) if "%" not in host else None
    except ValueError:
        return None


def public_only(host: str, address: IPAddress) -> bool:
    """The rule unless somebody names an exception: an address of the public internet, whatever it is wrapped in."""
    bare = _unwrapped(address)
    given_out = bare in _GIVEN_OUT if isinstance(bare, IPv6Address) else bare not in _SPECIAL
    return given_out and bare.is_global and not bare.is_private and not _is_for_no_host(bare)


def allowing(hosts: Collection[str]) -> Guard:
    """The rule with exceptions: hosts that may also be in a private network or on this machine.

    Raises InputError for what is no host.
    """
    named = {_host(host.strip().strip("[]").lower(), host) for host in hosts}

    def guard(host: str, address: IPAddress) -> bool:
        bare = _unwrapped(address)
        private = bare.is_private or bare.is_loopback
        return public_only(host, address) or (host in named and private and not _is_for_no_host(bare))

    return guard


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 one stands for; one of a tunnel stays what it is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_for_no_host(address: IPAddress) -> bool:
    """Multicast, link-local (where clouds keep their secrets), unspecified, reserved; tunnels, and scopes of a link."""
    tunnel = isinstance(address, IPv6Address) and bool(address.sixtofour or address.teredo or address.scope_id)
    loopback = address.is_loopback  # ::1 lies in a block that is reserved
    reserved = address.is_reserved and not loopback
    return address.is_multicast or address.is_link_local or address.is_unspecified or reserved or tunnel
