"""Which addresses goldlabel may connect to: public ones, and those that the admin allows by name or network.

The rule is applied to addresses, never to how a URL spells them: `http://2130706433/`, `http://0177.1/`,
`http://[::ffff:127.0.0.1]/` and a name that resolves to 10.0.0.1 all end up at the same check.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from goldlabel.core.problem import GoldlabelError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], list[str]]

# Not for the public, whatever the Python at hand thinks of them (its `is_global` changed in 3.11.10 and 3.13).
_NEVER = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "100::/64", "2001:db8::/32",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


class Refused(GoldlabelError):
    """An address that goldlabel does not connect to."""


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's own rules (hosts file, DNS), without repeats."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def inner(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 one stands for: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in _NAT64) or (int(address) >> 32 == 0 and int(address) > 1):
        found.append(low)
    return [one for one in found if one is not None]


def is_public(address: Address) -> bool:
    if any(address.version == network.version and address in network for network in _NEVER):
        return False
    embedded = inner(address)
    if embedded:
        return all(is_public(one) for one in embedded)
    return address.is_global and not address.is_multicast


@dataclass(frozen=True)
class Policy:
    """What is allowed beyond the public internet: hosts (`minio.internal`) and networks (`10.1.0.0/16`)."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    resolve: Resolver = field(default=system_resolver, repr=False)

    @classmethod
    def of(cls, allow: Sequence[str], resolve: Resolver = system_resolver) -> "Policy":
        hosts: set[str] = set()
        networks: list[Network] = []
        for entry in allow:
            try:
                networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                hosts.add(entry.lower().rstrip("."))
        return cls(frozenset(hosts), tuple(networks), resolve)

    def addresses(self, host: str, port: int) -> list[str]:
        """The checked addresses of a host, resolved once. Raises `Refused` if any of them is not allowed."""
        name = host.lower().rstrip(".").strip("[]")
        try:
            found = self.resolve(name, port)
        except (OSError, UnicodeError) as error:
            raise Refused(f"the host {host!r} cannot be found; check the address") from error
        if not found:
            raise Refused(f"the host {host!r} has no address; check the name")
        for text in found:
            if name not in self.hosts and not self._allows(ipaddress.ip_address(text)):
                raise Refused(
                    f"{host!r} is at {text}, which is not a public address; an admin can allow it in goldlabel.toml: "
                    f'[network] allow = ["{name}"]'
                )
        return found

    def _allows(self, address: Address) -> bool:
        stands_for: list[Address] = [address, *inner(address)]
        allowed = any(
            one.version == network.version and one in network for one in stands_for for network in self.networks
        )
        return allowed or is_public(address)
