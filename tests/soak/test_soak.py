"""The whole at work for a long time: feeds are watched that misbehave, pages are served, and two coders decide.

WHOMET_SOAK_SECONDS says how long, an hour unless told otherwise; the clock of `whomet watch` runs sixty times as fast.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from memory_over_time import Looking, Watched, slope
from press_that_misbehaves import NUMBERED, Press, publishing
from two_coders import PASSWORD, Coder, by_api, by_pages

from whomet.faces import accounts
from whomet.faces.roles import Role
from whomet.faces.token_commands import May
from whomet.faces.tokens import add_token
from whomet.pipeline import rebuild
from whomet.register import Register

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")

HERE = Path(__file__).parent
AN_HOUR = float(os.environ.get("WHOMET_SOAK_SECONDS", "3600"))
MOST_GROWTH = 0.10  # of the memory that a process has, over all the time after it is warm
WATCH = [sys.executable, str(HERE / "watch_in_fast_time.py")]
SERVE = [sys.executable, "-c", "import sys; from whomet.faces.command_line import main; sys.exit(main())"]


@dataclass(frozen=True)
class Pace:
    """How long it lasts, how much faster the watch's clock is, and how often things happen."""

    seconds: float
    speed: float
    reports: float  # seconds between two
    decisions: float  # seconds between two of one coder


@pytest.mark.parametrize(
    "pace",
    [
        pytest.param(
            Pace(30, 600, 0.4, 0.3), id="seconds", marks=pytest.mark.long
        ),  # as fast as it goes: a busy machine is late
        pytest.param(Pace(AN_HOUR, 60, 3, 2), id="an hour", marks=pytest.mark.long),
    ],
)
def test_nothing_is_lost_and_memory_stays(pace, tmp_path, monkeypatch):
    """Each report that a feed offered is in the register once; each decision that was taken is kept; no leak."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # begun in the background none of ours would hear it
    seed = random.Random(str(pace.seconds)).randrange(10**6)
    where = tmp_path / "register.whomet"
    monkeypatch.setenv("WHOMET_ACCOUNTS", str(tmp_path / "accounts.json"))
    monkeypatch.setenv("WHOMET_TOKENS", str(tmp_path / "tokens.json"))
    Register.open(where).close()
    with publishing(seed, pace.reports) as press, ExitStack() as running:
        watch = running.enter_context(started(watching(press, where, pace.speed), tmp_path / "watch.log"))
        serve = running.enter_context(started(serving(where), tmp_path / "serve.log"))
        coders = at_work(address_of(tmp_path / "serve.log"), pace.decisions, running)
        looking = Looking([Watched("watch", watch.pid), Watched("serve", serve.pid)], max(pace.seconds / 1000, 0.2))
        running.callback(in_thread(looking.work, looking.ended.set))
        time.sleep(pace.seconds)
        press.calm = True
        missing = wait_for_all(press, where, pace)
        for coder in coders:
            coder.stop.set()
        looking.ended.set()
        ends = [ended(process) for process in (watch, serve)]
    told = report(press, coders, looking, where)
    print(told)
    assert not missing, (sorted(missing), (tmp_path / "watch.log").read_text()[-3000:])
    assert set(ends) <= {0, 130}, told
    check_reports(press, where)
    check_decisions(coders, where)
    check_memory(looking, pace)
    check_rebuilt(where)


# --------------------------------------------------------------------------------------------- who works


def watching(press: Press, where: Path, speed: float) -> list[str]:
    """The command that watches the feeds of a press."""
    feeds = where.parent / "feeds.opml"
    outlines = "".join(f"<outline type='rss' xmlUrl='{url}'/>" for url in press.feeds())
    feeds.write_text(f"<opml version='2.0'><body>{outlines}</body></opml>")
    allowed = [word for feed in press.feeds() for word in ("--allow-private", feed.split("/")[2].partition(":")[0])]
    return [*WATCH, str(speed), "watch", str(feeds), "--every", "5", *allowed, "--register", str(where)]


def serving(where: Path) -> list[str]:
    """The command that serves a register to who logs in."""
    for name in ("Ada Lind", "Ben Oke"):
        accounts.add_account(name, Role.CODER, PASSWORD)
    return [*SERVE, "serve", "--accounts", "--no-browser", "--port", "0", "--register", str(where)]


@contextmanager
def started(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs until the block ends; what it says goes into a file."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, stdout=said, stderr=said, env=os.environ | {"PYTHONPATH": ":".join(sys.path)}
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ended(process: subprocess.Popen[bytes]) -> int:
    """Ended as by Ctrl-C; its status."""
    process.send_signal(signal.SIGINT)
    return process.wait(600)


def address_of(log: Path) -> str:
    """Where a server said that it is."""
    until = time.monotonic() + 600
    while not (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text())):
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)
    return found[0]


def at_work(address: str, pause: float, running: ExitStack) -> list[Coder]:
    """Two coders in threads of their own."""
    token = add_token("Ben Oke", May.DECIDE)
    coders = [by_pages(address, "Ada Lind", pause), by_api(address, "Ben Oke", token, pause)]
    for coder in coders:
        running.callback(in_thread(coder.work, coder.stop.set))
    return coders


def in_thread(work, stop):
    """Begins some work in a thread; what is given stops it and waits for its end."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()

    def stopped() -> None:
        stop()
        thread.join(600)

    return stopped


def numbers_in(where: Path) -> Counter[int]:
    """How often each report is in the register."""
    with Register.open(where, create=False) as register:
        return Counter(int(NUMBERED.search(document.text)[1]) for document in register.documents())


def wait_for_all(press: Press, where: Path, pace: Pace) -> set[int]:
    """What was offered and is not there a day of the watch's clock, or half a minute, after the press calmed down."""
    until = time.monotonic() + max(30.0, 86_400 / pace.speed)
    while (missing := press.offered - set(numbers_in(where))) and time.monotonic() < until:
        time.sleep(1)
    return missing


# ----------------------------------------------------------------------------------------- what must hold


def check_reports(press: Press, where: Path) -> None:
    """Each report that was offered is there once, under its own address and whole; nothing else is."""
    found = numbers_in(where)
    assert press.offered <= set(found) <= set(range(press.published()))
    assert set(found.values()) == {1}
    with Register.open(where, create=False) as register:
        for document in register.documents():
            assert document.url.endswith(f"/n/{NUMBERED.search(document.text)[1]}")
        assert sum(1 for _ in register.meetings()) > len(found) / 6


def check_decisions(coders: list[Coder], where: Path) -> None:
    """Each decision that a coder was told is kept is there once, in the coder's name, and no other."""
    with Register.open(where, create=False) as register:
        kept = Counter((decision.by, decision.reason) for _, decision in register.decisions())
    for coder in coders:
        assert not coder.wrong, coder.wrong[:5]
        assert len(coder.kept) > 3
    assert kept == Counter((coder.name, reason) for coder in coders for reason in coder.kept)


def check_memory(looking: Looking, pace: Pace) -> None:
    """The third quarter of the time and the last: no growth worth the name. Seconds are too short to tell."""
    if pace.seconds < 300:
        return
    for one in looking.watched:
        warm = one.after(pace.seconds / 2)
        growth = slope(warm) * (warm[-1][0] - warm[0][0])
        assert growth < MOST_GROWTH * warm[0][1], f"{one.name}: {growth:.1f} MB more, of {warm[0][1]:.0f}"


def check_rebuilt(where: Path) -> None:
    """What followed step by step is what follows at once."""
    with Register.open(where, create=False) as register:
        before = list(register.meetings()), list(register.entities()), list(register.findings())
        rebuild(register)
        assert (list(register.meetings()), list(register.entities()), list(register.findings())) == before


def report(press: Press, coders: list[Coder], looking: Looking, where: Path) -> str:
    """What it came to, for who reads the output."""
    lines = [f"{press.published()} reports published, {len(press.offered)} offered, {press.asked.total()} requests"]
    lines += [f"{c.name}: {len(c.kept)} decisions kept; {dict(c.told)}" for c in coders]
    for one in looking.watched:
        warm = one.after(one.found[-1][0] / 2)
        sizes = [mb for _, mb in one.found]
        lines.append(
            f"{one.name}: {warm[0][1]:.1f} MB at half time, {sizes[-1]:.1f} at the end, {max(sizes):.1f} at most; "
            f"{3600 * slope(warm):+.2f} MB an hour in the second half"
        )
    lines.append(f"register: {where.stat().st_size / 1e6:.1f} MB")
    return "\n".join(lines)
