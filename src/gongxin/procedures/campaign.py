"""An organisation in a special campaign: told, puts things right, is verified, and leaves (V-3).

Nothing is imposed by it: the breach is on record already, and stays there as long as it may.
"""

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.procedures.about import About
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import OwedNotice, Party, Step
from gongxin.procedures.term import Term

BASIS = Article("QJ")
NOTICED, REPORTED, CONFIRMING, EXITED, ENDED = "noticed", "reported", "confirming", "exited", "ended"
BOTH = ("rectification", "verification")

CAMPAIGN = Procedure(
    "campaign",
    Label("专项治理", "Special campaign"),
    BASIS,
    {
        NOTICED: Label("已告知，整改中", "told, putting things right"),
        REPORTED: Label("待核查", "to be verified"),
        CONFIRMING: Label("待复核退出", "waiting for the second person"),
        EXITED: Label("已退出", "has left"),
        ENDED: Label("已终止", "ended"),
    },
    (
        Term("rectification", Label("整改", "putting right"), "campaign.rectification"),
        Term("verification", Label("核查", "verification"), "campaign.verification"),
    ),
    (
        Step(
            "notify", Label("告知并要求整改", "Tell the organisation to put things right"),
            frozenset({START}), NOTICED, Party.PROVIDER, BASIS,
            opens=("rectification",), needs_reason=True,
            notices=(OwedNotice("campaign_noticed", Party.ORGANISATION),),
        ),
        Step(
            "report", Label("报告整改情况", "Report what was put right"),
            frozenset({NOTICED}), REPORTED, Party.ORGANISATION, BASIS,
            opens=("verification",), closes=("rectification",), documents=("rectification_report",),
            notices=(OwedNotice("campaign_reported", Party.PROVIDER),),
        ),
        Step(
            "report_on_paper", Label("代录书面整改报告", "Enter a report handed in on paper"),
            frozenset({NOTICED}), REPORTED, Party.PROVIDER, BASIS,
            opens=("verification",), closes=("rectification",), documents=("rectification_report",),
        ),
        Step(
            "send_back", Label("整改不到位，退回", "Send back what was not put right"),
            frozenset({REPORTED}), NOTICED, Party.PROVIDER, BASIS,
            opens=("rectification",), closes=("verification",), needs_reason=True,
            notices=(OwedNotice("campaign_sent_back", Party.ORGANISATION),),
        ),
        Step(
            "propose_exit", Label("核查属实，拟退出", "Verified, propose that it leaves"),
            frozenset({REPORTED}), CONFIRMING, Party.PROVIDER, BASIS, needs_reason=True,
        ),
        Step(
            "return_proposal", Label("退回重新核查", "Return the proposal"),
            frozenset({CONFIRMING}), REPORTED, Party.PROVIDER, BASIS,
            unlike=("propose_exit",), needs_reason=True,
        ),
        Step(
            "exit", Label("复核同意退出", "Confirm that it leaves"),
            frozenset({CONFIRMING}), EXITED, Party.PROVIDER, BASIS,
            closes=("verification",), unlike=("propose_exit",), grants=True,
            notices=(OwedNotice("campaign_ended", Party.ORGANISATION),),
        ),
        Step(
            "end", Label("终止", "End it"),
            frozenset({NOTICED, REPORTED}), ENDED, Party.PROVIDER, BASIS,
            closes=BOTH, needs_reason=True, notices=(OwedNotice("campaign_ended", Party.ORGANISATION),),
        ),
    ),
    about=About.CAMPAIGN,
)  # fmt: skip
