"""Basic facts of an organisation."""

import pytest

from gongxin.queries.organisation import UnknownOrganisation, by_code

HOTEL = "91310114MA1GT00019"


def test_facts_come_with_the_names_of_codes_and_former_names(register):
    register((HOTEL, "上海华亭宾馆有限公司", "上海旧华亭"))
    facts = by_code(HOTEL)

    assert facts.region_name == "上海市嘉定区"
    assert facts.former_names == ("上海旧华亭",)


def test_an_unknown_code_is_said_to_be_unknown(db):
    with pytest.raises(UnknownOrganisation, match="核对代码"):
        by_code("91310114MA1GT00019")
