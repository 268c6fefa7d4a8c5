"""Cases: filed, and taken from step to step. A step, its entry in the ledger, what it does and the notices it
owes are written in one transaction under the ledger's lock, or none of it is.

Who acts names the version that the page showed: of several who take a step at once, one gets through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID, uuid4

from gongxin.actions import case_document
from gongxin.actions.case_document import Document
from gongxin.actions.case_step import StepGiven, take_step
from gongxin.actions.case_subject import NoSuchSubject, refuse_unfit, subject
from gongxin.actions.log import writing
from gongxin.intake.free_text import refuse_personal
from gongxin.law.label import Label
from gongxin.procedures import case as rule
from gongxin.procedures.case import Actor, Done, Incomplete
from gongxin.procedures.index import procedure as procedure_of
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.term import running_from
from gongxin.store.models import Case

WINDOW = "window"


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody files. About a record, `provider` may stay empty: it is the unit that sent it."""

    procedure: str
    uscc: str
    subject: UUID | None
    provider: str = ""
    step: str = "file"
    reason: str = ""
    ground: str = ""
    channel: str = "desk"
    documents: tuple[Document, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


class Given(TypedDict, total=False):
    """What may come with a step."""

    reason: str
    documents: tuple[Document, ...]
    values: Mapping[str, str]


class CaseMoved(Exception):
    """Somebody was faster: the case is not where the page showed it."""

    def __init__(self) -> None:
        super().__init__(
            "本办件刚刚已由他人办理，您看到的不是最新进展。请刷新页面，再决定怎么办。"
            " / Somebody has just taken a step in this case. Look at it anew before you decide."
        )


class NoSuchCase(Exception):
    """There is no case of this number."""

    def __init__(self, case: UUID) -> None:
        super().__init__(f"没有办件 {case}。请回到列表。 / No case {case}. Go back to the list.")


class AlreadyFiled(Exception):
    """A case of the same kind about the same thing is open."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(
            f"这条记录已有办理中的同类办件 {number}，不必重复提出。请在该办件中补充。"
            f" / A case about this is open: {number}. Add to it instead of filing another."
        )


def file(filing: Filing, *, by: Actor, on: date) -> UUID:
    """File a case: its first step. Return its number.

    Raises:
        procedures.case.Refused: the procedure does not let this person file so.
        NoSuchSubject, AlreadyFiled: there is nothing to file about, or that was done.
        PersonalInText, LetterRefused, TooManyDocuments: something given cannot be kept.
    """
    known = procedure_of(filing.procedure)
    given = StepGiven(filing.step, by, on, filing.reason, filing.documents, filing.values)
    _refuse_odd(given)
    _refuse_odd_filing(known, filing)
    with writing() as head:
        case = _opened(known, filing, by, on)
        take_step(head, known, case, rule.Case(case.uscc, case.provider, subject=case.subject), given)
    return case.id


def take(case: UUID, step: str, *, seen: int, by: Actor, on: date, **extras: Unpack[Given]) -> None:
    """Take a step. `seen` is the version of the case that whoever acts was shown.

    Raises:
        NoSuchCase
        CaseMoved: somebody was faster.
        procedures.case.Refused: the table does not let this person take this step so, now.
        PersonalInText, LetterRefused, TooManyDocuments: something given cannot be kept.
    """
    given = StepGiven(
        step, by, on, extras.get("reason", ""), extras.get("documents", ()), extras.get("values", {})
    )
    _refuse_odd(given)
    with writing() as head:
        found = Case.objects.select_for_update().filter(id=case).first()
        if found is None:
            raise NoSuchCase(case)
        if found.version != seen:
            raise CaseMoved
        take_step(head, procedure_of(found.procedure), found, _rule(found), given)


def _refuse_odd(given: StepGiven) -> None:
    refuse_personal("\n".join([given.reason, *given.values.values()]), on=given.on)
    case_document.refuse_odd(given.documents, on=given.on)


def _refuse_odd_filing(known: Procedure, filing: Filing) -> None:
    if known.grounds and filing.ground not in known.grounds:
        raise Incomplete(Label("请选择理由。", "Choose the ground."))
    if filing.channel == WINDOW and not filing.documents:
        raise Incomplete(
            Label("窗口代为录入的，须上传当事组织签章的书面申请。", "At the window, scan the signed paper.")
        )


def _opened(known: Procedure, filing: Filing, by: Actor, on: date) -> Case:
    """Return the case as it comes to be; it is saved with its first step."""
    about = subject(known.about, filing.subject, uscc=filing.uscc, on=on) if filing.subject else None
    if about and about.uscc != filing.uscc:
        raise NoSuchSubject(filing.subject)
    before = Case.objects.filter(procedure=known.code, subject=filing.subject, closed_on=None)
    if about and (standing := before.first()):
        raise AlreadyFiled(standing.number)
    if about:
        refuse_unfit(known, about)
    title = about.title if about else known.name
    return Case(
        id=uuid4(),
        number=_number(on),
        procedure=known.code,
        uscc=filing.uscc,
        provider=about.provider if about else filing.provider,
        about=known.about.value,
        subject=filing.subject,
        title={"zh": title.zh, "en": title.en},
        filed_on=on,
        filed_by=by.account,
        channel=filing.channel,
        ground=filing.ground,
    )


def _number(on: date) -> str:
    """Return the next number of the day; the ledger's lock keeps it ours."""
    return f"{on:%Y%m%d}-{Case.objects.filter(filed_on=on).count() + 1:04}"


def _rule(case: Case) -> rule.Case:
    steps = case.steps.order_by("number").values_list("step", "by", "on")
    return rule.Case(
        case.uscc,
        case.provider,
        case.state,
        tuple(map(running_from, case.terms)),
        tuple(Done(*one) for one in steps),
        case.subject,
    )
