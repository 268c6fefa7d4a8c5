"""Deletion: an organisation has its commendations, volunteering and donations taken down (SH 27)."""

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Term

BASIS = Article("SH", "27")
FILED, CONFIRMING, DELETED, REFUSED, WITHDRAWN = "filed", "confirming", "deleted", "refused", "withdrawn"

DELETION = Procedure(
    "deletion",
    Label("删除申请", "Deletion on request"),
    BASIS,
    {
        FILED: Label("已提出", "filed"),
        CONFIRMING: Label("待复核", "waiting for the second person"),
        DELETED: Label("已删除", "deleted"),
        REFUSED: Label("不予删除", "refused"),
        WITHDRAWN: Label("已撤回申请", "withdrawn"),
    },
    (Term("deletion", Label("删除", "deletion"), "deletion.honours"),),
    (
        Step(
            "file", Label("申请删除", "Ask for deletion"),
            frozenset({START}), FILED, Party.ORGANISATION, BASIS,
            opens=("deletion",), notices=(OwedNotice("deletion_filed", Party.CENTRE),),
        ),
        Step(
            "propose_deletion", Label("拟同意删除", "Propose to delete"),
            frozenset({FILED}), CONFIRMING, Party.CENTRE, BASIS,
        ),
        Step(
            "return_proposal", Label("退回重新办理", "Return the proposal"),
            frozenset({CONFIRMING}), FILED, Party.CENTRE, BASIS,
            unlike=("propose_deletion",), needs_reason=True,
        ),
        Step(
            "delete", Label("复核同意删除", "Confirm the deletion"),
            frozenset({CONFIRMING}), DELETED, Party.CENTRE, BASIS,
            closes=("deletion",), unlike=("propose_deletion",), effect=Effect.ERASE,
            notices=(
                OwedNotice("deletion_result", Party.ORGANISATION),
                OwedNotice("record_deleted", Party.PROVIDER),
            ),
        ),
        Step(
            "refuse", Label("不予删除", "Refuse"),
            frozenset({FILED}), REFUSED, Party.CENTRE, BASIS,
            closes=("deletion",), needs_reason=True,
            notices=(OwedNotice("deletion_result", Party.ORGANISATION),),
        ),
        Step(
            "withdraw", Label("撤回申请", "Withdraw the request"),
            frozenset({FILED}), WITHDRAWN, Party.ORGANISATION, BASIS, closes=("deletion",),
        ),
    ),
)  # fmt: skip
