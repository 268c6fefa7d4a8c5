"""Feedback on many queries by a list: the file a unit fills in, and what its rows mean."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import xlsxwriter

from gongxin.actions.feedback import LONGEST_NOTE, Feedback
from gongxin.actions.feedback_list import Reported
from gongxin.disclosure.feedback import DECISIONS, UnknownDecision, decision_named
from gongxin.intake.feedback import COLUMNS, FilledRow
from gongxin.intake.formula import harmless
from gongxin.queries.look import LookFacts
from gongxin.queries.matter import every_measure

HEADINGS = tuple(spellings[0] for spellings in COLUMNS.values())
WIDTHS = (38, 24, 22, 36, 16, 13, 30, 40)
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00:00.*)?")
PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
SEPARATORS = re.compile(r"[;；、,，|\n]+")
FILES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
HELP = (
    "每行是一次查询；不要改查询编号。办理结果留空的行不登记。",
    "决定日期留空的，按提交当日。",
    "采取的措施只能填该事项应用清单列明的措施，几项之间用分号隔开；可以留空。",
    "不要填写个人信息。重复提交同一份文件不会重复登记。",
)


class RowFault(Exception):
    """A cell cannot be understood."""


def template(looks: Iterable[LookFacts], form: str) -> bytes:
    """Return the list to fill in, one row for each of the looks."""
    rows = [(str(one.record), one.case_number, one.uscc, one.organisation) for one in looks]
    return _workbook(rows) if form == "xlsx" else _text(rows)


def reported_rows(filled: Iterable[FilledRow], *, by: str, on: date) -> tuple[Reported, ...]:
    """Return what the rows say."""
    measures = measure_spellings()
    return tuple(_reported(row, measures, by, on) for row in filled)


def measure_spellings() -> Mapping[str, str]:
    """Return the codes of measures by what a cell may hold for each."""
    return {
        spelling: one.code
        for one in every_measure().values()
        for spelling in (one.name.zh, one.name.en, one.code)
    }


def _reported(row: FilledRow, measures: Mapping[str, str], by: str, on: date) -> Reported:
    said = Reported(row=row.row, case_number=row.case_number, uscc=row.uscc.upper())
    try:
        number = _number(row.look)
        if not row.decision:
            return replace(said, number=number)
        feedback = Feedback(
            decision=decision_named(row.decision),
            decided_on=_day(row.decided_on, on),
            by=by,
            measures=_measures(row.measures, measures),
            note=_note(row.note),
        )
    except (RowFault, UnknownDecision) as fault:
        return replace(said, fault=str(fault))
    return replace(said, number=number, feedback=feedback)


def _number(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise RowFault(
            "查询编号不完整，请从模板复制。"
            " / The number of the query is not whole: copy it from the template."
        ) from None


def _day(text: str, on: date) -> date:
    if not text:
        return on
    found = DAY.fullmatch(text) or PLAIN_DAY.fullmatch(text)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise RowFault(
        f"决定日期 {text[:20]!r} 不是日期，请写如 2026-05-12。"
        f" / {text[:20]!r} is no day: write it as 2026-05-12."
    )


def _measures(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in SEPARATORS.split(text) if piece.strip()]
    if text.strip() in known:
        return (known[text.strip()],)
    if odd := [piece for piece in pieces if piece not in known]:
        raise RowFault(
            f"措施 {odd[0][:30]!r} 不在应用清单之内。"
            f" / The measure {odd[0][:30]!r} is on no application list."
        )
    return tuple(dict.fromkeys(known[piece] for piece in pieces))


def _note(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise RowFault(
            f"说明超过 {LONGEST_NOTE} 字，请改短。 / The note is longer than {LONGEST_NOTE}: shorten it."
        )
    return text


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("反馈")
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width, text)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADINGS, bold)
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, row)
        listed = {"validate": "list", "source": [label.zh for label in DECISIONS.values()]}
        column = HEADINGS.index("办理结果")
        sheet.data_validation(1, column, max(len(rows), 1), column, listed)
        book.add_worksheet("说明").write_column(0, 0, HELP)
    return out.getvalue()


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    blank = [""] * (len(HEADINGS) - 4)
    writer.writerows([*map(harmless, row), *blank] for row in rows)
    return out.getvalue().encode("utf-8-sig")
