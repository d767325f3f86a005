"""Every regular expression of the package: run as a program, it prints them, a line of JSON each.

A hook on `re` sees each pattern that code of the package compiles, while all modules are imported, all caches filled
that can be without an argument, and reports read. What stands in code as a plain string is found there as well. So a
new pattern is found by itself; one that this misses is named, and the test fails.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "whomet"
NO_SEARCH = {"match", "fullmatch"}
NOT_PATTERNS = {"escape", "purge", "error"}


@dataclass(frozen=True)
class Pattern:
    """One, with its flags, where it is compiled, and how the package uses it: "search" (all matches), where unknown."""

    pattern: str
    flags: int
    of_bytes: bool
    where: str
    used: str


@dataclass(frozen=True)
class Place:
    """A call of `re` in the code: its file and lines, the variable or function that it stands in, how what it gives is
    used, and its pattern where it is plain."""

    file: str
    lines: range
    name: str
    used: str
    plain: str | bytes | None
    flags: str


def trees() -> dict[str, ast.Module]:
    """Every module, parsed."""
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def places() -> Iterator[Place]:
    """Every call of `re` that takes a pattern."""
    for file, tree in trees().items():
        named = {id(node.value): name for node in tree.body for name in assigned(node)}
        inside = {id(node): top.name for top in tree.body if hasattr(top, "name") for node in ast.walk(top)}
        for call in ast.walk(tree):
            if not is_call_of_re(call):
                continue
            name = named.get(id(call)) or inside.get(id(call), "")
            used = how(call.func.attr, tree, name)
            given = call.args[0]
            plain = given.value if isinstance(given, ast.Constant) else None
            flags = " ".join(ast.unparse(a) for a in [*call.args[1:], *(k.value for k in call.keywords)])
            yield Place(file, range(call.lineno, (call.end_lineno or call.lineno) + 1), name, used, plain, flags)


def is_call_of_re(node: ast.AST) -> bool:
    """Whether it is `re.something(pattern, ...)`."""
    function = node.func if isinstance(node, ast.Call) else None
    of_re = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
    return of_re and function.attr not in NOT_PATTERNS


def assigned(node: ast.AST) -> Iterator[str]:
    """The name that a statement gives a value."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        yield node.targets[0].id


def how(method: str, tree: ast.Module, name: str) -> str:
    """How a pattern is used: `match` and `fullmatch` try one place, all else every place of a text. `name` is the
    module's own variable that holds it, or its function that gives it."""
    if method != "compile":
        return method if method in NO_SEARCH else "search"
    methods = methods_of(tree).get(name, {"search"}) if name.startswith("_") else {"search"}
    return (min(methods) if len(methods) == 1 else "match") if methods <= NO_SEARCH else "search"


@cache
def methods_of(tree: ast.Module) -> dict[str, set[str]]:
    """What is asked of each name, or of what it gives when it is called; "search" for any other use of it."""
    nodes = list(ast.walk(tree))
    called = {id(n.func): n for n in nodes if isinstance(n, ast.Call)}
    asked = {id(n.value): n.attr for n in nodes if isinstance(n, ast.Attribute)}
    found: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.setdefault(node.id, set()).add(asked.get(id(called.get(id(node), node)), "search"))
    return found


def compiled() -> dict[tuple[str | bytes, int], set[tuple[str, int]]]:
    """What the package compiles while it is exercised, with file and line of each."""
    found: dict[tuple[str | bytes, int], set[tuple[str, int]]] = {}
    really = re._compile

    def watched(pattern, flags):
        frame = sys._getframe(1)
        while frame.f_back and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        caller = Path(frame.f_code.co_filename)
        if caller.is_relative_to(PACKAGE) and not isinstance(pattern, re.Pattern):
            found.setdefault((pattern, int(flags)), set()).add((caller.relative_to(PACKAGE).as_posix(), frame.f_lineno))
        return really(pattern, flags)

    re._compile = watched
    try:
        exercise()
    finally:
        re._compile = really
    return found


def exercise() -> None:
    """Has the package compile its patterns: on import, in caches, while reading, and where only some inputs lead."""
    import whomet

    names = [module.name for module in pkgutil.walk_packages(whomet.__path__, "whomet.")]
    modules = [importlib.import_module(n) for n in names if not n.endswith("__main__") and ".migrations." not in n]
    for module in modules:
        fill_caches(module)
    from whomet.documents import read_documents
    from whomet.language import english_by_rules
    from whomet.pipeline import read_loaded

    list(read_loaded(read_documents([str(ROOT / "examples" / "reports")]), english_by_rules()))
    rarely()


def fill_caches(module) -> None:
    """Calls what is cached and takes nothing: word lists and the patterns made of them."""
    for function in list(vars(module).values()):
        if hasattr(function, "cache_info") and getattr(function, "__module__", "") == module.__name__:
            needed = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
            if not needed:
                function()


def rarely() -> None:
    """What neither a cache nor the reports lead to: all that data names, and what only some inputs need."""
    from whomet.exchange.importing import cells
    from whomet.faces import adding, inbox
    from whomet.knowledge.data import read_data
    from whomet.language import grammar, meeting_words, name_cards, speech_cues
    from whomet.language.draft import Draft
    from whomet.model import Document, MentionKind, Span
    from whomet.reconciliation import credits
    from whomet.resolution import dates, lasting

    for name in read_data("speech_cues")["patterns"]:
        speech_cues.pattern(name)
    for name in read_data("meeting_words")["status"]:
        meeting_words._status(name)
    for section in read_data("grammar").keys() - {"macros"}:
        grammar.patterns(section)
    for group in ("whole", "statement", "outlet"):
        credits._patterns(group)
    for key in ("scheduled", "statement"):
        dates._words_of(key)
    for key in ("begins", "ends"):
        lasting._said_before(key)
    carded = Draft("Ada Lind Lind AdaPresident", (Span(0, 26),))
    carded.add(MentionKind.PERSON, Span(0, 8))
    name_cards.add_card_roles(carded)
    credits._meant("The movement said so.", "")
    meeting_words.is_means("They met by telephone today.", 12, 21)
    cells.pieces("a; (b", Span(0, 5))
    told = {"key": "0" * 64, "source": "a", "original": "", "extractor": "", "text": "They met."}
    adding._lead(Document(id="a", **told), "met")
    with TemporaryDirectory() as folder:
        (Path(folder) / "register-inbox" / "1").mkdir(parents=True)
        inbox.Inbox(f"{folder}/register").tidy()


def every() -> Iterator[Pattern]:
    """All of them. Raises LookupError, which names the lines, for calls of `re` whose patterns are not known."""
    seen = compiled()
    known = list(places())
    hit: set[int] = set()
    for (pattern, flags), callers in seen.items():
        at = [n for n, p in enumerate(known) for file, line in callers if p.file == file and line in p.lines]
        hit.update(at)
        used = {known[n].used for n in at}
        yield as_pattern(pattern, flags, known[at[0]], used.pop() if len(used) == 1 else "search")
    unseen = [p for n, p in enumerate(known) if n not in hit]
    for place in unseen:
        if place.plain is not None:
            flags = int(eval(place.flags, {"re": re})) if place.flags.startswith("re.") else 0
            yield as_pattern(place.plain, flags, place, place.used)
    if lost := [f"{p.file}:{p.lines.start}" for p in unseen if p.plain is None]:
        raise LookupError(f"No pattern of {', '.join(lost)} is known: lead there in every_pattern.py, `rarely`.")


def as_pattern(pattern: str | bytes, flags: int, place: Place, used: str) -> Pattern:
    """As a line has it: bytes as the letters of Latin-1."""
    of_bytes = isinstance(pattern, bytes)
    text = pattern.decode("latin-1") if of_bytes else pattern
    return Pattern(text, flags, of_bytes, f"{place.file}:{place.name}", used)


if __name__ == "__main__":
    for each in every():
        print(json.dumps(asdict(each)))
