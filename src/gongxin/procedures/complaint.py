"""Complaint: an unlawful query, a leak or tampering, decided by the auditor (SH 31, 34)."""

from collections.abc import Mapping

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.about import About
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import OwedNotice, Party, Step
from gongxin.procedures.term import Term

FILED, SUPPLEMENTING, UPHELD, DISMISSED = "filed", "supplementing", "upheld", "dismissed"
WITHDRAWN = "withdrawn"
PROHIBITED, MISUSE = Article("SH", "31"), Article("SH", "34")
# What is complained of. A look has its number in the log; a leak or tampering may have none.
GROUNDS: Mapping[str, Label] = {
    "query": Label("违规查询", "unlawful query"),
    "leak": Label("泄露信息", "leak"),
    "tampering": Label("篡改信息", "tampering"),
}
OUTCOMES: Mapping[str, Label] = {
    UPHELD: Label("投诉成立", "upheld"),
    DISMISSED: Label("投诉不成立", "dismissed"),
}

COMPLAINT = Procedure(
    "complaint",
    Label("投诉处理", "Complaint"),
    PROHIBITED,
    {
        FILED: Label("处理中", "being dealt with"),
        SUPPLEMENTING: Label("待补充说明", "waiting for material"),
        UPHELD: Label("投诉成立", "upheld"),
        DISMISSED: Label("投诉不成立", "dismissed"),
        WITHDRAWN: Label("已撤回投诉", "withdrawn"),
    },
    (Term("decision", Label("处理", "decision"), "complaint.decision"),),
    (
        Step(
            "file", Label("提出投诉", "Complain"),
            frozenset({START}), FILED, Party.ORGANISATION, PROHIBITED,
            opens=("decision",), notices=(OwedNotice("complaint_filed", Party.AUDITOR),),
        ),
        Step(
            "ask_for_material", Label("要求补充说明", "Ask for material"),
            frozenset({FILED}), SUPPLEMENTING, Party.AUDITOR, MISUSE,
            pauses=True, needs_reason=True, notices=(OwedNotice("material_wanted", Party.ORGANISATION),),
        ),
        Step(
            "supply_material", Label("补充说明", "Supply material"),
            frozenset({SUPPLEMENTING}), FILED, Party.ORGANISATION, PROHIBITED,
            resumes=True, notices=(OwedNotice("complaint_supplied", Party.AUDITOR),),
        ),
        Step(
            "uphold", Label("认定投诉成立", "Uphold"),
            frozenset({FILED}), UPHELD, Party.AUDITOR, MISUSE,
            closes=("decision",), needs_reason=True, grants=True,
            notices=(
                OwedNotice("complaint_decided", Party.ORGANISATION),
                OwedNotice("complaint_upheld", Party.PROVIDER),
            ),
        ),
        Step(
            "dismiss", Label("认定投诉不成立", "Dismiss"),
            frozenset({FILED}), DISMISSED, Party.AUDITOR, MISUSE,
            closes=("decision",), needs_reason=True,
            notices=(OwedNotice("complaint_decided", Party.ORGANISATION),),
        ),
        Step(
            "withdraw", Label("撤回投诉", "Withdraw the complaint"),
            frozenset({FILED, SUPPLEMENTING}), WITHDRAWN, Party.ORGANISATION, PROHIBITED,
            closes=("decision",),
        ),
    ),
    about=About.LOOK,
    grounds=GROUNDS,
)  # fmt: skip
