"""Credit repair: an adverse record is published, shared and used no more (Order 36)."""

from collections.abc import Iterable

from gongxin.catalogue.label import Label
from gongxin.disclosure.mark import Mark, MarkSpan
from gongxin.law.citation import Article
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Term

RECEIVED, SUPPLEMENTING, DECIDING = "received", "supplementing", "deciding"
CONFIRMING, REPAIRED, REFUSED = "confirming", "repaired", "refused"
WITHDRAWN, REVOKING, REVOKED = "withdrawn", "revoking", "revoked"
ORDER = Article("NDRC-36")
MEANING = Article("NDRC-36", "3")
STANDS_REPAIRED = Label(
    "这条信息已经修复，不必再次申请。", "This record stands repaired: there is nothing to apply for."
)
TOLD = (OwedNotice("repair_result", Party.ORGANISATION), OwedNotice("repair_decided", Party.CENTRE))

REPAIR = Procedure(
    "repair",
    Label("信用修复", "Credit repair"),
    Article("NDRC-36", "2"),
    {
        RECEIVED: Label("已受理", "received"),
        SUPPLEMENTING: Label("待补正材料", "waiting for material"),
        DECIDING: Label("认定单位办理中", "with the unit that found it"),
        CONFIRMING: Label("待复核", "waiting for the second person"),
        REPAIRED: Label("已修复", "repaired"),
        REFUSED: Label("不予修复", "refused"),
        WITHDRAWN: Label("已撤回申请", "withdrawn"),
        REVOKING: Label("拟撤销修复", "revocation proposed"),
        REVOKED: Label("修复已撤销", "repair revoked"),
    },
    (
        Term("feedback", Label("反馈", "answer to the applicant"), "repair.feedback"),
        Term("decision", Label("决定", "decision"), "repair.decision"),
        Term("extension", Label("延长", "extension"), "repair.extension"),
    ),
    (
        Step(
            "file", Label("申请信用修复", "Apply for repair"),
            frozenset({START}), RECEIVED, Party.ORGANISATION, Article("NDRC-36", "2"),
            opens=("feedback",), documents=("proof_of_fulfilment", "commitment_letter"),
            notices=(OwedNotice("repair_filed", Party.CENTRE),),
        ),
        Step(
            "forward", Label("转认定单位", "Forward to the unit that found it"),
            frozenset({RECEIVED}), DECIDING, Party.CENTRE, ORDER,
            opens=("decision",), notices=(OwedNotice("repair_to_decide", Party.PROVIDER),),
        ),
        Step(
            "ask_for_material", Label("要求补正材料", "Ask for material"),
            frozenset({DECIDING}), SUPPLEMENTING, Party.PROVIDER, ORDER,
            pauses=True, needs_reason=True, notices=(OwedNotice("material_wanted", Party.ORGANISATION),),
        ),
        Step(
            "supply_material", Label("补正材料", "Supply material"),
            frozenset({SUPPLEMENTING}), DECIDING, Party.ORGANISATION, ORDER,
            resumes=True, documents=("proof_of_fulfilment",),
            notices=(OwedNotice("material_supplied", Party.PROVIDER),),
        ),
        Step(
            "extend", Label("情况复杂，延长期限", "Extend in a complicated case"),
            frozenset({DECIDING}), DECIDING, Party.PROVIDER, ORDER,
            opens=("extension",), closes=("decision",), is_ruled=True, needs_reason=True,
            notices=(OwedNotice("repair_extended", Party.ORGANISATION),),
        ),
        Step(
            "propose_repair", Label("拟同意修复", "Propose to repair"),
            frozenset({DECIDING}), CONFIRMING, Party.PROVIDER, ORDER,
        ),
        Step(
            "return_proposal", Label("退回重新办理", "Return the proposal"),
            frozenset({CONFIRMING}), DECIDING, Party.PROVIDER, ORDER,
            unlike=("propose_repair", "recognise"), needs_reason=True,
        ),
        Step(
            "repair", Label("复核同意修复", "Confirm the repair"),
            frozenset({CONFIRMING}), REPAIRED, Party.PROVIDER, MEANING,
            closes=("decision", "extension", "feedback"), unlike=("propose_repair", "recognise"),
            effect=Effect.REPAIR, notices=TOLD,
        ),
        Step(
            "refuse", Label("不予修复", "Refuse"),
            frozenset({DECIDING}), REFUSED, Party.PROVIDER, ORDER,
            closes=("decision", "extension", "feedback"), needs_reason=True, notices=TOLD,
        ),
        Step(
            "recognise", Label("认可其他平台的修复", "Recognise a repair decided elsewhere"),
            frozenset({START}), CONFIRMING, Party.PROVIDER, MEANING,
            documents=("repair_elsewhere",), needs_reason=True,
        ),
        Step(
            "withdraw", Label("撤回申请", "Withdraw the application"),
            frozenset({RECEIVED, SUPPLEMENTING, DECIDING}), WITHDRAWN, Party.ORGANISATION, ORDER,
            closes=("decision", "extension", "feedback"),
            notices=(OwedNotice("repair_withdrawn", Party.PROVIDER),),
        ),
        Step(
            "propose_revocation", Label("拟撤销修复（虚假材料）", "Propose to revoke: false materials"),
            frozenset({REPAIRED}), REVOKING, Party.PROVIDER, ORDER, needs_reason=True,
            notices=(OwedNotice("repair_revocation_heard", Party.ORGANISATION),),
        ),
        Step(
            "keep_repaired", Label("维持修复", "Keep the repair"),
            frozenset({REVOKING}), REPAIRED, Party.PROVIDER, ORDER,
            unlike=("propose_revocation",), needs_reason=True, grants=True, notices=TOLD,
        ),
        Step(
            "revoke", Label("撤销修复", "Revoke the repair"),
            frozenset({REVOKING}), REVOKED, Party.PROVIDER, ORDER,
            unlike=("propose_revocation",), needs_reason=True, effect=Effect.RESTORE, notices=TOLD,
            mentions=("repair.false_materials_exclusion",),
        ),
    ),
    settled=frozenset({REPAIRED}),
)  # fmt: skip


def stands_repaired(standing: Iterable[MarkSpan], *, for_good: bool) -> bool:
    """Say whether nothing is left to repair; what is repaired for a time can be repaired for good."""
    return any(one.kind is Mark.REPAIRED and not (for_good and one.until_on) for one in standing)
