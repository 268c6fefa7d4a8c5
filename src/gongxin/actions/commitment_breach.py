"""A breach of a commitment: the case is opened with what was found, and its end enters the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.commitment_record import Finding, NoSuchCommitment, establish, standing
from gongxin.actions.log import Head, head
from gongxin.law.label import Label
from gongxin.procedures.case import Incomplete, NotFromHere
from gongxin.store.models import Case, Commitment

# As the parties of the case read them; the checks of the item know these words.
BREACHES = {"part": "部分履行", "none": "全部未履行"}
NAMES = {"performance", "unkept_content", "action_taken"}
LONGEST = 2_000
UNSAID = Label(
    "办件没有写明履行情况、未履行的内容和拟作的处理。请退回，不认定违诺，再从承诺页面重新告知。",
    "The case does not say what was not kept. Return it, establish no breach, and begin from the commitment.",
)
GONE = Label(
    "这项承诺已经撤回，不能再认定。请退回后办结为不认定违诺。",
    "The commitment was withdrawn meanwhile: return the proposal and establish no breach.",
)


@dataclass(frozen=True, slots=True)
class Breach:
    """What was not kept, and what follows for it; `values` are fields of the record."""

    performance: str
    unkept: str
    action: str

    def values(self) -> dict[str, str]:
        return {
            "performance": BREACHES[self.performance],
            "unkept_content": self.unkept,
            "action_taken": self.action,
        }

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Breach":
        """Return the breach that a case tells of."""
        code = next(code for code, words in BREACHES.items() if words == values["performance"])
        return cls(code, values["unkept_content"], values["action_taken"])

    def checked(self) -> "Breach":
        """Return the breach, if it says what it must.

        Raises:
            Incomplete
        """
        if self.performance not in BREACHES or not self.unkept.strip() or not self.action.strip():
            raise Incomplete(
                Label(
                    "请选择部分履行或全部未履行，并写明未履行的内容和拟作的处理。",
                    "Choose partly or not kept, and say what was not kept and what is to follow.",
                )
            )
        if max(len(self.unkept), len(self.action)) > LONGEST:
            raise Incomplete(Label(f"每项不超过 {LONGEST} 字。", f"At most {LONGEST} characters each."))
        return self


def title_of(record: UUID) -> tuple[str, str, Label] | None:
    """Return whose commitment it is, which unit decides about it, and its name.

    None where there is none, where it was withdrawn, or where performance is established already.
    """
    found = Commitment.objects.filter(record=record, performance="").first()
    if found is None:
        return None
    try:
        matter = standing(record)["matter"]
    except NoSuchCommitment:
        return None
    return found.uscc, found.unit, Label(f"信用承诺 {matter}"[:120], f"Commitment {matter}"[:120])


def break_commitment(case: Case, *, by: str, on: date) -> Head:
    """Enter what the case established as the next version of the record; return where the log ends then.

    Raises:
        Incomplete: the checks do not take what the case says.
    """
    steps = list(case.steps.order_by("-number"))
    said: Mapping[str, str] = next((one.values for one in steps if set(one.values) == NAMES), {})
    if not said:
        raise Incomplete(UNSAID)
    heard = next(one for one in steps if one.step in ("reply", "close_hearing"))
    breach = Breach.of(said).checked()
    found = Finding(breach.performance, case.provider, on, breach.unkept, breach.action, heard.on)
    try:
        establish(UUID(str(case.subject)), found, by=by, on=on)
    except NoSuchCommitment as refused:
        raise NotFromHere(GONE) from refused
    except RowRefused as refused:
        first = refused.findings[0] if refused.findings else None
        told = first.message if first else Label("内容未通过检查", "the checks refuse it")
        raise Incomplete(
            Label(f"{told.zh} 请退回，改正后再报。", f"{told.en} Return it to be mended.")
        ) from refused
    return head()
