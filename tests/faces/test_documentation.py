"""docs/command-line.md names every command, argument and option, and nothing that is not there."""

import re
from enum import Enum
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
import typer

from whomet.faces.command_line import app

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
GROUP = typer.main.get_command(app)
GROUPS = {"": app, **{g.name or g.typer_instance.info.name: g.typer_instance for g in app.registered_groups}}


def every_command(group, before=""):
    """Every command by its words ("read", "knowledge import")."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from every_command(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


COMMANDS = dict(sorted(every_command(GROUP)))


def section(command: str) -> str:
    """The part of the page about one command."""
    found = re.search(rf"^## `whomet {command}\b.*?(?=^## |\Z)", PAGE, re.M | re.S)
    assert found, f"docs/command-line.md has no part about `whomet {command}`"
    return found[0]


def choices(command: str) -> list[str]:
    """The words that an argument or option of a command may be."""
    group, _, name = command.rpartition(" ")
    found = GROUPS[group].registered_commands
    callback = next(c.callback for c in found if (c.name or c.callback.__name__.replace("_", "-")) == name)
    hints = [arg for hint in get_type_hints(callback).values() for arg in (hint, *get_args(hint))]
    return [word.value for hint in hints if isinstance(hint, type) and issubclass(hint, Enum) for word in hint]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command):
    """A command without its part, or an option or choice that its part does not name, fails."""
    part = section(command)
    for parameter in COMMANDS[command].params:
        if parameter.param_type_name == "option":
            assert f"`{parameter.opts[0]}" in part, f"{command} {parameter.opts[0]}"
    for choice in choices(command):
        assert f"`{choice}`" in part, f"{command}: {choice}"


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_is_invented(command):
    """Every option that a part names is one."""
    known = {opt for p in COMMANDS[command].params for opt in p.opts} | {"--help", "--format"}
    assert set(re.findall(r"`(--[a-z-]+)", section(command))) <= known


def test_every_part_is_about_a_command():
    """No part is left from a command that is gone."""
    assert sorted(re.findall(r"^## `whomet ([a-z-]+(?: [a-z-]+)?)", PAGE, re.M)) == list(COMMANDS)


def test_general_options_are_documented():
    """What `whomet` itself takes is named too."""
    assert all(f"`whomet {p.opts[0]}`" in PAGE for p in GROUP.params)
