"""What lasts: tables, queries by noun, migrations, blobs. Used by `work/` and `jobs/` only."""

from goldlabel.store.database import Database, connect
from goldlabel.store.tx import Tx

__all__ = ["Database", "Tx", "connect"]
