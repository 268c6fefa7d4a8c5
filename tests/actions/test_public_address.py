"""A connection that a user asked for leads to the open internet and nowhere inside."""

import pytest

from gongxin.actions.public_address import NotPublic, is_public, public_address

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:db8::1",
]  # fmt: skip
SPELLINGS = ["localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "no-such-name.invalid"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_the_open_internet_is(address):
    assert is_public(address)


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_this_machine_passes(host):
    with pytest.raises(NotPublic):
        public_address(host, 443)


def test_the_setting_of_the_tests_lets_this_machine_through_and_nothing_else_inside(settings):
    settings.GONGXIN_WEBHOOK_TEST_CA = "any"

    assert public_address("127.0.0.1", 443) == "127.0.0.1"
    with pytest.raises(NotPublic):
        public_address("10.0.0.1", 443)


def test_an_address_of_the_open_internet_is_used_as_it_is():
    assert public_address("8.8.8.8", 443) == "8.8.8.8"
