"""Follow-up: whoever is graded fair or poor is told, puts things right and hands in a credit report (ZS).

Nothing is imposed by it: whoever does not answer keeps the grade that the records give, and no more.
"""

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.about import About
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import OwedNotice, Party, Step
from gongxin.procedures.term import Term

BASIS = Article("ZS")
ASKED, REPORTED, DONE, ENDED = "asked", "reported", "done", "ended"
REPORT = "credit_report"  # the document that the share of DOMAIN counts

FOLLOW_UP = Procedure(
    "follow_up",
    Label("评价结果跟踪", "Follow-up of a grade"),
    BASIS,
    {
        ASKED: Label("待整改", "to be put right"),
        REPORTED: Label("待核实", "to be verified"),
        DONE: Label("已整改", "put right"),
        ENDED: Label("已终止", "ended"),
    },
    (
        Term("rectification", Label("整改", "putting right"), "follow_up.rectification"),
        Term("verification", Label("核实", "verification"), "follow_up.verification"),
    ),
    (
        Step(
            "ask", Label("告知并请其整改", "Tell the organisation and ask it to put things right"),
            frozenset({START}), ASKED, Party.CENTRE, BASIS,
            opens=("rectification",), notices=(OwedNotice("follow_up_asked", Party.ORGANISATION),),
        ),
        Step(
            "report", Label("报告整改并提交信用报告", "Report what was put right, with a credit report"),
            frozenset({ASKED}), REPORTED, Party.ORGANISATION, BASIS,
            opens=("verification",), closes=("rectification",),
            documents=("rectification_report", REPORT),
            notices=(OwedNotice("follow_up_reported", Party.CENTRE),),
        ),
        Step(
            "return", Label("退回补充", "Return it for more"),
            frozenset({REPORTED}), ASKED, Party.CENTRE, BASIS,
            opens=("rectification",), closes=("verification",), needs_reason=True,
            notices=(OwedNotice("follow_up_returned", Party.ORGANISATION),),
        ),
        Step(
            "accept", Label("核实已整改", "Find it put right"),
            frozenset({REPORTED}), DONE, Party.CENTRE, BASIS,
            closes=("verification",), grants=True,
            notices=(OwedNotice("follow_up_ended", Party.ORGANISATION),),
        ),
        Step(
            "end", Label("终止跟踪", "End the follow-up"),
            frozenset({ASKED, REPORTED}), ENDED, Party.CENTRE, BASIS,
            closes=("rectification", "verification"), needs_reason=True,
            notices=(OwedNotice("follow_up_ended", Party.ORGANISATION),),
        ),
    ),
    about=About.EVALUATION,
)  # fmt: skip
