"""The one door to Whomet's word data: YAML files, each entry with the examples it must match.

Every file is a mapping or a list as its reader documents; `tests/` runs every entry's examples.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel carries it: ten times faster
_DEEPEST = 20
_BOOL = "tag:yaml.org,2002:bool"


class _Loader(_Base):  # type: ignore[misc]
    """Takes "on", "off", "yes" and "no" for the words they are, as YAML 1.2 does; only true and false are truths."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class has it so
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@cache
def read_data(name: str) -> Any:  # noqa: ANN401 - YAML has no one type
    """The content of `data/<name>.yaml`. Treat it as read-only: it is read once and shared.

    Raises FileNotFoundError for an unknown name.
    """
    return parse_yaml(resources.files(__name__).joinpath(f"{name}.yaml").read_bytes())


def parse_yaml(content: str | bytes) -> Any:  # noqa: ANN401 - YAML has no one type
    """What a file of YAML holds, its words read as ours are. Raises yaml.YAMLError for what is none."""
    return yaml.load(content, Loader=_Loader)


def parse_strangers_yaml(content: str) -> Any:  # noqa: ANN401 - YAML has no one type
    """As `parse_yaml`, of a file that is not ours. Raises ValueError for one in which a part stands for another, for a
    few lines could then stand for gigabytes, and for one nested deeper than anybody writes."""
    depth = 0
    for step in yaml.parse(content, Loader=_Loader):
        depth += isinstance(step, yaml.CollectionStartEvent) - isinstance(step, yaml.CollectionEndEvent)
        if isinstance(step, yaml.AliasEvent) or depth > _DEEPEST:
            raise ValueError("it repeats parts of itself (*name), or is nested too deep")
    return parse_yaml(content)


def data_bytes(filename: str) -> bytes:
    """The raw bytes of a packed data file, such as the gazetteer."""
    return resources.files(__name__).joinpath(filename).read_bytes()
