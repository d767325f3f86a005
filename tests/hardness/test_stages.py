"""No stage of reading hangs on a text that says the same over and over. As with patterns, nothing is timed: what takes
much too long is ended by the processor's own clock, and told with what it was given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from try_stages import HOSTILE, STAGES

HERE = Path(__file__).parent


def given(stage: str, length: int, seconds: int) -> None:
    """Fails where a stage comes to no end on some text."""
    command = [sys.executable, HERE / "try_stages.py", stage, str(length), str(seconds)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    said = done.stdout.splitlines()
    assert done.returncode == 0, f"{stage} on {said[-1] if said else 'nothing'}: {done.stderr[-1000:] or 'no end'}"
    assert len(said) == len(HOSTILE)


@pytest.mark.parametrize("stage", STAGES)
def test_hostile_repetition_of_some_pages_is_read(stage):
    """Forty thousand characters: what is quadratic in Python takes minutes of them, what is linear a moment."""
    given(stage, 4_000 if stage == "reading" else 40_000, 20)


@pytest.mark.long
@pytest.mark.parametrize("stage", STAGES)
def test_a_million_characters_of_hostile_repetition_are_read(stage):
    """A megabyte, as an archive may hold one."""
    given(stage, 1_000_000, 600 if stage == "reading" else 120)
