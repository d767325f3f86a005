"""Confidences of real texts are shifted until they say how many accounts are right."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="SKIPPED: torch is not installed here; training/requirements.txt has it")
import calibrate


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_shifted_confidences_have_the_share_right_as_their_mean(share: float) -> None:
    """However modest or bold they were, and in the same order as before."""
    logits = np.linspace(-3, 2, 50)
    right = (np.arange(50) < share * 50).astype(float)
    shifted = logits + calibrate.shift(logits, right)
    assert np.mean(1 / (1 + np.exp(-shifted))) == pytest.approx(share, abs=1e-6)
