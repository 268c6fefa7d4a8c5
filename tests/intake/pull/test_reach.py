"""No source leads the platform where the operator did not send it."""

import ipaddress
import socket

import pytest

from gongxin.intake.pull.failure import PullFailed
from gongxin.intake.pull.reach import Reach, address_of, hosts_and_networks, secret_of


def reach(text: str) -> Reach:
    hosts, networks = hosts_and_networks(text)
    return Reach(hosts, networks, (), 1 << 20)


@pytest.fixture
def resolving(monkeypatch):
    """Let a name lead to addresses, as somebody else's name server may at any time."""

    def lead(*addresses: str) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    return lead


def test_a_listed_name_on_the_open_internet_is_reached(resolving):
    resolving("93.184.216.34")

    assert address_of("Data.Example", 443, reach("data.example")) == "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.5", "169.254.169.254", "192.168.1.1", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
        *("::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "64:ff9b::7f00:1"),
        *("2002:7f00:1::", "2002:0a00:0005::"),
    ],
)
def test_a_listed_name_that_leads_inside_is_not(resolving, address):
    resolving(address)

    with pytest.raises(PullFailed, match="网络"):
        address_of("data.example", 443, reach("data.example"))


def test_one_address_inside_among_several_is_enough_to_refuse(resolving):
    resolving("93.184.216.34", "127.0.0.1")

    with pytest.raises(PullFailed):
        address_of("data.example", 443, reach("data.example"))


def test_inside_is_reached_where_the_list_names_the_network_and_the_name(resolving):
    resolving("10.2.3.4")

    assert address_of("data.example", 443, reach("data.example, 10.2.0.0/16")) == "10.2.3.4"
    with pytest.raises(PullFailed, match="名单"):
        address_of("other.example", 443, reach("data.example, 10.2.0.0/16"))


@pytest.mark.parametrize("host", ["10.2.3.4", "[::1]", "93.184.216.34"])
def test_an_address_instead_of_a_name_must_itself_be_listed(host):
    with pytest.raises(PullFailed):
        address_of(host, 80, reach("data.example"))

    listed = str(ipaddress.ip_address(host.strip("[]")))
    assert address_of(host, 80, reach(listed)) == listed


def test_a_list_with_a_wrong_entry_is_refused():
    with pytest.raises(ValueError, match="host"):
        hosts_and_networks("http://host")


@pytest.mark.parametrize(
    "name", ["DATABASE_URL", "GONGXIN_SECRET_KEY", "PATH", "GONGXIN_PULL_", "gongxin_pull_x"]
)
def test_no_other_secret_of_the_platform_can_be_referred_to(name):
    with pytest.raises(PullFailed):
        secret_of(name, {name: "value"})


def test_a_secret_is_read_by_the_name_of_its_variable():
    assert secret_of("GONGXIN_PULL_TAX", {"GONGXIN_PULL_TAX": "Bearer x"}) == "Bearer x"
    with pytest.raises(PullFailed, match="GONGXIN_PULL_TAX"):
        secret_of("GONGXIN_PULL_TAX", {})
