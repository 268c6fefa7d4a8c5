"""Some government queries of the demo city, so that its pages are not empty."""

from contextlib import suppress
from datetime import date

from gongxin.cli.day import today
from gongxin.demo.city import City

# Account, unit, matter, case, purpose, how many organisations.
QUERIES = (
    ("chaxun", "云市监", "administrative_licensing", "云市监许受〔2026〕118号", "办理食品经营许可", 1),
    ("chaxun", "云市监", "administrative_licensing", "云市监许受〔2026〕121号", "办理特种设备使用登记", 1),
    ("chaxun", "云市监", "daily_supervision", "云市监抽〔2026〕6号", "确定年度抽查对象的比例和频次", 14),
    ("client:yunting-approval", "云住建", "qualification", "云住建资〔2026〕42号", "建筑业企业资质延续", 2),
    ("client:yunting-approval", "云住建", "bidding", "云住建招〔2026〕9号", "市政道路养护项目资格审查", 6),
)  # fmt: skip
REPEATED = 4  # looks at one organisation, once more than the city's own rule lets pass


def ask_some(town: City, on: date) -> None:
    """Ask in several matters about organisations that have penalties, and report one decision."""
    from gongxin.disclosure.policy import Viewer
    from gongxin.queries.entry import page
    from gongxin.queries.shown_entry import EntryFilter

    shown = page(EntryFilter(item="administrative_penalty"), viewer=Viewer.CENTRE, on=on, size=60)
    codes = list(dict.fromkeys(entry.uscc for entry in shown.entries))
    for account, mark, matter, case, purpose, count in QUERIES:
        _ask(account, town.unit(mark).uscc, (matter, case, purpose), codes[:count], on)
    for number in range(REPEATED):
        said = "administrative_licensing", f"云市监许受〔2026〕{130 + number}号", "办理变更登记"
        _ask("chaxun", town.unit("云市监").uscc, said, codes[-1:], on)
    _report_first(town.unit("云市监").uscc)


def _report_first(unit: str) -> None:
    from gongxin.actions.feedback import Feedback, report
    from gongxin.disclosure.feedback import Decision
    from gongxin.queries.feedback import awaited

    waiting, _ = awaited(unit, size=1)
    given = Feedback(
        decision=Decision.CONDITIONAL,
        decided_on=today(),
        by="chaxun",
        measures=["undertaking_excluded"],
        note="补正场所使用证明后发证，不适用告知承诺。",
    )
    if waiting:
        report({waiting[0].record: 1}, given, unit=unit, on=today())


def _ask(account: str, unit: str, said: tuple[str, str, str], codes: list[str], on: date) -> None:
    from gongxin.actions.query import Asked, KeyUsedOtherwise, asked_row
    from gongxin.queries.matter import by_code
    from gongxin.reports.query import ask

    matter, case, purpose = said
    rows = [asked_row(place, code) for place, code in enumerate(codes, 1)]
    if not rows:
        return
    asked = Asked(
        unit=unit,
        account=account,
        channel="api" if account.startswith("client:") else "page",
        matter=matter,
        edition=by_code(matter, on).edition,
        purpose=purpose,
        case_number=case,
        on=on,
        rows=rows,
        key=f"demo:{case}",
    )
    with suppress(KeyUsedOtherwise):  # from an earlier, interrupted build, which met other organisations
        ask(asked)
