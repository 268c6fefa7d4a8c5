"""The registration of an organisation, as the head of a report tells it."""

from collections.abc import Iterator
from typing import Any

from gongxin.catalogue.label import Label
from gongxin.queries.credit_report import Held
from gongxin.queries.item import judged_item
from gongxin.queries.shown_entry import ShownEntry

REGISTRATION = "organisation_registration"  # its fields stand here and not among the entries
# What the register itself tells in better words, and what is a person's or repeats the head.
TOLD = {
    "name", "uscc", "kind", "status", "registration_date", "ended_on", "address", "region", "industry",
    "registering_unit", "registering_unit_uscc",
}  # fmt: skip


def registration(held: Held) -> list[dict[str, Any]]:
    """Return the rows of the registration; what is not known has no row."""
    own = next((one for one in held.entries if one.item == REGISTRATION), None)
    return [
        {"label": {"zh": label.zh, "en": label.en}, "value": value, "value_en": value_en}
        for label, value, value_en in (*_register(held, own), *_entry(own))
        if value
    ]


def _register(held: Held, own: ShownEntry | None) -> Iterator[tuple[Label, str, str]]:
    facts = held.organisation
    industry = facts.industry_name
    status = _status(facts.status, own)
    yield Label("名称", "Name"), facts.name, facts.name
    yield Label("统一社会信用代码", "Unified social credit code"), facts.uscc, facts.uscc
    yield Label("主体类别", "Kind of organisation"), facts.kind.label.zh, facts.kind.label.en
    yield Label("登记状态", "Status"), status.zh, status.en
    yield (
        Label("成立日期", "Established on"),
        str(facts.established_on or ""),
        str(facts.established_on or ""),
    )
    yield Label("终止日期", "Ended on"), str(facts.ended_on or ""), str(facts.ended_on or "")
    yield Label("住所", "Address"), facts.address, facts.address
    yield Label("行政区划", "Division"), facts.region_name, facts.region_name
    yield Label("行业", "Industry"), industry.zh if industry else "", industry.en if industry else ""
    yield Label("登记机关", "Registering unit"), facts.registering_unit, facts.registering_unit
    former = "；".join(facts.former_names)
    yield Label("曾用名", "Former names"), former, former


def _status(code: str, own: ShownEntry | None) -> Label:
    item = judged_item(REGISTRATION, own.edition if own else "")
    return (item.field("status").codes.get(code) if item and item.has("status") else None) or Label(
        code, code
    )


def _entry(own: ShownEntry | None) -> Iterator[tuple[Label, str, str]]:
    for field in own.fields if own else ():
        if field.code not in TOLD:
            yield field.label, field.value, field.value_en
