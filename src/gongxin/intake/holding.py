"""When a batch as a whole is odd and waits for a person's decision."""

from dataclasses import dataclass

from gongxin.catalogue.item import Bounds

# A share says little about a handful of rows: one wrong record of one sent by form or API is simply rejected.
FEWEST_ROWS = 100


@dataclass(frozen=True, slots=True)
class HeldReason:
    """Why a batch is held: a stable rule and the sentence for the officer."""

    rule: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


RELEASE = HeldReason(
    "batch.release",
    "本单位要求报送与放行由不同人员办理：请另一人核对后放行。",
    "The unit has one person submit and another release: somebody else releases it.",
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a file before the ledger was asked."""

    rows: int
    clean: int
    duplicate: int
    rejected: int
    refused_natural_person: int
    warnings: int
    late: int


def held_because(
    counts: Counts, bounds: Bounds, *, last_rows: int | None, is_cut_off: bool
) -> HeldReason | None:
    """Return why the batch should wait, or None; `last_rows` is the unit's last batch of the item."""
    if is_cut_off:
        return HeldReason(
            "batch.cut_off",
            "文件最后一行不完整，像是在传输中被截断。请确认文件完整后重新报送。",
            "The last line is incomplete, as if the file had been cut off; make sure that it is whole.",
        )
    share = counts.rejected / counts.rows if counts.rows else 0
    if counts.rows >= FEWEST_ROWS and counts.clean and share > bounds.rejected_share:
        return HeldReason(
            "batch.rejected_share",
            f"退回 {counts.rejected} 行，占 {share:.0%}，超过上限 {bounds.rejected_share:.0%}。请核对文件。",
            f"{counts.rejected} rows rejected, {share:.0%}; the item allows {bounds.rejected_share:.0%}.",
        )
    if (
        last_rows is not None
        and last_rows >= FEWEST_ROWS
        and counts.rows < last_rows * bounds.rows_against_last
    ):
        return HeldReason(
            "batch.rows_against_last",
            f"本次 {counts.rows} 行，上次 {last_rows} 行，减少过多。请确认文件完整。",
            f"{counts.rows} rows against {last_rows} last time; make sure that the file is whole.",
        )
    return None
