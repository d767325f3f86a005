"""The docs can't drift: commands in them exist, examples in them run, links lead somewhere.

A fenced block marked `console` is run: each line after `$ ` that begins with `whomet` is given to the command line, in
a folder that holds a copy of `examples/`; what the block shows under it must be what is printed, trailing space aside.
A line of `...` stands for any lines, `...` within a line for any words, the id of a meeting for that of another;
a command without lines under it must only succeed. Blocks marked `sh` are not run, but every `whomet` command and
option in them, and every target of `make`, must exist.
"""

from __future__ import annotations

import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"])
RUN = "import sys; from whomet.faces.command_line import main; sys.exit(main())"
WIDTH = "100"


@dataclass(frozen=True)
class Command:
    """One command of a console block, and what the block says it prints."""

    line: str
    printed: tuple[str, ...]


def blocks(text: str, language: str) -> list[str]:
    """The insides of the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def commands(block: str) -> list[Command]:
    """The commands of a console block, each with the lines under it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line.rstrip())
    return [Command(line, tuple("\n".join(printed).rstrip().splitlines())) for line, printed in found]


def as_pattern(printed: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that what is printed must match: the lines as they are, `...` for any lines or any words of a line."""
    return re.compile("".join("(?:.*\n)*?" if line.strip() == "..." else loose(line) for line in printed))


def loose(line: str) -> str:
    """A pattern for one line."""
    words = re.escape(line).replace(r"\.\.\.", ".*")
    return re.sub(r"\b(?:[0-9a-f]{8}){1,2}\b", r"(?:[0-9a-f]{8}){1,2}", words) + " *\n"


def whomet(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a folder, at a fixed width and without colours."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    env = {**os.environ, "PYTHONPATH": path, "COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    env["WHOMET_KNOWLEDGE"] = str(folder / "knowledge.sqlite")
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("doc", [d for d in DOCS if blocks(d.read_text("utf-8"), "console")], ids=lambda p: p.name)
def test_console_blocks_print_what_they_show(doc, tmp_path):
    """Each command of a document, in its order and in one folder, prints what the document shows."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for block in blocks(doc.read_text("utf-8"), "console"):
        for command in commands(block):
            arguments = shlex.split(command.line)
            assert arguments[0] == "whomet", f"{doc.name}: only whomet is run in a console block: {command.line}"
            done = whomet(arguments[1:], tmp_path)
            assert done.returncode == 0, f"{command.line}\n{done.stderr}"
            shown = any(line.strip() for line in command.printed)
            if shown and not as_pattern(command.printed).fullmatch(done.stdout.rstrip("\n") + "\n"):
                pytest.fail(f"{doc.name}: {command.line}\nprints\n{done.stdout}")


def named_commands(doc: Path) -> list[list[str]]:
    """The `whomet` lines of a document's sh and console blocks, split, comments left out."""
    text = doc.read_text("utf-8")
    lines = [line.removeprefix("$ ") for b in blocks(text, "sh") + blocks(text, "console") for line in b.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line.startswith("whomet ")]


@pytest.mark.parametrize("doc", [d for d in DOCS if named_commands(d)], ids=lambda p: p.name)
def test_commands_and_options_that_docs_name_exist(doc):
    """Every `whomet` command in a block exists, with the options that are named beside it."""
    known = all_commands()
    for words in named_commands(doc):
        name = " ".join(words[1:3]) if " ".join(words[1:3]) in known else words[1]
        assert name in known, f"{doc.name}: whomet has no command {name!r}"
        assert {w for w in words if w.startswith("--")} <= known[name], f"{doc.name}: {' '.join(words)}"


def all_commands() -> dict[str, set[str]]:
    """Every command ("read", "export accounts") with its options."""
    import typer

    from whomet.faces.command_line import app

    found: dict[str, set[str]] = {}

    def walk(command, name):
        for inner, child in getattr(command, "commands", {}).items():
            walk(child, f"{name} {inner}".strip())
        if not getattr(command, "commands", None):
            found[name] = {option for p in command.params for option in (*p.opts, *p.secondary_opts)} | {"--help"}

    walk(typer.main.get_command(app), "")
    return found


@pytest.mark.parametrize("doc", ["README.md", "docs/command-line.md"])
def test_every_command_is_documented(doc):
    """A command that neither the README nor the page about commands names is one that nobody finds."""
    text = (ROOT / doc).read_text("utf-8")
    assert [name for name in all_commands() if f"whomet {name}" not in text] == []


MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.search(r"^\.PHONY: (.*)", MAKEFILE, re.M)[1].split())


@pytest.mark.parametrize("doc", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_targets_of_make_that_docs_name_exist(doc):
    """`make test` is what the README says, and so is every other target that a document names."""
    named = re.findall(r"(?:^|`)make ((?:[a-z][a-z-]*)+)", doc.read_text("utf-8"), re.M)
    assert set(named) <= TARGETS


def test_the_readme_names_the_two_commands_and_make_explains_every_target():
    """Setting up and testing; each target stands, explained, on top of the Makefile."""
    assert {"demo", "test"} <= set(re.findall(r"^make (\S+) ", (ROOT / "README.md").read_text("utf-8"), re.M))
    explained = set(re.findall(r"^# make ([a-z-]+) +\S", MAKEFILE, re.M))
    assert explained == TARGETS - {"style", "types", "layers", "tests"}  # the parts of `make test`


def test_a_gate_that_fails_makes_the_tests_fail():
    """`make test`, which CI runs, runs the gate, and lets no line of it fail in silence."""
    assert "gate" in re.search(r"^test: (.*)", MAKEFILE, re.M)[1].split()
    assert not re.search(r"^\t@?-(?!-)|\|\| *(true|:)", MAKEFILE, re.M)
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("doc", DOCS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_our_files_lead_somewhere(doc):
    """Every relative link of a document names a file that is there."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", doc.read_text("utf-8"))
    assert [link for link in links if not (doc.parent / link).exists()] == []


def test_a_line_of_dots_stands_for_any_lines_and_nothing_else_does():
    """The comparison itself: dots for any number of lines, everything else letter for letter."""
    pattern = as_pattern(("one", "...", "four."))
    assert pattern.fullmatch("one\ntwo\nthree  \nfour.  \n")
    assert pattern.fullmatch("one\nfour.\n")
    assert not pattern.fullmatch("one\ntwo\nfour!\n")
    assert not pattern.fullmatch("zero\none\nfour.\n")
    assert as_pattern(("3fa2b7c9  Oslo ... held",)).fullmatch("00aa11bb  Oslo (NO)  held\n")
    assert not as_pattern(("3fa2b7c9  Oslo ... held",)).fullmatch("00aa11bb  Lima (PE)  held\n")


def test_commands_are_told_from_what_they_print():
    """A console block's commands keep the lines under them."""
    block = "$ whomet read a\nread 1\n\n$ whomet meetings\n"
    assert commands(block) == [Command("whomet read a", ("read 1",)), Command("whomet meetings", ())]


@pytest.mark.parametrize("doc", [d for d in DOCS if blocks(d.read_text("utf-8"), "pycon")], ids=lambda p: p.name)
def test_python_sessions_print_what_they_show(doc, tmp_path, monkeypatch):
    """The `pycon` blocks of a document are one session, in a folder with a copy of `examples/`; `...` stands for any
    words."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHOMET_KNOWLEDGE", str(tmp_path / "knowledge.sqlite"))
    session = "\n".join(blocks(doc.read_text("utf-8"), "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, doc.name, str(doc), 0)
    printed = io.StringIO()
    failed = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=printed.write).failed
    assert not failed, printed.getvalue()
