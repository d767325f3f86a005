"""What somebody who asks a server may do there."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """From least to most: each may do all that those before it may. Accounts have one of the last three."""

    STRANGER = "stranger"
    """Whoever did not say who they are, where that is asked: may log in."""
    PUBLIC = "public"
    """Anybody, where a register is shown to the public: sees meetings, not the texts that tell of them."""
    READER = "reader"
    """Sees all that there is."""
    CODER = "coder"
    """Decides, and reads in new texts."""
    ADMIN = "admin"
    """Sees who did what."""

    def covers(self, need: Role) -> bool:
        """Whether this role may do what another is needed for."""
        order = list(Role)
        return order.index(self) >= order.index(need)


OF_ACCOUNTS = (Role.READER, Role.CODER, Role.ADMIN)
