"""Which addresses may be asked, whatever they are wrapped in."""

from __future__ import annotations

import ipaddress

import pytest

from whomet.errors import InputError
from whomet.faces.fetching.addresses import allowing, parse, public_only, shown

PRIVATE = [
    "127.0.0.1",
    "127.255.0.9",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "0.1.2.3",
    "192.0.0.8",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:1::1",
    "2001:0:5ef5:79fb::80ff:fffe",
    "2002:a9fe:a9fe::1",
    "100::1",
    "5f00::1",
    "192.0.0.170",
    "203.0.113.9",
    "2001:db8::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("place", PRIVATE)
def test_what_is_not_public_is_refused(place):
    """Private, loopback, link-local, multicast, reserved, unspecified; in IPv6 also what stands for such an IPv4."""
    assert not public_only("herald.example", ipaddress.ip_address(place))


@pytest.mark.parametrize(
    "place", ["8.8.8.8", "93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_public_is_not(place):
    """Nor what leads to a public IPv4 address by a network that has only IPv6."""
    assert public_only("herald.example", ipaddress.ip_address(place))


def test_an_exception_is_for_the_host_that_was_named():
    """And never for what is no host's address: link-local, where clouds keep their secrets, multicast, reserved."""
    guard = allowing(["Archive.Intranet", "[::1]"])
    assert guard("archive.intranet", ipaddress.ip_address("10.0.0.7"))
    assert guard("::1", ipaddress.ip_address("::1"))
    assert not guard("herald.example", ipaddress.ip_address("10.0.0.7"))
    for place in ("169.254.169.254", "224.0.0.1", "240.0.0.1", "0.0.0.0", "fe80::1"):
        assert not guard("archive.intranet", ipaddress.ip_address(place))


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://herald.example", "https://herald.example/"),
        ("HTTP://Herald.Example:80/a b?c=ü#part", "http://herald.example/a%20b?c=%C3%BC"),
        ("https://herald.example:8443/x", "https://herald.example:8443/x"),
        ("https://zürich.example/", "https://xn--zrich-kva.example/"),
        ("https://herald.example./@desk/1", "https://herald.example/@desk/1"),
        ("http://[2606:2800:21F::1]/", "http://[2606:2800:21f::1]/"),
        ("http://8.8.8.8/%7Ea", "http://8.8.8.8/%7Ea"),
    ],
)
def test_addresses_are_asked_as_they_are_given(given, asked):
    """The scheme is kept; the fragment is the reader's own."""
    assert str(parse(given)) == asked


@pytest.mark.parametrize(
    "url",
    [
        "",
        "herald.example",
        "file:///etc/passwd",
        "ftp://herald.example/",
        "gopher://herald.example/",
        "javascript:alert(1)",
        "http://",
        "http:///x",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://herald.example.0x1/",
        "http://[fe80::1%25eth0]/",
        "http://herald.example:99999/",
        "http://herald.example:0/",
        "http://herald.example:25/",
        "https://herald.example:22/",
        "http://127.0.0.1./",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://%31%32%37.0.0.1/",
        "http://0300.0250.0.1/",
        "http://0x7f.1/",
        "http://[::ffff:7f00:1%251]/",
        "http://[v1.fe80::a]/",
        "http://localhost%00.example/",
        "http://ｌocalhost/",
        "http://herald.example\\@127.0.0.1/",
        "http://herald.example/\r\nX: y",
        "http://herald example/",
        "http://faß.example/",
        "http://-a.example/",
        "http://a..example/",
        "http://[::1",
        "http://" + "a" * 300 + ".example/",
        "http://herald.example/" + "a" * 3000,
        "http://herald.example/\ud800",
    ],
)
def test_what_is_no_address_is_refused(url):
    """Other schemes, numbers that some programs take for an address, and what is broken."""
    with pytest.raises(InputError):
        parse(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://reader:secret@herald.example/",
        "https://reader:se/cret@herald.example/",
        "https://reader:se@secret@herald.example/",
        "https://reader:secret\\@herald.example/",
        "reader:secret@herald.example",
        "ftp://reader:secret@herald.example/",
    ],
)
def test_credentials_are_refused_and_not_repeated(url):
    """Wherever they stand: no sentence has them."""
    with pytest.raises(InputError) as refused:
        parse(url)
    assert "cret" not in str(refused.value)
    assert "herald.example" in str(refused.value)
    assert shown("https://herald.example/@desk") == "https://herald.example/@desk"
