"""The tabs of the desk, in order. A new part of the desk adds its row here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Address name within `desk:`, what its label is, and how the names of the pages below it begin.
TABS: tuple[tuple[str, str | Promise, str], ...] = (
    ("home", _("概况"), "home"),
    ("records", _("全部信息"), "record"),
    ("cases", _("办件"), "case"),
    ("repairs", _("信用修复"), "repair"),
    ("commitments", _("信用承诺"), "commitment"),
    ("evaluations", _("信用评价"), "evaluation"),
    ("looks", _("谁查询过"), "look"),
    ("authorisations", _("授权管理"), "authorisation"),
    ("reports", _("信用报告"), "report"),
    ("notices", _("消息"), "notice"),
    ("representatives", _("授权代表"), "representative"),
    ("contact", _("联系方式"), "contact"),
)
