"""The one door to Whomet's word data: YAML files, each entry with the examples it must match.

Every file is a mapping or a list as its reader documents; `tests/` runs every entry's examples.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel carries it: ten times faster


@cache
def read_data(name: str) -> Any:  # noqa: ANN401 - YAML has no one type
    """The content of `data/<name>.yaml`. Treat it as read-only: it is read once and shared.

    Raises FileNotFoundError for an unknown name.
    """
    return yaml.load(resources.files(__name__).joinpath(f"{name}.yaml").read_bytes(), Loader=_Loader)


def data_bytes(filename: str) -> bytes:
    """The raw bytes of a packed data file, such as the gazetteer."""
    return resources.files(__name__).joinpath(filename).read_bytes()
