"""The four grades of an evaluation."""

from enum import StrEnum

from gongxin.law.label import Label


class Grade(StrEnum):
    """From the best to the worst (优 良 中 差)."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"

    @property
    def label(self) -> Label:
        """The name that pages show."""
        return LABELS[self]

    @property
    def place(self) -> int:
        """0 for the best."""
        return list(Grade).index(self)


LABELS = {
    Grade.EXCELLENT: Label("优", "Excellent"),
    Grade.GOOD: Label("良", "Good"),
    Grade.FAIR: Label("中", "Fair"),
    Grade.POOR: Label("差", "Poor"),
}


def place_sql(grade: str) -> str:
    """Return SQL for the place of a grade, 0 for the best; NULL for none."""
    whens = " ".join(f"WHEN '{one}' THEN {one.place}" for one in Grade)
    return f"CASE {grade} {whens} END"
