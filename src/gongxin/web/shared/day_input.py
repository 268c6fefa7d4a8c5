"""The field for a day in forms."""

from django import forms


class DayInput(forms.DateInput):
    """A browser's own date field takes and gives ISO days, whatever the page's language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
