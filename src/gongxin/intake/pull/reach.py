"""From where the platform may fetch: what the operator listed, and nothing else."""

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gongxin.intake.pull.failure import PullFailed

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
VARIABLE = re.compile(r"GONGXIN_PULL_[A-Z0-9_]+")
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in an IPv6 one


@dataclass(frozen=True, slots=True)
class Reach:
    """Host names, networks and drop folders that are allowed, and how much one file may weigh in bytes.

    A private address is reached only where a network of the list holds it; its name must be listed as well.
    """

    hosts: frozenset[str]
    networks: tuple[Network, ...]
    folders: tuple[Path, ...]
    most_bytes: int


def hosts_and_networks(text: str) -> tuple[frozenset[str], tuple[Network, ...]]:
    """Return what a comma-separated list names: `data.example, 10.1.2.3, 10.2.0.0/16`.

    Raises:
        ValueError: an entry is neither.
    """
    hosts, networks = set(), []
    for entry in (part.strip().lower() for part in text.split(",") if part.strip()):
        if re.fullmatch(r"[0-9.]+(/\d+)?|.*:.*", entry):
            networks.append(ipaddress.ip_network(entry))
        elif HOST.fullmatch(entry):
            hosts.add(entry)
        else:
            raise ValueError(entry)
    return frozenset(hosts), tuple(networks)


def odd_host(text: str) -> str:
    """Return the entry of such a list that is neither a host nor a network; empty where all are."""
    for entry in text.split(","):
        try:
            hosts_and_networks(entry)
        except ValueError:
            return entry.strip()
    return ""


def address_of(host: str, port: int, reach: Reach) -> str:
    """Return the address to connect to: the name is resolved once, so that it cannot change its mind.

    Raises:
        PullFailed: the host is not listed, has no address, or leads into a network that is not listed.
    """
    literal = _literal(host)
    if literal is None and host.lower().rstrip(".") not in reach.hosts:
        raise PullFailed(
            f"主机 {host[:100]} 不在允许访问的名单中。请由运维加入 GONGXIN_PULL_HOSTS。",
            f"The host {host[:100]} is not on the list; the operator adds it to GONGXIN_PULL_HOSTS.",
        )
    found = [literal] if literal else _resolved(host, port)
    for address in found:
        if not _may(address, reach, is_named=literal is None):
            raise _not_listed(host)
    return str(found[0])


def refuse_unlisted_literal(host: str, reach: Reach) -> None:
    """Refuse an address of numbers in no listed network, as far as that can be said without asking.

    Raises:
        PullFailed
    """
    literal = _literal(host)
    if literal is not None and not _may(literal, reach, is_named=False):
        raise _not_listed(host)


def _not_listed(host: str) -> PullFailed:
    return PullFailed(
        f"主机 {host[:100]} 指向未获允许的网络。请由运维核对 GONGXIN_PULL_HOSTS。",
        f"The host {host[:100]} leads into a network that is not on the list GONGXIN_PULL_HOSTS.",
    )


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _resolved(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PullFailed(f"找不到主机 {host[:100]}。", f"The host {host[:100]} is not found.") from error
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _may(address: Address, reach: Reach, *, is_named: bool) -> bool:
    """A listed network may always; an address of the open internet only under a listed name."""
    inner = _inner(address)
    if any(one in network for network in reach.networks for one in (address, inner)):
        return True
    return is_named and inner.is_global and not inner.is_multicast and address.is_global


def _inner(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address carries, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    teredo = address.teredo
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def secret_of(variable: str, environment: Mapping[str, str]) -> str:
    """Return what an environment variable of the operator holds; others are out of reach.

    Raises:
        PullFailed: the name is not one meant for pulls, or is not set.
    """
    if not VARIABLE.fullmatch(variable):
        raise PullFailed(
            "只能引用以 GONGXIN_PULL_ 开头的环境变量。",
            "Only environment variables that begin with GONGXIN_PULL_ can be referred to.",
        )
    if not environment.get(variable):
        raise PullFailed(
            f"环境变量 {variable} 没有设置。", f"The environment variable {variable} is not set."
        )
    return environment[variable]
