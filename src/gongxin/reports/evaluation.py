"""The platform's own grades as a group of a credit report, laid out like the entries beside them."""

from collections.abc import Sequence
from typing import Any

from gongxin.law.label import Label
from gongxin.queries.evaluation import Standing
from gongxin.reports.entry_content import both

SECTION = "evaluation"
NAME = Label("公共信用综合评价", "Public credit evaluation")
DAY = Label("评价日", "Day of evaluation")
GRADE, SCORE = Label("等次", "Grade"), Label("得分", "Score")
EDITION = Label("模型版本", "Edition of the model")


def group(grades: Sequence[Standing], issuer: Label) -> dict[str, Any]:
    """Return the group; `issuer` is who evaluates."""
    return {
        "item": SECTION,
        "name": both(NAME),
        "count": len(grades),
        "entries": [_entry(one, issuer) for one in grades],
    }


def _entry(one: Standing, issuer: Label) -> dict[str, Any]:
    return {
        "record": f"{one.model.code}/{one.run}",
        "version": 1,
        "sequence": one.sequence,
        "title": one.model.name.zh,
        "document_number": "",
        "authority": issuer.zh,
        "unit": "",
        "unit_name": "",
        "decided_on": one.on.isoformat(),
        "decided_label": both(DAY),
        "tier": None,
        "shown_from": None,
        "shown_until": None,
        "repairable_on": None,
        "marks": [],
        "fields": [
            _field("grade", GRADE, one.grade.label),
            _field("score", SCORE, Label(str(one.score), str(one.score))),
            _field("edition", EDITION, Label(one.model.edition, one.model.edition)),
        ],
    }


def _field(code: str, label: Label, value: Label) -> dict[str, Any]:
    return {"code": code, "label": both(label), "value": value.zh, "value_en": value.en}
