"""What `import whomet` offers: few names, each documented, loaded when it is first asked for, and typed."""

from __future__ import annotations

import doctest
import importlib
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import whomet

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "python.md"
NAMES = [name for name in whomet.__all__ if not name.startswith("_")]


def loaded_after(code: str) -> set[str]:
    """The top names of all modules that are loaded after some code, in a Python of its own."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*{{m.partition('.')[0] for m in sys.modules}})"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def session() -> str:
    """The examples of the page as one program."""
    blocks = re.findall(r"^```pycon\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    return "".join(example.source for example in doctest.DocTestParser().get_examples("\n".join(blocks)))


def test_import_whomet_brings_neither_the_register_nor_the_reader():
    """Nor anything else that takes a while."""
    assert not loaded_after("import whomet") & {"sqlalchemy", "onnxruntime", "numpy", "rich", "pandas", "polars"}


def test_the_errors_and_nouns_need_no_database():
    """To catch an error or to annotate loads no register and no reading model."""
    code = "import whomet; whomet.WhometError, whomet.Finding, whomet.Account"
    assert not loaded_after(code) & {"sqlalchemy", "onnxruntime", "pandas", "polars"}


def test_reading_needs_no_database():
    """A text is read without SQLAlchemy, a register is opened without the reading model."""
    read = "import whomet; whomet.read('Mira Okonveld met Tomas Brae in Oslo.')"
    assert "sqlalchemy" not in loaded_after(read)


def test_the_surface_is_small_and_is_what_completion_offers():
    """At most a dozen names, the version among them."""
    assert len(whomet.__all__) <= 12
    assert dir(whomet) == sorted(whomet.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'processor'"):
        whomet.processor  # noqa: B018


@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_a_docstring_and_stands_on_the_page(name):
    """The class or function says itself what it is, in its own words."""
    found = getattr(whomet, name)
    assert inspect.getdoc(found)
    assert f"{name}`" in PAGE.read_text("utf-8") or f"{name}(" in PAGE.read_text("utf-8")
    assert found is getattr(importlib.import_module(whomet._WHERE[name]), name)


def test_every_method_of_a_register_says_what_it_does_and_stands_on_the_page():
    """A method that the page does not name is one that nobody finds."""
    methods = {n: m for n, m in vars(whomet.Register).items() if not n.startswith("_") and callable(m)}
    assert len(methods) >= 12
    text = PAGE.read_text("utf-8")
    assert [name for name, method in methods.items() if not method.__doc__ or name not in text] == []


def test_the_examples_of_the_page_are_typed(tmp_path):
    """`mypy --strict` finds nothing in them, and finds what is wrong where something is."""
    good, bad = tmp_path / "good.py", tmp_path / "bad.py"
    good.write_text(session(), "utf-8")
    bad.write_text("import whomet\nwhomet.read(b'text').accounts[0].value(7)\n", "utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", str(good), str(bad)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert [line for line in told if "good.py" in line] == []
    assert len([line for line in told if "bad.py" in line]) == 2, done.stdout
