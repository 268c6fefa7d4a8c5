"""The report of a trial, for the meeting that decides on a model: PDF, counts only."""

from collections.abc import Iterable, Sequence
from typing import Any

from gongxin.evaluation.grade import Grade
from gongxin.evaluation.model import Model
from gongxin.evaluation.movement import Group
from gongxin.evaluation.naming import DIRECTIONS, GROUPS, value_label
from gongxin.evaluation.trial import Share, Trial
from gongxin.law.label import Label
from gongxin.queries.trial import TrialFacts
from gongxin.reports.typst import compile_pdf

TITLE = Label("评价模型试算报告", "Trial of an evaluation model")


def report(found: TrialFacts, model: Model, *, language: str) -> bytes:
    """Return the report of a trial that is done; `model` is the edition that was tried."""
    assert found.result is not None
    content = _Words(language).content(found, found.result, model)
    return compile_pdf("trial", content, language=language, at=found.ended_at)


class _Words:
    def __init__(self, language: str) -> None:
        self.language = language

    def content(self, found: TrialFacts, result: Trial, model: Model) -> dict[str, Any]:
        return {
            "title": self.said(TITLE),
            "model": f"{self.said(model.name)} {found.model}",
            "edition": found.edition,
            "against": found.against or "—",
            "on": found.on.isoformat(),
            "size": f"{found.size:,}",
            "digest": found.digest,
            "by": found.ordered_by,
            "note": self.said(model.note),
            "organisations": f"{result.organisations:,}",
            "whole": result.organisations,
            "moved": f"{result.moved:,}" if found.against else "—",
            "compared": bool(found.against),
            "shares": self.shares(result.shares),
            **self.tables(result, model),
        }

    def tables(self, result: Trial, model: Model) -> dict[str, Any]:
        return {
            "shifts": [
                {
                    "earlier": self.grade(one.earlier),
                    "later": self.grade(one.later),
                    "direction": self.said(DIRECTIONS[one.direction]),
                    "shown": f"{one.organisations:,}",
                }
                for one in result.shifts
            ],
            "reasons": [
                {
                    "direction": self.said(DIRECTIONS[one.direction]),
                    "part": self.said(model.part(one.part).name),
                    "shown": f"{one.organisations:,}",
                    "points": f"{one.points:+}",
                }
                for one in result.reasons
            ],
            "swings": [
                {
                    "part": self.said(model.part(one.part).name),
                    "percent": f"{one.percent:+}%",
                    "up": f"{one.up:,}",
                    "down": f"{one.down:,}",
                }
                for one in result.swings
            ],
            "groups": [self.group(Group(code), shares) for code, shares in result.by_group.items()],
        }

    def group(self, group: Group, shares: Sequence[Share]) -> dict[str, Any]:
        values = list(dict.fromkeys(share.value for share in shares))
        parts = {value: [share for share in shares if share.value == value] for value in values}
        return {
            "name": self.said(GROUPS[group]),
            "rows": [
                {
                    "name": self.said(value_label(group, value)),
                    "parts": self.shares(part),
                    "whole": sum(share.organisations for share in part),
                    "shown": f"{sum(share.organisations for share in part):,}",
                }
                for value, part in parts.items()
            ],
        }

    def shares(self, shares: Iterable[Share]) -> list[dict[str, Any]]:
        counts = {share.grade: share.organisations for share in shares}
        whole = sum(counts.values()) or 1
        return [
            {
                "grade": grade.value,
                "name": self.grade(grade),
                "count": counts.get(grade, 0),
                "shown": f"{counts.get(grade, 0):,}",
                "share": f"{100 * counts.get(grade, 0) / whole:.1f}%",
            }
            for grade in Grade
        ]

    def grade(self, grade: str | None) -> str:
        return self.said(Grade(grade).label) if grade else "—"

    def said(self, label: Label) -> str:
        return label.zh if self.language == "zh" else label.en
