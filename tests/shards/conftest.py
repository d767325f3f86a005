"""Files of reports to be read by several workers, what one core makes of them, and the register that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest
from mortal import mortal
from some_reports import dumped, report

from whomet.model import Finding, Reading
from whomet.pipeline import absorb, read_inputs, rebuild
from whomet.register import Register


@pytest.fixture
def reports(tmp_path) -> Callable[..., list[str]]:
    """Some files of reports, with words added to some of them; and much that can't be read."""

    def written(count: int = 40, **more: str) -> list[str]:
        folder = tmp_path / "reports"
        folder.mkdir()
        lines = [report(number, more.get(f"r{number}", "")) for number in range(count)]
        lines[5:5] = ["no JSON", '{"id": "x"}']
        (folder / "a.jsonl").write_text("\n".join(lines[:25]))
        (folder / "b.txt").write_text("OSLO, 3 May 2031 - The Danish and Swedish ministers met in Oslo on Friday.")
        (folder / "c.txt").write_text("")
        (folder / "d.odt").write_text("odd")
        (folder / "e.jsonl").write_text("\n".join([*lines[25:], lines[0]]))
        return [str(folder), str(tmp_path / "nowhere.txt")]

    return written


@pytest.fixture
def by_one_core() -> Callable[[list[str]], list[Reading | Finding]]:
    """What comes of some paths without any worker."""
    return lambda paths: list(read_inputs(paths, language=mortal()))


@pytest.fixture
def rows(tmp_path) -> Callable[[Iterable[Reading | Finding]], list[str]]:
    """The register that some readings give, row by row."""
    made: list[Path] = []

    def of(found: Iterable[Reading | Finding]) -> list[str]:
        made.append(tmp_path / f"made-{len(made)}.whomet")
        skipped: list[Finding] = []

        def readings():
            for each in found:
                if isinstance(each, Finding):
                    skipped.append(each)
                else:
                    yield each

        with Register.open(made[-1]) as register:
            absorb(register, readings())
            register.note_skipped(skipped)
        return dumped(made[-1])

    return of


@pytest.fixture
def where(tmp_path) -> Path:
    """A register of reports, made by one process."""
    lines = "\n".join(map(report, range(120)))
    found = read_inputs(["-"], BytesIO(lines.encode()), mortal())
    with Register.open(tmp_path / "register.whomet") as register:
        absorb(register, [reading for reading in found if isinstance(reading, Reading)])
        rebuild(register)
    return tmp_path / "register.whomet"
