"""What CONTRIBUTING.md says of the code, as far as it can be measured. Offenders are named with file and line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "whomet"
MODULES = sorted(PACKAGE.rglob("*.py"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
COMMON_FUNCTION = 25
SHARE_OF_COMMON = 0.9
MOST_PARAMETERS = 6
SELF_EVIDENT = 6  # lines of a function that its name and its types explain
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "manager", "managers", "processor", "processors"}
NOT_OURS = {"event", "events", "fact", "facts", "actor", "actors", "truth", "truths"}
NETWORK_AND_CHANCE = {
    "random",
    "secrets",
    "socket",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "http",
    "ftplib",
    "smtplib",
}
UNGUESSED = {(name, "secrets") for name in ("tokens.py", "forms.py", "accounts.py", "sessions.py")}
CLOCKS = {"now", "utcnow", "today", "time_ns", "localtime", "gmtime", "uuid1", "uuid4", "urandom"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    """A module, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def at(path: Path, node: ast.AST, what: str) -> str:
    """Where an offender stands."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)} {what}"


def must_be_empty(offenders: Iterable[str]) -> None:
    """Fails with every offender, a line each."""
    listed = "\n".join(offenders)
    if listed:
        pytest.fail("\n" + listed, pytrace=False)


def functions() -> Iterator[tuple[Path, Function]]:
    """Every function and method of the package."""
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                yield path, node


def length(function: Function) -> int:
    """Lines from `def` to the last, docstring and all."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def words(name: str) -> set[str]:
    """The words of an identifier, snake or camel: {"meeting", "row"} of MeetingRow."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def defined_names(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """The names that a module gives: functions, classes, parameters, variables. Names of other libraries are theirs."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function | ast.ClassDef):
            yield node, node.name
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id


def test_no_file_is_longer_than_it_can_be_read_at_once():
    """Files stay within 400 lines."""
    lengths = {path.relative_to(ROOT): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    must_be_empty(f"{path}: {n} lines" for path, n in lengths.items() if n > LONGEST_FILE)


def test_no_function_is_long():
    """No function is over 60 lines."""
    must_be_empty([at(p, f, f"{f.name}: {length(f)} lines") for p, f in functions() if length(f) > LONGEST_FUNCTION])


def test_most_functions_are_small():
    """Nine functions of ten are within 25 lines."""
    lengths = [length(function) for _, function in functions()]
    assert sum(n <= COMMON_FUNCTION for n in lengths) >= SHARE_OF_COMMON * len(lengths)


def test_no_function_takes_many_parameters_without_saying_why():
    """At most six, self left out; more only where the line says `noqa: PLR0913` (with its reason beside it)."""

    def parameters(function: Function) -> int:
        a = function.args
        named = [x.arg for x in (*a.posonlyargs, *a.args, *a.kwonlyargs)]
        return len([n for n in named if n not in {"self", "cls"}])

    def excused(path: Path, function: Function) -> bool:
        line = path.read_text(encoding="utf-8").splitlines()[function.lineno - 1]
        return "PLR0913" in line

    many = [(p, f) for p, f in functions() if parameters(f) > MOST_PARAMETERS]
    must_be_empty([at(p, f, f"{f.name}: {parameters(f)}") for p, f in many if not excused(p, f)])


def test_no_file_or_class_is_named_after_nothing():
    """No utils, helpers, managers, processors."""
    files = [str(p.relative_to(ROOT)) for p in MODULES if words(p.stem) & SAYS_NOTHING]
    classes = [
        at(p, node, node.name)
        for p in MODULES
        for node in ast.walk(tree(p))
        if isinstance(node, ast.ClassDef) and words(node.name) & SAYS_NOTHING
    ]
    must_be_empty(files + classes)


def test_a_register_holds_claims_so_no_name_says_event_fact_actor_or_truth():
    """The words that we do not use, in any name that we give."""
    must_be_empty([at(p, node, name) for p in MODULES for node, name in defined_names(p) if words(name) & NOT_OURS])


def test_every_module_and_every_public_function_says_what_it_is():
    """A docstring on each module that holds anything, and on each public function of more than a few lines."""
    silent = [at(p, tree(p), "the module") for p in MODULES if tree(p).body and not ast.get_docstring(tree(p))]
    for path in MODULES:
        for node in tree(path).body:
            public = isinstance(node, Function) and not node.name.startswith("_")
            if public and length(node) > SELF_EVIDENT and not ast.get_docstring(node):
                silent.append(at(path, node, node.name))
    must_be_empty(silent)


def imported(node: ast.AST) -> Iterator[str]:
    """The first words of what an import statement names."""
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield (node.module or "").partition(".")[0]


def test_nothing_speaks_to_the_network_or_throws_dice():
    """The package imports no network and no source of chance, but for the one file that opens connections and what
    nobody is to guess."""
    wire = PACKAGE / "faces" / "fetching" / "wire.py"
    found = [(p, node, name) for p in MODULES if p != wire for node in ast.walk(tree(p)) for name in imported(node)]
    guessed = [(p, node, name) for p, node, name in found if (p.name, name) not in UNGUESSED]
    must_be_empty([at(p, node, name) for p, node, name in guessed if name in NETWORK_AND_CHANCE])


def test_only_three_commands_lead_to_the_network():
    """`whomet fetch` and `whomet watch`, and `whomet read` where its user names an endpoint: nothing else imports what
    speaks to others, but for the folder of kept answers, which `whomet purge` deletes from."""
    speaking = {"fetching": "fetching_commands.py", "endpoint": "reader_options.py"}
    folders = [PACKAGE / "faces" / name for name in speaking]
    others = [p for p in MODULES if not any(folder in p.parents for folder in folders)]
    named = [(p, node) for p in others for node in ast.walk(tree(p)) if isinstance(node, ast.ImportFrom | ast.Import)]
    found = [(p, node, name) for p, node in named for name in speaking if f"{name}." in f"{ast.unparse(node)}."]
    begun = [(p, node) for p, node, name in found if p.name == speaking[name]]
    kept = [(p, node) for p, node, _ in found if "endpoint.keeping" in ast.unparse(node)]
    must_be_empty(at(p, node, "imports it") for p, node, _ in found if (p, node) not in [*begun, *kept])
    assert {p.name for p, _ in begun} == {*speaking.values()}
    assert {p.name for p, _ in kept} == {"reader_options.py", "keeping_commands.py"}


def test_nothing_looks_at_the_clock():
    """Same input, same register: no call of now, today and their like, but for when a person decided something."""
    calls = [
        (p, node)
        for p in MODULES
        if p.name != "deciding.py"
        for node in ast.walk(tree(p))
        if isinstance(node, ast.Call)
    ]
    named = [(p, node, node.func.attr) for p, node in calls if isinstance(node.func, ast.Attribute)]
    must_be_empty([at(p, node, name) for p, node, name in named if name in CLOCKS])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MeetingRow", {"meeting", "row"}),
        ("is_main_event", {"is", "main", "event"}),
        ("PDFReader", {"pdf", "reader"}),
        ("prevented", {"prevented"}),
        ("FACTS", {"facts"}),
        ("_factor", {"factor"}),
    ],
)
def test_the_words_of_a_name_are_told_apart(name, expected):
    """The measure itself: words of snake, camel and capitals; a word inside a word is none."""
    assert words(name) == expected
