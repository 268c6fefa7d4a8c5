"""Establishing a breach of a commitment: the organisation is told and heard first; two persons decide."""

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.about import About
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Term

HEARING, WEIGHING, CONFIRMING = "hearing", "weighing", "confirming"
BROKEN, DROPPED = "broken", "dropped"
OPINIONS = Article("GBF-2020-49")
PROMISE = Article("ZBF-2025")
TOLD = (OwedNotice("commitment_result", Party.ORGANISATION),)

COMMITMENT = Procedure(
    "commitment",
    Label("违诺认定", "Establishing a breach of a commitment"),
    PROMISE,
    {
        HEARING: Label("听取承诺人意见", "being heard"),
        WEIGHING: Label("核实意见中", "answer being weighed"),
        CONFIRMING: Label("待复核", "waiting for the second person"),
        BROKEN: Label("已认定违诺", "breach established"),
        DROPPED: Label("不认定违诺", "no breach established"),
    },
    (Term("hearing", Label("陈述意见", "being heard"), "commitment.hearing"),),
    (
        Step(
            "inform", Label("告知拟认定违诺", "Tell what is about to be established"),
            frozenset({START}), HEARING, Party.PROVIDER, OPINIONS,
            opens=("hearing",), takes_fields=True, needs_reason=True,
            notices=(OwedNotice("commitment_heard", Party.ORGANISATION),),
        ),
        Step(
            "reply", Label("陈述意见", "Answer"),
            frozenset({HEARING}), WEIGHING, Party.ORGANISATION, OPINIONS,
            closes=("hearing",), needs_reason=True,
            notices=(OwedNotice("commitment_replied", Party.PROVIDER),),
        ),
        Step(
            "close_hearing", Label("期满未陈述意见", "Note that no answer came in time"),
            frozenset({HEARING}), WEIGHING, Party.PROVIDER, OPINIONS,
            closes=("hearing",), needs_reason=True, waits_for=("hearing",),
        ),
        Step(
            "propose_breach", Label("拟认定违诺", "Propose to establish the breach"),
            frozenset({WEIGHING}), CONFIRMING, Party.PROVIDER, OPINIONS, needs_reason=True,
        ),
        Step(
            "return_proposal", Label("退回重新核实", "Return the proposal"),
            frozenset({CONFIRMING}), WEIGHING, Party.PROVIDER, OPINIONS,
            unlike=("propose_breach",), needs_reason=True,
        ),
        Step(
            "establish", Label("复核认定违诺", "Confirm the breach"),
            frozenset({CONFIRMING}), BROKEN, Party.PROVIDER, PROMISE,
            unlike=("propose_breach",), effect=Effect.BREAK, notices=TOLD,
        ),
        Step(
            "drop", Label("不认定违诺", "Establish no breach"),
            frozenset({HEARING, WEIGHING}), DROPPED, Party.PROVIDER, OPINIONS,
            closes=("hearing",), needs_reason=True, grants=True, notices=TOLD,
        ),
    ),
    about=About.COMMITMENT,
)  # fmt: skip
