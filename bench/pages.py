"""What a page of a web archive costs, stage by stage: `python bench/pages.py [PAGES]` (default 300).

The pages are made up from a fixed seed as those of news sites are: 60 to 100 kB of HTML with navigation, scripts,
styles, teasers of other articles and comments, in which some 500 words of article stand; one in ten tells of a meeting.
They are kept as a web archive, each record compressed by itself, as crawlers do. Printed are seconds of the processor,
by one process: cutting the archive, taking the text out, reading, and writing and taking in what was read.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from random import Random

from cores import reports
from material import machine

from whomet.documents import Loaded, Part, find_parts
from whomet.exchange.readings_parquet import as_parquet
from whomet.language import english_by_model
from whomet.model import Finding, Reading
from whomet.pipeline import load, read_or_tell, reconcile_register
from whomet.register import Register
from whomet.shards.there import taken

_WORDS = (
    "market",
    "harbour",
    "council",
    "season",
    "weather",
    "museum",
    "travel",
    "budget",
    "school",
    "river",
    "health",
)


def archive(meetings: int, own_words: int = 0) -> Iterator[tuple[bytes, int]]:
    """The records of a web archive without end, each compressed by itself, and how long it is uncompressed; of the
    pages so many in a hundred tell of a meeting."""
    draw = Random(2)
    for number, line in enumerate(reports(10**12, meetings, own_words)):
        body = page(draw, number, json.loads(line)["text"])
        kept = record(f"https://news.example/2031/05/{number}", body)
        yield gzip.compress(kept), len(kept)


def record(address: str, body: bytes) -> bytes:
    """What a server answered, as a crawler keeps it."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-05-05T06:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def page(draw: Random, number: int, text: str) -> bytes:
    """One page of a news site, about an article."""
    title, _, told = text.partition("\n\n")
    sentences = [f"{s}." for s in (told + " " + told[:1000]).split(". ")]
    paragraphs = "".join(f"<p>{' '.join(sentences[n : n + 3])}</p>\n" for n in range(0, len(sentences), 3))
    about = {"@type": "NewsArticle", "headline": title, "datePublished": "2031-05-05", "publisher": {"name": "Daily"}}
    parts = [
        f"<!DOCTYPE html><html lang='en'><head><title>{title} | The Daily Example</title>",
        "<meta property='article:published_time' content='2031-05-05T05:30:00Z'>",
        f"<script type='application/ld+json'>{json.dumps(about)}</script>",
        *(f"<script>{_script(draw)}</script>" for _ in range(6)),
        f"<style>{_style(draw)}</style></head><body><header><nav><ul>{_links(draw, 60)}</ul></nav></header>",
        f"<main><article><h1>{title}</h1><p class='byline'>By A. Writer</p>{paragraphs}</article>",
        f"<aside class='related'><h2>More news</h2>{_teasers(draw, 40)}</aside>",
        f"<section id='comments'>{_comments(draw, 15)}</section></main><footer><ul>{_links(draw, 40)}</ul>",
        f"<p>Copyright. Page {number}.</p></footer><script>{_script(draw)}</script></body></html>",
    ]
    return "\n".join(parts).encode()


def _said(draw: Random, most: int) -> str:
    return " ".join(draw.choice(_WORDS) for _ in range(draw.randint(3, most)))


def _script(draw: Random) -> str:
    return "".join(f'window.q{n}=function(a){{return a.push("{draw.getrandbits(200):x}")}};' for n in range(60))


def _style(draw: Random) -> str:
    return "".join(f".c{n}{{margin:{draw.randrange(40)}px;color:#{draw.getrandbits(24):06x}}}" for n in range(250))


def _links(draw: Random, several: int) -> str:
    return "".join(f"<li><a class='c{n}' href='/section/{n}'>{_said(draw, 5)}</a></li>" for n in range(several))


def _teasers(draw: Random, several: int) -> str:
    return "".join(
        f"<div class='teaser c{n}'><a href='/2031/05/{n}'><img src='/i/{n}.jpg' alt=''><h3>{_said(draw, 9)}</h3></a>"
        f"<p>{_said(draw, 25)}.</p><time datetime='2031-05-0{n % 9 + 1}'>May {n % 9 + 1}</time></div>"
        for n in range(several)
    )


def _comments(draw: Random, several: int) -> str:
    return "".join(f"<div class='comment'><b>reader{n}</b><p>{_said(draw, 60)}.</p></div>" for n in range(several))


@contextmanager
def timed(what: str, count: int, of: str, more: str = "") -> Iterator[None]:
    """Prints what took how long, and how many a second that is."""
    start = time.process_time()
    yield
    took = time.process_time() - start
    each = f"{1000 * took / max(count, 1):8.2f} ms a {of}, {count / max(took, 1e-9):9,.0f} a second"
    print(f"{what:34} {took:7.2f} s {each}{more}", flush=True)


def kept(folder: Path, pages: int) -> list[Part]:
    """Writes the archive and cuts it."""
    source = folder / "pages.warc.gz"
    whole = 0
    with source.open("wb") as out:
        for compressed, size in islice(archive(10), pages):
            whole += size
            out.write(compressed)
    small = source.stat().st_size
    print(f"{pages} pages of {whole / pages / 1000:.0f} kB, {small / pages / 1000:.0f} kB compressed")
    start = time.process_time()
    parts = [part for part in find_parts([str(source)]) if isinstance(part, Part)]
    took = time.process_time() - start
    rate = (
        f"{whole / took / 1e6:.0f} MB/s ({small / took / 1e6:.0f} compressed), {len(parts) / took:,.0f} pages a second"
    )
    print(f"{'cutting the archive':34} {took:7.2f} s {rate}", flush=True)
    return parts


def main() -> None:
    """Measures and prints."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    print(f"{machine()}, one process, seconds of the processor")
    language = english_by_model()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = kept(folder, pages)
        for part in parts[:20]:  # what is loaded when it is first used
            for one in load(part):
                if isinstance(one, Loaded):
                    read_or_tell(one, language)
        with timed("taking the text out", pages, "page"):
            loaded = [one for part in parts for one in load(part) if isinstance(one, Loaded)]
        words = sum(len(one.document.text.split()) for one in loaded)
        with timed("reading", pages, "page", f", {words // pages} words each"):
            found = [read_or_tell(one, language) for one in loaded]
        read = [one for one in found if isinstance(one, Reading)]
        after(folder, read)


def after(folder: Path, read: list[Reading]) -> None:
    """What becomes of readings: files of shards, and a register."""
    accounts = sum(len(one.accounts) for one in read)
    file = folder / "0000001-0.parquet"
    with timed("writing a file of a shard", len(read), "page"), file.open("wb") as out:
        out.writelines(as_parquet(read))
    with timed("reading that file", len(read), "page"):
        again: list[Reading | Finding] = list(taken(file))
    assert again == read
    with Register.open(folder / "register.whomet") as register:
        with timed("writing to the register", len(read), "page"):
            for one in read:
                register.add(one)
        with timed("making meetings of accounts", accounts, "account"):
            reconcile_register(register)


if __name__ == "__main__":
    main()
