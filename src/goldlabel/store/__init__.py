"""What lasts: tables, queries by noun, migrations, blobs. Used by `work/` and `jobs/` only."""

from .database import Database, connect
from .tx import Tx

__all__ = ["Database", "Tx", "connect"]
