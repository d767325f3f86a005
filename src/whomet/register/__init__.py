"""The register: what was read, what people decided, and what follows, in one database. `store.py` is its door.

Importing it brings SQLAlchemy, which takes a while: faces import it inside the commands that need it.
"""

from whomet.register.purge import Tombstone
from whomet.register.search import Found
from whomet.register.settling import Settling
from whomet.register.store import Register

__all__ = ["Found", "Register", "Settling", "Tombstone"]
