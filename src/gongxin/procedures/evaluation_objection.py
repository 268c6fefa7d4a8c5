"""Objection to a result of an evaluation: as to a record, decided by the centre that evaluated (SH 28-30)."""

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.about import About
from gongxin.procedures.objection import DISMISSED, DISPUTED, SUPPLEMENTING, UPHELD, VERIFYING, WITHDRAWN
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Term

CONFIRMING = "confirming"
FILING, VERIFICATION, DISSENT = Article("SH", "28"), Article("SH", "29"), Article("SH", "30")
TOLD = (OwedNotice("objection_result", Party.ORGANISATION),)
GROUNDS = {
    "record": Label("计入的记录有误、已修复或者已到期", "A record that counts is wrong, repaired or over"),
    "calculation": Label("计算有误", "The reckoning is wrong"),
    "scope": Label("本组织不属于评价对象", "The model is not for this organisation"),
}

EVALUATION_OBJECTION = Procedure(
    "evaluation_objection",
    Label("评价结果异议处理", "Objection to an evaluation"),
    FILING,
    {
        VERIFYING: Label("核查中", "being verified"),
        SUPPLEMENTING: Label("待补充材料", "waiting for material"),
        CONFIRMING: Label("待复核", "waiting for the second person"),
        UPHELD: Label("异议成立", "upheld"),
        DISMISSED: Label("异议不成立", "dismissed"),
        DISPUTED: Label("仍有异议", "still disputed"),
        WITHDRAWN: Label("已撤回异议", "withdrawn"),
    },
    (Term("verification", Label("核查", "verification"), "objection.verification"),),
    (
        Step(
            "file", Label("对评价结果提出异议", "Object to the result"),
            frozenset({START}), VERIFYING, Party.ORGANISATION, FILING,
            opens=("verification",), needs_reason=True, effect=Effect.ANNOTATE,
            notices=(OwedNotice("objection_filed", Party.CENTRE),),
        ),
        Step(
            "ask_for_material", Label("要求补充材料", "Ask for material"),
            frozenset({VERIFYING}), SUPPLEMENTING, Party.CENTRE, VERIFICATION,
            pauses=True, needs_reason=True, notices=(OwedNotice("material_wanted", Party.ORGANISATION),),
        ),
        Step(
            "supply_material", Label("补充材料", "Supply material"),
            frozenset({SUPPLEMENTING}), VERIFYING, Party.ORGANISATION, VERIFICATION,
            resumes=True, documents=("grounds",), notices=(OwedNotice("material_supplied", Party.CENTRE),),
        ),
        Step(
            "propose_upholding", Label("拟认定异议成立", "Propose to uphold"),
            frozenset({VERIFYING}), CONFIRMING, Party.CENTRE, VERIFICATION, needs_reason=True,
        ),
        Step(
            "return_proposal", Label("退回重新核查", "Return the proposal"),
            frozenset({CONFIRMING}), VERIFYING, Party.CENTRE, VERIFICATION,
            unlike=("propose_upholding",), needs_reason=True,
        ),
        Step(
            "uphold", Label("复核同意，重新评价", "Confirm, and evaluate anew"),
            frozenset({CONFIRMING}), UPHELD, Party.CENTRE, VERIFICATION,
            closes=("verification",), unlike=("propose_upholding",), effect=Effect.REEVALUATE, notices=TOLD,
        ),
        Step(
            "dismiss", Label("认定异议不成立", "Dismiss"),
            frozenset({VERIFYING}), DISMISSED, Party.CENTRE, VERIFICATION,
            closes=("verification",), needs_reason=True, effect=Effect.UNMARK, notices=TOLD,
        ),
        Step(
            "dissent", Label("仍有异议", "Still disagree"),
            frozenset({DISMISSED}), DISPUTED, Party.ORGANISATION, DISSENT, effect=Effect.ANNOTATE,
        ),
        Step(
            "withdraw", Label("撤回异议", "Withdraw the objection"),
            frozenset({VERIFYING, SUPPLEMENTING, DISPUTED}), WITHDRAWN, Party.ORGANISATION, FILING,
            closes=("verification",), effect=Effect.UNMARK,
            notices=(OwedNotice("objection_withdrawn", Party.CENTRE),),
        ),
    ),
    about=About.EVALUATION,
    settled=frozenset({DISMISSED, DISPUTED}),
    grounds=GROUNDS,
)  # fmt: skip
