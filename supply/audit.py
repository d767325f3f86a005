"""Asks an advisory service about every pin of requirements-dev.lock, which holds those of requirements.lock as well.

`python supply/audit.py [options of pip-audit]` needs the network; nothing is installed. pip-audit calls it a success
when the service knew none of the packages, as where a mirror without advisories stands in for it: here only an answer
about every pin is one. Status 0: all were asked about, no weakness is known. 1: some are known. 2: not all could be
asked about.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-dev.lock"
_SHOWN = 5  # packages that are named where many were not asked about


def judged(report: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Status and sentences for a report of pip-audit."""
    listed = report.get("dependencies", [])
    skipped = sorted(each["name"] for each in listed if "skip_reason" in each)
    weak = [each for each in listed if each.get("vulns")]
    said = [_weakness(each, vuln) for each in weak for vuln in each["vulns"]]
    said.append(
        f"{len(listed) - len(skipped)} of {len(listed)} pins were asked about; {len(weak)} have known weaknesses."
    )
    if skipped or not listed:
        rest = "" if len(skipped) <= _SHOWN else f" and {len(skipped) - _SHOWN} others"
        named = f": {', '.join(skipped[:_SHOWN])}{rest}" if skipped else ""
        said.append(f"The advisory service gave no answer about {len(skipped) or 'any'}{named}. This is no clean bill.")
    return (1 if weak else 2 if skipped or not listed else 0), said


def _weakness(found: Mapping[str, Any], vuln: Mapping[str, Any]) -> str:
    mended = ", ".join(vuln.get("fix_versions") or ["no version yet"])
    return f"{found['name']} {found['version']}: {vuln['id']}, mended in {mended}."


def asked(options: Sequence[str]) -> Mapping[str, Any] | None:
    """What pip-audit reports; None where it came to no end, and then it has said why."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes", "--disable-pip"]
        command += ["--format", "json", "--desc", "off", "--progress-spinner", "off", "--output", str(report), *options]
        subprocess.run(command, check=False)
        found: Mapping[str, Any] | None = json.loads(report.read_bytes()) if report.is_file() else None
    return found


def main() -> int:
    """Asks, and says what came of it."""
    report = asked(sys.argv[1:])
    if report is None:
        print("The advisory service could not be asked, so nothing was audited: this needs the network.")
        return 2
    status, said = judged(report)
    print("\n".join(said))
    return status


if __name__ == "__main__":
    sys.exit(main())
