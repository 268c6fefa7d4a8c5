"""The tabs of the desk, in order. A new part of the desk adds its row here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Address name within `desk:`, what its label is, and how the names of the pages below it begin.
TABS: tuple[tuple[str, str | Promise, str], ...] = (
    ("home", _("概况"), "home"),
)
