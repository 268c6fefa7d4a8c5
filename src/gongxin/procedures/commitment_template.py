"""What a template of a commitment says, and what is odd about it."""

from dataclasses import dataclass
from datetime import date, timedelta

from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.term import add_months
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due
from gongxin.procedures.commitment_kind import CommitmentKind, kind_facts

LONGEST_MATTER, LONGEST_TEXT, LONGEST_PAPER, MOST_PAPERS = 512, 3_000, 60, 12
LONGEST_MONTHS, LONGEST_DAYS = 120, 250
ROOM = 4_000  # of the field `content`


class OddTemplate(Exception):
    """Something in a template cannot be; `field` is what to change."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        self.field = field
        super().__init__(f"{zh} / {en}")


@dataclass(frozen=True, slots=True)
class Template:
    """One version of what organisations promise a unit in a matter.

    `papers` may be handed in later, within `complete_in` working days: both for kinds that allow it.
    `valid_months` None: no end. `verify_in` working days; None: as the unit plans for the kind.
    """

    kind: str
    matter: str
    content: str
    liability: str
    basis: str
    openness: Disclosure
    valid_months: int | None = None
    verify_in: int | None = None
    papers: tuple[str, ...] = ()
    complete_in: int | None = None

    def checked(self) -> "Template":
        """Return the template, if nothing about it is odd.

        Raises:
            OddTemplate: with the field to change.
        """
        if self.kind not in frozenset(CommitmentKind):
            raise OddTemplate("kind", "请选择承诺类型。", "Choose a kind.")
        for field, longest in (("matter", LONGEST_MATTER), ("content", LONGEST_TEXT), ("liability", ROOM)):
            _refuse_length(field, getattr(self, field), longest)
        facts = kind_facts(self.kind)
        assert facts is not None
        if facts.is_completed:
            self._refuse_gaps()
        elif self.papers or self.complete_in:
            raise OddTemplate(
                "papers",
                "只有容缺受理承诺才列可后补的材料，请清空材料和补齐期限。",
                "Only a commitment to hand papers in later lists papers: empty papers and term.",
            )
        for field, most in (("valid_months", LONGEST_MONTHS), ("verify_in", LONGEST_DAYS)):
            _refuse_number(field, getattr(self, field), most)
        return self

    def _refuse_gaps(self) -> None:
        if not self.papers or self.complete_in is None:
            raise OddTemplate(
                "papers",
                "容缺受理承诺应列明可后补的材料和补齐期限。",
                "Say which papers may follow, and within how many working days.",
            )
        if len(self.papers) > MOST_PAPERS or any(len(one) > LONGEST_PAPER for one in self.papers):
            raise OddTemplate(
                "papers",
                f"材料最多 {MOST_PAPERS} 项，每项不超过 {LONGEST_PAPER} 字。",
                f"At most {MOST_PAPERS} papers of {LONGEST_PAPER} characters each.",
            )
        _refuse_number("complete_in", self.complete_in, LONGEST_DAYS)


@dataclass(frozen=True, slots=True)
class Wording:
    """What one organisation promises on a day by a template."""

    content: str
    valid_until: date | None
    papers: tuple[str, ...] = ()


class NoPaperChosen(Exception):
    """Nothing is missing: then nothing needs to be promised."""

    def __init__(self) -> None:
        super().__init__(
            "请选择暂缺、承诺后补的材料；材料齐全的，不需要容缺受理。"
            " / Choose the papers that follow later; with all papers at hand, no such commitment is needed."
        )


def wording(template: Template, papers: tuple[str, ...], *, on: date, calendar: WorkingCalendar) -> Wording:
    """Return what is promised on a day; `papers` are those that follow, of the template's.

    Raises:
        NoPaperChosen: papers may follow by this template, and none of them was chosen.
    """
    if not template.papers or template.complete_in is None:
        return Wording(template.content, _end(template.valid_months, on))
    chosen = tuple(one for one in template.papers if one in papers)
    if not chosen:
        raise NoPaperChosen
    last = due(on, template.complete_in, calendar).due_on
    more = f"\n容缺材料：{'、'.join(chosen)}。承诺于 {last:%Y-%m-%d} 前（含当日）补齐。"
    return Wording(template.content + more, last, chosen)


def _end(months: int | None, on: date) -> date | None:
    """The last day: the day before the same day of a later month."""
    return None if months is None else add_months(on, months) - timedelta(days=1)


def _refuse_length(field: str, text: str, longest: int) -> None:
    if not text.strip() or len(text) > longest:
        raise OddTemplate(
            field,
            f"请填写，不超过 {longest} 字。",
            f"Fill it in, in at most {longest} characters.",
        )


def _refuse_number(field: str, number: int | None, most: int) -> None:
    if number is not None and not 1 <= number <= most:
        raise OddTemplate(field, f"应为 1 至 {most}。", f"Between 1 and {most}.")
