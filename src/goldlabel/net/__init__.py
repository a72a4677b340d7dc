"""What reaches out. Everything that is fetched or posted goes through `Egress`."""

from goldlabel.net.addresses import Policy, Refused
from goldlabel.net.egress import Egress, Fetched, FetchFailed

__all__ = ["Egress", "FetchFailed", "Fetched", "Policy", "Refused"]
