"""A bank that was authorised and one query of it that was not; an agency with a contract and a delivery."""

from contextlib import suppress
from datetime import timedelta

from gongxin.cli.day import today

FINANCING = ("financing_tax", "financing_electricity", "financing_social_insurance")
PENALTY = "administrative_penalty"
REPRESENTATIVE, BANKER, AGENT = "qiye", "yinhang", "jigou"
OPERATOR, REVIEWER = "zhongxin", "fuhe"
ORGANISATIONS = 40  # in the delivery
QUOTA = 500
DAYS = 180


def authorise_some(bank: str, agency: str) -> None:
    """Let the bank and the agency see what one organisation paid in taxes and used; both look."""
    about = _codes(FINANCING[0], 1)
    if not about:
        return
    _represent(about[0])
    _give(about[0], bank, "流动资金贷款审批")
    _give(about[0], agency, "信用评级")
    _query(about[0], bank)
    others = _codes(PENALTY, ORGANISATIONS)
    for other in others[:1]:
        _query(other, bank)  # refused: this organisation authorised nobody
    _deliver(agency, [*about, *others])


def _codes(item: str, count: int) -> list[str]:
    from gongxin.disclosure.policy import Viewer
    from gongxin.queries.entry import page
    from gongxin.queries.shown_entry import EntryFilter

    found = page(EntryFilter(item=item), viewer=Viewer.CENTRE, on=today(), size=4 * count)
    return list(dict.fromkeys(entry.uscc for entry in found.entries))[:count]


def _represent(uscc: str) -> None:
    from gongxin.actions import account
    from gongxin.actions.representation import bind

    with suppress(account.UnknownAccount):
        user = account.user_of(REPRESENTATIVE)
        bind(user, uscc, by=OPERATOR, reason="演示：授权书相符", on=today())


def _give(uscc: str, recipient: str, purpose: str) -> None:
    from gongxin.actions import authorisation
    from gongxin.disclosure.authorisation import Authorisation

    until = today() + timedelta(days=DAYS)
    proposed = Authorisation(uscc, recipient, frozenset(FINANCING), purpose, today(), until)
    authorisation.give(proposed, by=REPRESENTATIVE, on=today())


def _query(uscc: str, bank: str) -> None:
    from gongxin.actions.authorised_query import Asking
    from gongxin.disclosure.authorisation import NotAuthorised
    from gongxin.reports.authorised_query import ask

    with suppress(NotAuthorised):
        ask(Asking(uscc, bank, BANKER, "page"), on=today())


def _deliver(agency: str, codes: list[str]) -> None:
    from gongxin.actions import contract
    from gongxin.actions.delivery_request import Request, request_delivery
    from gongxin.disclosure.contract import Contract
    from gongxin.queries.item import catalogue
    from gongxin.reports.delivery import work_through

    wanted = (PENALTY, "administrative_licence", "abnormal_operation", "honour")
    items = frozenset(wanted) & frozenset(catalogue(today()).items)
    until = today() + timedelta(days=2 * DAYS)
    terms = Contract(agency, "云信合〔2026〕1号", items, QUOTA, today(), until)
    agreed = contract.conclude(terms, by=OPERATOR, on=today())
    contract.release(agreed, by=REVIEWER)
    request = Request(agreed, agency, AGENT, "page", "客户年度信用评估")
    work_through(request_delivery(codes, request, on=today()))
