"""Whether an organisation still exists, from the many words registers use."""

import unicodedata
from enum import StrEnum

from gongxin.law.label import Label


class Status(StrEnum):
    """The states a register knows; the first two mean that the organisation is there."""

    EXISTING = "existing"
    MOVED_IN = "moved_in"
    SUSPENDED = "suspended"
    LIQUIDATING = "liquidating"
    REVOKED = "revoked"
    ANNULLED = "annulled"
    DEREGISTERED = "deregistered"
    MOVED_OUT = "moved_out"

    @property
    def label(self) -> Label:
        """The name that pages show."""
        return LABELS[self]

    @property
    def is_active(self) -> bool:
        """Whether the organisation still exists and may do business."""
        return self in (Status.EXISTING, Status.MOVED_IN)


LABELS = {
    Status.EXISTING: Label("存续", "Existing"),
    Status.MOVED_IN: Label("迁入", "Moved in"),
    Status.SUSPENDED: Label("歇业", "Business suspended"),
    Status.LIQUIDATING: Label("清算", "In liquidation"),
    Status.REVOKED: Label("吊销", "Licence revoked"),
    Status.ANNULLED: Label("撤销", "Registration annulled"),
    Status.DEREGISTERED: Label("注销", "Deregistered"),
    Status.MOVED_OUT: Label("迁出", "Moved to another registering unit"),
}

# Words that registers use, by the state they mean; the labels above and the codes count as well.
WORDS = {
    Status.EXISTING: ("存续", "在业", "开业", "在营", "正常", "登记", "成立", "有效", "确立", "仍注册"),
    Status.MOVED_IN: ("迁入",),
    Status.SUSPENDED: ("停业", "歇业", "休眠"),
    Status.LIQUIDATING: ("清算", "清算中", "破产", "破产清算"),
    Status.REVOKED: ("吊销", "吊销未注销", "吊销,未注销", "吊销企业", "吊销营业执照"),
    Status.ANNULLED: ("撤销", "撤销登记", "撤销设立", "已撤销"),
    Status.DEREGISTERED: ("注销", "已注销", "吊销,已注销", "吊销已注销", "吊销后注销", "注销企业", "终止"),
    Status.MOVED_OUT: ("迁出", "已迁出", "迁往市外"),
}
BY_WORD = {word: status for status, words in WORDS.items() for word in (*words, status.value)}


def status(text: str) -> Status | None:
    """Return the state that a register's word means, remarks in brackets aside; None if unknown."""
    word = unicodedata.normalize("NFKC", text).replace("，", ",").replace("、", ",").replace(" ", "")
    return BY_WORD.get(word) or BY_WORD.get(word.partition("(")[0])


def status_sql(column: str) -> str:
    """Return SQL for the state a plain word of a register means; bracketed remarks are cut off first."""
    word = f"trim(split_part(replace({column}, '（', '('), '(', 1))"
    whens = " ".join(
        f"WHEN {word} IN ({', '.join(repr(word) for word in (*words, state.value))}) THEN '{state}'"
        for state, words in WORDS.items()
    )
    return f"CASE {whens} END"
