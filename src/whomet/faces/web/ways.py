"""By which ways others may come to a server, as it was told; what would let them in unasked is refused."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from whomet.errors import ServingError
from whomet.faces.accounts import kept_accounts
from whomet.faces.web.entrance import Ways

_HEADER = re.compile(r"[A-Za-z0-9-]+")
_NAME = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:]+")


def ways_for(host: str, names: Sequence[str], *, accounts: bool, public: bool, proxy_user: str) -> Ways:
    """How people come in to a server that listens on `host` and goes by `names`. Raises ServingError for what would
    let in whoever comes, and AccessError where the accounts can't be read."""
    near, named = is_loopback(host), _names(host, names)
    if near and not (named or accounts or public or proxy_user):
        return Ways()
    if proxy_user:
        _check_proxy(proxy_user, near, accounts)
        return Ways(proxy_user=proxy_user, public=public, names=named)
    if not near and not named:
        raise ServingError(f"{host}: say by --name under which names or addresses others will ask for the pages.")
    there_are = bool(kept_accounts())
    if not there_are and (accounts or not public):
        raise ServingError(
            f"{host}: others could read the register and decide in your name, for there is no account yet to log in "
            "to: make one (whomet account add NAME), or show meetings without their texts to anybody (--public)."
        )
    return Ways(accounts=there_are, public=public, names=named)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address. Raises ServingError for what is no address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise ServingError(f"{host!r} is no address to listen on; give one of this machine's, as 127.0.0.1.") from None


def _names(host: str, names: Sequence[str]) -> tuple[str, ...]:
    """What a server goes by beside this machine's own names: an address that it listens on, and what it was told."""
    for name in names:
        if not _NAME.fullmatch(name):
            raise ServingError(f"{name!r} is no name of a machine; give it without scheme and port, as talks.example.")
    addressed = () if is_loopback(host) or ipaddress.ip_address(host).is_unspecified else (host,)
    return tuple(dict.fromkeys([*addressed, *names]))


def _check_proxy(header: str, near: bool, accounts: bool) -> None:
    if not _HEADER.fullmatch(header):
        raise ServingError(f"{header!r} is no name of a header; give the one that your proxy sets, as X-Remote-User.")
    if not near:
        raise ServingError(
            "--proxy-user: only a proxy on this machine is believed who it is that asks, so listen on 127.0.0.1."
        )
    if accounts:
        raise ServingError("--proxy-user and --accounts: either a proxy says who asks, or people log in here.")
