"""How heavy a fault is."""

from enum import StrEnum


class Severity(StrEnum):
    """An error rejects the row; a warning goes back to the unit with the row accepted."""

    ERROR = "error"
    WARNING = "warning"
