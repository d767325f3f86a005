"""The entries of a feed that was parsed, whatever its format, with all words as their reader sees them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from whomet.documents.web_page import show_fragment

# An element is called by its name alone in the feed's own namespaces, by the usual prefix in a known one.
_PREFIXES = {
    "": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}
_ROOTS = ("rss", "feed", "rdf:rdf", "rdf", "channel")
_TEXTS = ("content:encoded", "content", "description", "summary")  # the fullest first
_PUBLISHED = ("published", "pubdate", "dc:date", "issued")
_CHANGED = ("updated", "modified")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|&(?:#\w{1,8}|\w{2,30});|<!--")

_Children = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; "" where it doesn't say. `raw`: what its hash is made from."""

    raw: bytes
    id: str = ""
    title: str = ""
    text: str = ""
    url: str = ""
    publisher: str = ""
    published: str = ""
    changed: str = ""


def is_feed(root: Any) -> bool:  # noqa: ANN401 - lxml's elements have no types
    """Whether a document's first element is a feed's."""
    return _key(root) in _ROOTS


def read_entries(root: Any) -> Iterator[Entry]:  # noqa: ANN401 - the same
    """The entries of RSS and Atom, in order."""
    feed_title = _feed_title(root)
    for element in root.iter(etree.Element):
        if _key(element) in ("item", "entry"):
            yield _entry(element, feed_title)


def read_json_entries(feed: dict[str, Any]) -> Iterator[Entry]:
    """The entries of a JSON Feed, in order."""
    items = feed.get("items")
    for item in items if isinstance(items, list) else []:
        words = {key: value for key, value in item.items() if isinstance(value, str)} if isinstance(item, dict) else {}
        markup = words.get("content_html", "")
        yield Entry(
            raw=json.dumps(item, sort_keys=True).encode(),
            id=words.get("id", ""),
            title=words.get("title", ""),
            text=(show_fragment(markup) if markup else "") or words.get("content_text") or words.get("summary", ""),
            url=words.get("url") or words.get("external_url", ""),
            publisher=feed["title"] if isinstance(feed.get("title"), str) else "",
            published=words.get("date_published", ""),
            changed=words.get("date_modified", ""),
        )


def _entry(element: Any, feed_title: str) -> Entry:  # noqa: ANN401 - the same
    children = _children(element)
    return Entry(
        raw=etree.tostring(element, with_tail=False),
        id=_first(children, ("guid", "id")) or str(element.get(_ABOUT) or ""),
        title=_first(children, ("title",)),
        text=_first(children, _TEXTS),
        url=_url(element, children),
        publisher=_source(children) or feed_title,
        published=_first(children, _PUBLISHED),
        changed=_first(children, _CHANGED),
    )


def _children(element: Any) -> _Children:  # noqa: ANN401 - the same
    found: _Children = {}
    for child in element.iterchildren(etree.Element):
        found.setdefault(_key(child), []).append(child)
    return found


def _key(element: Any) -> str:  # noqa: ANN401 - the same
    namespace, _, name = element.tag.rpartition("}")
    prefix = _PREFIXES.get(namespace.removeprefix("{").lower())
    return "?" if prefix is None else prefix + name.lower()


def _first(children: _Children, keys: tuple[str, ...]) -> str:
    """The words of the first of some elements that has any."""
    return next((words for key in keys for child in children.get(key, ()) if (words := _words(child))), "")


def _words(element: Any) -> str:  # noqa: ANN401 - the same
    """What a reader sees of an element, by what it says of its content, else by how that looks."""
    kind = str(element.get("type") or "").lower()
    if element.get("src") or (kind and "/" in kind and not kind.startswith("text/")):  # elsewhere, or no text
        return ""
    if len(element):  # XHTML, or HTML that was not escaped
        inside = element.text or ""
        return show_fragment(inside + "".join(etree.tostring(child, encoding="unicode") for child in element)).strip()
    text = str(element.text or "").strip()
    plain = kind in ("text", "text/plain") or not _MARKUP.search(text)
    return text if plain else show_fragment(text).strip()


def _url(element: Any, children: _Children) -> str:  # noqa: ANN401 - the same
    """Where the entry can be read: its own link, before that of who passes it on."""
    links = children.get("link", ())
    pages = [link for link in links if link.get("href") and link.get("rel", "alternate") == "alternate"]
    permanent = [g for g in children.get("guid", ()) if str(g.get("ispermalink", g.get("isPermaLink"))) != "false"]
    found = [_first(children, ("feedburner:origlink",)), *(_joined(link) for link in pages)]
    found += [str(link.text or "").strip() for link in (*links, *permanent)]
    found.append(str(element.get(_ABOUT) or ""))
    return next((url for url in found if url.lower().startswith(("http://", "https://"))), "")


def _joined(link: Any) -> str:  # noqa: ANN401 - the same
    try:
        return str(urljoin(link.base or "", link.get("href").strip()))
    except ValueError:
        return ""


def _source(children: _Children) -> str:
    """The feed that an entry was first in: named by RSS, described by Atom."""
    for source in children.get("source", ()):
        name = _first(_children(source), ("title",)) if len(source) else _words(source)
        if name:
            return name
    return ""


def _feed_title(root: Any) -> str:  # noqa: ANN401 - the same
    children = _children(root)
    for channel in (*children.get("channel", ()), root):
        title = _first(_children(channel), ("title",))
        if title:
            return title
    return ""
