"""The content of a small report, for what needs no database."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gongxin.actions.event import Event, append_events
from gongxin.actions.log import writing
from gongxin.ledger.credit_report import number_of
from gongxin.store.models import EvaluationModel, EvaluationResult, EvaluationRun

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


def both(zh: str, en: str = "") -> dict[str, str]:
    return {"zh": zh, "en": en or zh}


def pair(label: str, value: str) -> dict[str, Any]:
    return {"code": label, "label": both(label), "value": value, "value_en": value}


@pytest.fixture(scope="session")
def content() -> dict[str, Any]:
    """A public report on one organisation with one penalty."""
    penalty = {
        "title": "广告违法行为",
        "document_number": "示市监处罚〔2026〕1号",
        "authority": "示范市市场监督管理局",
        "unit_name": "示范市市场监督管理局",
        "decided_on": "2026-10-13",
        "decided_label": both("处罚决定日期"),
        "tier": "ordinary",
        "shown_until": "2027-10-13",
        "repairable_on": "2027-01-13",
        "marks": [],
        "fields": [
            pair("违法事实", '含有 #set、$x$、\\u{41}、"引号" 和 `代码` 的文字。'),
            pair("有效期", "2099/12/31"),
        ],
    }
    group = {"item": "administrative_penalty", "name": both("行政处罚"), "count": 1, "entries": [penalty]}
    sections = [
        {"section": "registration", "title": both("登记注册基础信息"), "groups": []},
        {"section": "administration", "title": both("行政管理信息"), "groups": [group]},
        {"section": "honours", "title": both("诚实守信信息"), "groups": []},
    ]
    return {
        "format": "1.1",
        "issuer": both("公共信用信息平台", "Platform"),
        "number": number_of(7, date(2026, 11, 22)),
        "kind": "public",
        "uscc": "91310114MA1GT00019",
        "name": "示范市白桦运输有限公司",
        "issued_at": AT.isoformat(),
        "as_of": "2026-11-22",
        "known_at": None,
        "log_size": 39,
        "registration": [pair("名称", "示范市白桦运输有限公司"), pair("登记状态", "存续")],
        "marks": [],
        "summary": [{"section": one["section"], "title": one["title"], "count": 0} for one in sections[1:]],
        "sections": sections,
        "note": None,
        "advice": [],
        "advice_basis": both("《信用修复管理办法》"),
    }


@pytest.fixture
def graded(db: None) -> Callable[[str, date, Mapping[str, str]], None]:
    """Enter the grades (by code) of a run of a model over everybody, as of a day."""

    def enter(model: str, on: date, grades: Mapping[str, str]) -> None:
        digest = "0" * 64
        kept, _ = EvaluationModel.objects.get_or_create(
            digest=model.ljust(64, "0"), defaults={"code": model, "edition": "1", "from_on": on, "text": ""}
        )
        with writing() as head:
            unit = "12310000000000019X"
            event = Event(kind="evaluation", item=model, uscc=unit, unit=unit, content={"results": digest})
            head = append_events(head, [event])
            run = EvaluationRun.objects.create(
                model=kept, catalogue="2026-2", on=on, size=1, engine="duckdb", is_of_all=True,
                organisations=len(grades), results=digest, made_at=head.now, sequence=head.size,
            )  # fmt: skip
            EvaluationResult.objects.bulk_create(
                EvaluationResult(run=run, uscc=uscc, score=50, grade=grade, explanation="{}")
                for uscc, grade in grades.items()
            )

    return enter
