"""Withdrawal: a decision was changed, revoked or found unlawful, and its record comes down (APL 48)."""

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Term

BASIS = Article("APL", "48")
REPORTED, WITHDRAWN, KEPT = "reported", "withdrawn", "kept"

WITHDRAWAL = Procedure(
    "withdrawal",
    Label("撤回公示", "Withdrawal of a changed decision"),
    BASIS,
    {
        REPORTED: Label("待复核", "waiting for the second person"),
        WITHDRAWN: Label("已撤回公示", "withdrawn"),
        KEPT: Label("继续公示", "kept"),
    },
    (Term("withdrawal", Label("撤回", "withdrawal"), "withdrawal.changed_decision"),),
    (
        Step(
            "report_change", Label("报告决定变更、撤销或者无效", "Report that the decision was changed"),
            frozenset({START}), REPORTED, Party.PROVIDER, BASIS,
            opens=("withdrawal",), documents=("changed_decision",), needs_reason=True,
        ),
        Step(
            "withdraw", Label("复核同意撤回", "Confirm the withdrawal"),
            frozenset({REPORTED}), WITHDRAWN, Party.PROVIDER, BASIS,
            closes=("withdrawal",), unlike=("report_change",), effect=Effect.WITHDRAW,
            notices=(OwedNotice("record_withdrawn", Party.ORGANISATION),),
        ),
        Step(
            "keep", Label("不予撤回", "Keep the record"),
            frozenset({REPORTED}), KEPT, Party.PROVIDER, BASIS,
            closes=("withdrawal",), unlike=("report_change",), needs_reason=True,
        ),
    ),
)  # fmt: skip
