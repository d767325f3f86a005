"""Whatever strangers wrote: no entry point raises anything but a sentence, and what it finds holds."""

from __future__ import annotations

import pytest
from entry_points import ENTRY_POINTS
from hostile import EDITS, edited
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FEW = 25
"""Inputs of each entry point; `make test-long` tries a million."""


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_hostile_inputs_are_taken(name):
    """Edited examples, always the same ones."""
    entry = ENTRY_POINTS[name]
    examples = entry.examples()

    @given(which=st.integers(0, len(examples) - 1), edits=EDITS)
    @settings(max_examples=FEW, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def each(which, edits):
        entry.tried(edited(examples, which, edits, entry.longest))

    each()
