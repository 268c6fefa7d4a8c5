"""The seven kinds of commitment: what each is for, and whether every one of them is verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article


class CommitmentKind(StrEnum):
    """The codes of the field `kind` in the item credit_commitment."""

    CERTIFICATE = "证明事项型"
    LICENCE = "涉企经营许可型"
    APPROVAL = "审批替代型"
    INCOMPLETE = "容缺受理型"
    REPAIR = "信用修复型"
    TRADE = "行业自律型"
    VOLUNTARY = "主动型"


@dataclass(frozen=True, slots=True)
class CommitmentKindFacts:
    """`is_verified`: every one is verified, not a sample. `is_completed`: papers follow by its last day."""

    name: Label
    meaning: Label
    basis: Article
    is_verified: bool
    is_completed: bool = False


JD, OPINIONS, REPAIRED = Article("JD"), Article("ZBF-2025"), Article("NDRC-36", "3")

KINDS: Mapping[CommitmentKind, CommitmentKindFacts] = {
    CommitmentKind.CERTIFICATE: CommitmentKindFacts(
        Label("证明事项告知承诺", "In place of a certificate"),
        Label(
            "以书面承诺代替应当提交的证明，办理后全部核查。",
            "A promise stands in for a certificate; each one is verified afterwards.",
        ),
        OPINIONS,
        is_verified=True,
    ),
    CommitmentKind.LICENCE: CommitmentKindFacts(
        Label("涉企经营许可告知承诺", "For a business licence"),
        Label(
            "承诺符合许可条件即予许可，许可后全部核查。",
            "The licence is granted on the promise that its conditions are met; each one is verified.",
        ),
        OPINIONS,
        is_verified=True,
    ),
    CommitmentKind.APPROVAL: CommitmentKindFacts(
        Label("审批替代型承诺", "In place of approval"),
        Label("以承诺代替审批，事后全部核查。", "A promise instead of an approval; each one is verified."),
        JD,
        is_verified=True,
    ),
    CommitmentKind.INCOMPLETE: CommitmentKindFacts(
        Label("容缺受理承诺", "Accepted with papers to follow"),
        Label(
            "次要材料暂缺，承诺按期补齐，先予受理；到期核对是否补齐。",
            "Minor papers are missing and promised by a day; on that day it is checked whether they came.",
        ),
        JD,
        is_verified=True,
        is_completed=True,
    ),
    CommitmentKind.REPAIR: CommitmentKindFacts(
        Label("信用修复承诺", "For credit repair"),
        Label(
            "申请信用修复时承诺不再失信，是修复的条件之一；全部核查。",
            "A promise not to fail again, a condition of repair; each one is verified.",
        ),
        REPAIRED,
        is_verified=True,
    ),
    CommitmentKind.TRADE: CommitmentKindFacts(
        Label("行业自律承诺", "Self-discipline of a trade"),
        Label("行业成员共同遵守的公约。", "What the members of a trade promise one another."),
        JD,
        is_verified=False,
    ),
    CommitmentKind.VOLUNTARY: CommitmentKindFacts(
        Label("主动公示承诺", "Published of its own accord"),
        Label("组织自愿作出并向社会公示的承诺。", "Made and published by the organisation on its own."),
        JD,
        is_verified=False,
    ),
}
VERIFIED = frozenset(kind for kind, facts in KINDS.items() if facts.is_verified)
# A licence or an approval that was granted on a promise.
GRANTING = frozenset({CommitmentKind.LICENCE, CommitmentKind.APPROVAL})
OTHER, UNNAMED = Label("其他承诺", "Another commitment"), "其他"


def kind_facts(code: str) -> CommitmentKindFacts | None:
    """Return what is known of a kind; None for one that a unit named itself (其他-…)."""
    return KINDS[CommitmentKind(code)] if code in frozenset(CommitmentKind) else None


def kind_name(code: str) -> Label:
    """Return the kind's name; one that a unit named itself keeps its own words."""
    facts = kind_facts(code)
    if facts:
        return facts.name
    return Label(code, f"{OTHER.en}: {code}") if code not in ("", UNNAMED) else OTHER
