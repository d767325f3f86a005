"""The feeds that an OPML file lists, as feed readers exchange them."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from whomet.errors import InputError

_LARGEST = 5_000_000  # bytes


def feeds_in(path: Path) -> list[str]:
    """The address of each feed, in the order of the file, each once. Raises InputError where there is none."""
    source = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise InputError(source, f"can't be read ({error.strerror}).") from None
    if len(data) > _LARGEST:
        raise InputError(source, "is larger than a list of feeds can be.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InputError(source, "is no OPML, or broken; a feed reader exports its list of feeds as OPML.") from None
    named = [_address(outline) for outline in root.iter("{*}outline")]
    feeds = list(dict.fromkeys(address for address in named if address))
    if not feeds:
        raise InputError(source, "lists no feed: no outline in it has an xmlUrl.")
    return feeds


def _address(outline: etree._Element) -> str:
    return next((str(value).strip() for name, value in outline.items() if name.lower() == "xmlurl"), "")
