"""What reaches out. Everything that is fetched or posted goes through `Egress`."""

from .addresses import Policy, Refused
from .egress import Egress, Fetched, FetchFailed

__all__ = ["Egress", "FetchFailed", "Fetched", "Policy", "Refused"]
