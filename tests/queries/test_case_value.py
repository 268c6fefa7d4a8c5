"""What the fields of a record are called, for whoever reads a case about it."""

from uuid import uuid4

from gongxin.queries.case_value import labels_of


def test_the_names_are_those_of_the_records_own_edition(recorded):
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})

    assert labels_of(record)["CF_WSH"].zh == "行政处罚决定书文号"
    assert labels_of(uuid4()) == {}
