"""Cases of the demo: of every kind, in several states, one late enough to hide its record."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from gongxin.actions.case_document import Document
    from gongxin.procedures.case import Actor

REPRESENTATIVE, OPERATOR, REVIEWER = "qiye", "zhongxin", "fuhe"
OFFICER, SECOND = "shijian", "shenhe"
OWNER, CENTRE, CENTRE2, UNIT, UNIT2 = "owner", "centre", "centre2", "unit", "unit2"

Taken = tuple[int, str, str, str]  # days ago, who, step, reason
Found = tuple[UUID, str, str]  # record, organisation, unit


@dataclass(frozen=True, slots=True)
class Course:
    """A case as it went. `sample`: which example stands for what was handed in."""

    procedure: str
    steps: Sequence[Taken]
    sample: str
    ground: str = ""
    channel: str = "desk"
    item: str = "administrative_penalty"


SAID = "罚款金额与处罚决定书不一致，请核对。"
DONE = "罚款已缴清，已经整改并复查合格。"
OBJECTIONS = (
    Course("objection", ((0, OWNER, "file", SAID),), "objection-application", "error"),
    Course(
        "objection",
        ((3, OWNER, "file", SAID), (2, CENTRE, "ask_for_material", "请补充处罚决定书全文的扫描件。")),
        "objection-application",
        "error",
        "window",
    ),
    Course(
        "objection",
        ((2, OWNER, "file", "决定书中的客户名单属于商业秘密。"), (1, CENTRE, "forward", "")),
        "objection-application",
        "secret",
    ),
    Course(
        "objection",
        ((20, OWNER, "file", SAID), (19, CENTRE, "forward", "")),
        "objection-application",
        "error",
    ),
    Course(
        "objection",
        (
            (40, OWNER, "file", SAID),
            (39, CENTRE, "forward", ""),
            (37, UNIT, "propose_upholding", "经核对，该决定已由本局自行撤销，报送有误。"),
            (36, UNIT2, "uphold_with_withdrawal", ""),
        ),
        "objection-application",
        "error",
    ),
    Course(
        "objection",
        (
            (60, OWNER, "file", SAID),
            (59, CENTRE, "forward", ""),
            (57, UNIT, "dismiss", "罚款金额与决定书正文一致，异议人所附为补充协议。"),
            (55, OWNER, "dissent", "仍然认为金额有误，已申请行政复议。"),
        ),
        "objection-application",
        "error",
    ),
    Course(
        "objection",
        (
            (30, OWNER, "file", SAID),
            (29, CENTRE, "forward", ""),
            (27, UNIT, "dismiss", "罚款金额与决定书正文一致。"),
        ),
        "objection-application",
        "error",
        "window",
    ),
)
REPAIRS = (
    Course("repair", ((0, OWNER, "file", DONE),), "repair-proof"),
    Course("repair", ((2, OWNER, "file", DONE), (2, CENTRE, "forward", "")), "repair-proof"),
    Course(
        "repair",
        (
            (5, OWNER, "file", DONE),
            (5, CENTRE, "forward", ""),
            (3, UNIT, "propose_repair", "材料齐全，义务已履行。"),
        ),
        "repair-proof",
    ),
    Course(
        "repair",
        (
            (15, OWNER, "file", DONE),
            (15, CENTRE, "forward", ""),
            (13, UNIT, "propose_repair", "材料齐全，义务已履行。"),
            (13, UNIT2, "repair", ""),
        ),
        "repair-proof",
        channel="window",
    ),
    Course(
        "repair",
        (
            (25, OWNER, "file", DONE),
            (25, CENTRE, "forward", ""),
            (23, UNIT, "refuse", "复查未通过：仍有未整改事项。"),
        ),
        "repair-proof",
    ),
)
OTHERS = (
    Course("withdrawal", ((1, UNIT, "report_change", "该处罚决定已被行政复议决定撤销。"),), "repair-proof"),
    Course("deletion", ((1, OWNER, "file", ""),), "deletion-application", item="honour"),
    Course(
        "deletion",
        (
            (6, OWNER, "file", ""),
            (5, CENTRE, "propose_deletion", ""),
            (5, CENTRE2, "delete", ""),
        ),
        "deletion-application",
        item="honour",
    ),
)

# What the demo's own organisation filed: steps of units are left to those that have an account in the demo.
AT_THE_DESK = (OBJECTIONS[3], OBJECTIONS[0], REPAIRS[0], OTHERS[1])


def file_some(unit: str, centre: str, on: date) -> None:
    """Live through the cases, each about a record of its own; as many as there are records for."""
    place = Place(centre, frozenset(_own(on)), on)
    for course in AT_THE_DESK:
        _live(course, _own_records(course.item, place), place)
    penalties, honours = _records("administrative_penalty", unit, place), _records("honour", "", place)
    for course in (*REPAIRS, *OBJECTIONS, *OTHERS):
        _live(course, honours if course.item == "honour" else penalties, place)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cases are lived: the centre, the organisations that have a desk in the demo, the day."""

    centre: str
    own: frozenset[str]
    on: date


def _own_records(item: str, place: Place) -> Iterator[Found]:
    """Yield records of the demo's own organisation, whichever unit sent them."""
    for uscc in sorted(place.own):
        yield from _page(item, place, uscc=uscc)


def _records(item: str, unit: str, place: Place) -> Iterator[Found]:
    """Yield records of the other organisations."""
    yield from (one for one in _page(item, place, unit=unit) if one[1] not in place.own)


def _page(item: str, place: Place, *, unit: str = "", uscc: str = "") -> Iterator[Found]:
    from gongxin.disclosure.policy import Viewer
    from gongxin.queries.entry import page
    from gongxin.queries.shown_entry import EntryFilter

    narrow = EntryFilter(item=item, unit=unit, uscc=uscc)
    for one in page(narrow, viewer=Viewer.CENTRE, on=place.on, size=100).entries:
        yield one.record, one.uscc, one.unit


def _own(on: date) -> list[str]:
    from gongxin.actions import account
    from gongxin.queries.person import person

    with suppress(account.UnknownAccount):
        found = person(account.user_of(REPRESENTATIVE), on=on)
        return sorted(found.organisations) if found else []
    return []


def _live(course: Course, records: Iterator[Found], place: Place) -> None:
    """File the case about the first record that it can be about, and take its steps."""
    from gongxin.actions import case as actions
    from gongxin.procedures.case import Refused

    for record, uscc, unit in records:
        channel = course.channel if uscc in place.own else "window"
        who = _people(uscc, unit, place.centre, channel)
        (ago, first, step, reason), *others = course.steps
        by = who(first)
        filing = actions.Filing(
            course.procedure, uscc, record, step=step, reason=reason, ground=course.ground,
            channel=channel if by.papers or by.organisations else "office", documents=_documents(course),
        )  # fmt: skip
        try:
            made = actions.file(filing, by=by, on=place.on - timedelta(days=ago))
        except (Refused, actions.AlreadyFiled):  # its time has not come, or it is in a case: take the next
            continue
        for seen, (days, party, code, said) in enumerate(others, 1):
            on = place.on - timedelta(days=days)
            actions.take(made, code, seen=seen, by=who(party), on=on, reason=said)
        return


def _documents(course: Course) -> "tuple[Document, ...]":
    """Return what the first step asks for: an example of it, which is a letter like any other."""
    from gongxin.actions.case_document import Document
    from gongxin.procedures.index import procedure
    from gongxin.procedures.sample import samples
    from gongxin.reports.sample import sample_pdf

    wanted = procedure(course.procedure).step(course.steps[0][2]).documents or ("application",)
    content = sample_pdf(samples()[course.sample], language="zh")
    return tuple(Document(kind, f"{course.sample}.pdf", content) for kind in wanted)


def _people(uscc: str, unit: str, centre: str, channel: str) -> "Callable[[str], Actor]":
    from gongxin.disclosure.role import Role
    from gongxin.procedures.case import Actor

    own = (
        Actor(OPERATOR, frozenset({Role.CENTRE_OPERATOR}), centre, papers=frozenset({uscc}))
        if channel == "window"
        else Actor(REPRESENTATIVE, frozenset({Role.REPRESENTATIVE}), organisations=frozenset({uscc}))
    )
    people = {
        OWNER: own,
        CENTRE: Actor(OPERATOR, frozenset({Role.CENTRE_OPERATOR}), centre),
        CENTRE2: Actor(REVIEWER, frozenset({Role.CENTRE_REVIEWER}), centre),
        UNIT: Actor(OFFICER, frozenset({Role.DATA_OFFICER}), unit),
        UNIT2: Actor(SECOND, frozenset({Role.DATA_REVIEWER}), unit),
    }
    return people.__getitem__
