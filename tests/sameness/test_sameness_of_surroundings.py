"""On one core, on two, on a cluster, in whatever surroundings: `whomet read` makes the register that is recorded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from read_and_hash import RECORDED

HERE = Path(__file__).parent
PATH = os.pathsep.join(path for path in sys.path if path)

SURROUNDINGS = {
    "as it is": ([], {}),
    "two cores, other hashes of strings": (["--cores", "2"], {"PYTHONHASHSEED": "1"}),
    "a cluster, in two runs": (["--on", "local:2", "--parts"], {"PYTHONHASHSEED": "0"}),
    "Turkish, west of the date line": ([], {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Etc/GMT+12"}),
    "no locale, east of it": (["--parts"], {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"}),
    "a plain processor": ([], {"NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX2 FMA3"}),
}
OFTEN = ("two cores, other hashes of strings", "Turkish, west of the date line")


@pytest.mark.parametrize(
    "name", [name if name in OFTEN else pytest.param(name, marks=pytest.mark.long) for name in SURROUNDINGS]
)
def test_the_same_register(name, tmp_path):
    """By its hash, from another working folder each time."""
    if "--on" in SURROUNDINGS[name][0]:
        pytest.importorskip("distributed", reason="the extra dask is not installed: pip install 'whomet[dask]'")
    options, environment = SURROUNDINGS[name]
    command = [sys.executable, str(HERE / "read_and_hash.py"), *options]
    found = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": PATH} | environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert found.stdout.split()[:1] == [RECORDED.read_text().strip()], found.stderr[-2000:]
    assert found.returncode == 0
