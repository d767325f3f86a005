"""`whomet serve` as its users run it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from whomet.faces.command_line import main


def test_pages_are_served_until_ctrl_c(register):
    """The address is said, what is there is the register, and Ctrl-C ends it in one word."""
    serving = "import sys; from whomet.faces.command_line import main; sys.exit(main())"
    command = [sys.executable, "-c", serving, "serve", "--no-browser", "--port", "0", "--register", str(register)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        said = running.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)[0]
        with urlopen(address) as answer:
            assert b"2 meetings" in answer.read()
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()
    assert rest.strip() in ("", "Stopped.")
    assert running.returncode in (0, 130)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0: say by --name"),
        (["--host", "192.168.1.7"], "192.168.1.7: others could read the register and decide in your name"),
        (["--accounts"], "make one (whomet account add NAME)"),
        (["--register", "none.whomet"], "none.whomet: there is no register yet"),
    ],
)
def test_what_can_t_be_served_is_one_sentence(register, capsys, monkeypatch, tmp_path, options, said):
    """An address that others reach, a register that is not there: exit status 1."""
    monkeypatch.chdir(tmp_path)
    assert main(["serve", "--no-browser", "--register", str(register), *options]) == 1
    assert said in capsys.readouterr().err
