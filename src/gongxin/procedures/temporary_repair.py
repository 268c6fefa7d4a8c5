"""Temporary repair: while a plan of reorganisation or a settlement is carried out, the record stands back."""

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Term

RECEIVED, DECIDING, CONFIRMING, IN_FORCE = "received", "deciding", "confirming", "in_force"
REFUSED, WITHDRAWN, ENDING, ENDED = "refused", "withdrawn", "ending", "ended"
COMPLETING, COMPLETED, LASTING = "completing", "completed", "lasting"
PLAN = Article("GBF-2025-22")
TOLD = (OwedNotice("repair_result", Party.ORGANISATION), OwedNotice("repair_decided", Party.CENTRE))
RUNNING = ("decision", "feedback")

TEMPORARY_REPAIR = Procedure(
    "temporary_repair",
    Label("破产重整临时修复", "Temporary repair in reorganisation"),
    PLAN,
    {
        RECEIVED: Label("已受理", "received"),
        DECIDING: Label("认定单位办理中", "with the unit that found it"),
        CONFIRMING: Label("待复核", "waiting for the second person"),
        IN_FORCE: Label("临时修复期间", "repaired for the time"),
        REFUSED: Label("不予临时修复", "refused"),
        WITHDRAWN: Label("已撤回申请", "withdrawn"),
        ENDING: Label("拟终止临时修复", "an end proposed"),
        ENDED: Label("临时修复已终止", "ended"),
        COMPLETING: Label("已报告执行完毕", "completion reported"),
        COMPLETED: Label("执行完毕，待复核", "completion confirmed once"),
        LASTING: Label("已转为信用修复", "repaired for good"),
    },
    (
        Term("feedback", Label("反馈", "answer to the applicant"), "repair.feedback"),
        Term("decision", Label("决定", "decision"), "repair.decision"),
    ),
    (
        Step(
            "file", Label("申请临时修复", "Apply for temporary repair"),
            frozenset({START}), RECEIVED, Party.ORGANISATION, PLAN,
            opens=("feedback",), documents=("court_document", "commitment_letter"), days=("until",),
            notices=(OwedNotice("repair_filed", Party.CENTRE),),
        ),
        Step(
            "forward", Label("转认定单位", "Forward to the unit that found it"),
            frozenset({RECEIVED}), DECIDING, Party.CENTRE, PLAN,
            opens=("decision",), notices=(OwedNotice("repair_to_decide", Party.PROVIDER),),
        ),
        Step(
            "propose_repair", Label("拟同意临时修复", "Propose to repair for the time"),
            frozenset({DECIDING}), CONFIRMING, Party.PROVIDER, PLAN, days=("until",),
        ),
        Step(
            "return_proposal", Label("退回重新办理", "Return the proposal"),
            frozenset({CONFIRMING}), DECIDING, Party.PROVIDER, PLAN,
            unlike=("propose_repair",), needs_reason=True,
        ),
        Step(
            "repair", Label("复核同意临时修复", "Confirm the temporary repair"),
            frozenset({CONFIRMING}), IN_FORCE, Party.PROVIDER, PLAN,
            closes=RUNNING, unlike=("propose_repair",), effect=Effect.REPAIR_FOR_A_TIME, notices=TOLD,
        ),
        Step(
            "refuse", Label("不予临时修复", "Refuse"),
            frozenset({DECIDING}), REFUSED, Party.PROVIDER, PLAN,
            closes=RUNNING, needs_reason=True, notices=TOLD,
        ),
        Step(
            "withdraw", Label("撤回申请", "Withdraw the application"),
            frozenset({RECEIVED, DECIDING}), WITHDRAWN, Party.ORGANISATION, PLAN,
            closes=RUNNING, notices=(OwedNotice("repair_withdrawn", Party.PROVIDER),),
        ),
        Step(
            "report_completion", Label("报告执行完毕", "Report that the plan was carried out"),
            frozenset({IN_FORCE}), COMPLETING, Party.ORGANISATION, PLAN,
            opens=("decision",), documents=("court_document",),
            notices=(OwedNotice("repair_to_decide", Party.PROVIDER),),
        ),
        Step(
            "propose_lasting", Label("拟转为信用修复", "Propose to repair for good"),
            frozenset({COMPLETING}), COMPLETED, Party.PROVIDER, PLAN,
        ),
        Step(
            "refuse_lasting", Label("未执行完毕，维持临时修复", "Not carried out: keep the temporary repair"),
            frozenset({COMPLETING, COMPLETED}), IN_FORCE, Party.PROVIDER, PLAN,
            closes=("decision",), needs_reason=True, notices=TOLD,
        ),
        Step(
            "make_lasting", Label("复核同意转为信用修复", "Confirm the repair for good"),
            frozenset({COMPLETED}), LASTING, Party.PROVIDER, PLAN,
            closes=("decision",), unlike=("propose_lasting",), effect=Effect.REPAIR, notices=TOLD,
        ),
        Step(
            "propose_end", Label("拟终止临时修复", "Propose to end it"),
            frozenset({IN_FORCE}), ENDING, Party.PROVIDER, PLAN, needs_reason=True,
            notices=(OwedNotice("repair_revocation_heard", Party.ORGANISATION),),
        ),
        Step(
            "keep_repaired", Label("维持临时修复", "Keep it"),
            frozenset({ENDING}), IN_FORCE, Party.PROVIDER, PLAN,
            unlike=("propose_end",), needs_reason=True, grants=True, notices=TOLD,
        ),
        Step(
            "end", Label("复核终止临时修复", "Confirm the end"),
            frozenset({ENDING}), ENDED, Party.PROVIDER, PLAN,
            unlike=("propose_end",), needs_reason=True, effect=Effect.RESTORE, notices=TOLD,
        ),
    ),
    settled=frozenset({IN_FORCE}),
)  # fmt: skip
