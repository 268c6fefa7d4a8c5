"""Where a connection that a user asked for may lead: to the open internet and nowhere inside."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings

TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: the last four bytes are an IPv4 address


class NotPublic(Exception):
    """The name leads nowhere, or to an address that is not on the open internet."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"地址 {host[:100]} 不在公共互联网上，或无法解析。请填写可从互联网访问的主机名。"
            f" / {host[:100]} does not lead to the open internet. Give a host that can be reached from there."
        )


def public_address(host: str, port: int) -> str:
    """Return the address to connect to: a name is looked up once, and what was checked is what is used.

    A name with one address inside is refused whole, or it could answer otherwise the next time. Only a
    setting of the tests lets this machine itself through.

    Raises:
        NotPublic: an address of the name is not on the open internet.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotPublic(host) from error
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not addresses or not all(is_public(one) or _is_of_the_test(one) for one in addresses):
        raise NotPublic(host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Say whether an address is one of the open internet, also where it hides an IPv4 address."""
    return all(one.is_global and not one.is_multicast for one in _meanings(ip_address(address.split("%")[0])))


def _meanings(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in TRANSLATED:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address, *([address.sixtofour] if address.sixtofour else [])]


def _is_of_the_test(address: str) -> bool:
    return settings.GONGXIN_WEBHOOK_TEST_CA is not None and ip_address(address).is_loopback
