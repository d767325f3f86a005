"""Names as a page shows them beside others."""

_LONGEST = 200  # code points


def brief(name: str) -> str:
    """A name; of one that is longer than any, which may be megabytes of somebody's making, the beginning."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
