"""Whether a record can be repaired: from which day, under which rules, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.label import Label
from gongxin.disclosure.term import add_months, end_on
from gongxin.disclosure.window import shortest
from gongxin.law.citation import Article
from gongxin.law.instrument import title
from gongxin.law.parameter import Parameter, Parameters

HEAVIER = (Tier.MINOR, Tier.ORDINARY, Tier.SEVERE)  # from the lightest on
BAR, TRAINING = "repair.false_materials_exclusion", "repair.training_condition"
CREDIT_REPORT, FIVE_FIELDS = "repair.credit_report_condition", "publicity.five_fields_minimum"


class Need(StrEnum):
    """What a repair needs; the codes are those of pages and API."""

    RIGHT = "right"  # the law does not rule it out
    TIER = "tier"  # how grave it is has been settled
    OWN_RULE = "own_rule"  # the item's own basis says from when; no tier does
    TIME = "time"
    DUTY = "duty"
    COMMITMENT = "commitment"
    TRAINING = "training"
    CREDIT_REPORT = "credit_report"
    GOOD_FAITH = "good_faith"  # no bar for false materials


HANDED_IN = frozenset({Need.DUTY, Need.COMMITMENT, Need.CREDIT_REPORT})  # with the application itself
# What a procedure asks for before it begins; one that is not named asks for nothing of this.
ASKED_BY: Mapping[str, frozenset[Need]] = {
    "repair": frozenset(Need) - HANDED_IN,
    "temporary_repair": frozenset({Need.RIGHT, Need.GOOD_FAITH}),
}


@dataclass(frozen=True, slots=True)
class AdverseRecord:
    """What cases for repair in a record. `unrepairable` is the provision that rules repair out.

    `is_tiered` False: of an item that no tier publishes, such as arrears, whose own basis says what applies.
    """

    repairable_on: date | None
    tier: Tier | None = None
    decided_on: date | None = None
    unrepairable: Article | None = None
    is_tiered: bool = True


@dataclass(frozen=True, slots=True)
class Applicant:
    """What is known of the organisation: documents handed in, when a repair was revoked, whether trained."""

    documents: frozenset[str] = frozenset()
    revoked_on: date | None = None
    is_trained: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition, and whether it is met on the day asked. `waits` are over by themselves, on a day."""

    need: Need
    label: Label
    is_met: bool
    waits_until: date | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """The day that one set of rules gives for an older decision; `applies` is the one the city chose."""

    basis: Article
    from_on: date
    applies: bool
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Prospect:
    """From when a record can be repaired (None: never or unknown), and what it takes."""

    from_on: date | None
    conditions: tuple[Condition, ...]
    alternatives: tuple[Alternative, ...] = ()
    unrepairable: Article | None = None

    @property
    def missing(self) -> tuple[Label, ...]:
        return tuple(one.label for one in self.conditions if not one.is_met)

    @property
    def is_open(self) -> bool:
        return not self.missing

    @property
    def can_be_asked(self) -> bool:
        """Whether nothing stands against an application but what is handed in with it."""
        return not self.obstacles("repair")

    @property
    def wants_credit_report(self) -> bool:
        """Whether the city asks for a credit report with the application."""
        return any(one.need is Need.CREDIT_REPORT for one in self.conditions)

    def obstacles(self, procedure: str) -> tuple[Condition, ...]:
        """Return what stands against applying now, and is not handed in with the application."""
        asked = ASKED_BY.get(procedure, frozenset())
        return tuple(one for one in self.conditions if not one.is_met and one.need in asked)

    def opens_on(self, procedure: str) -> date | None:
        """Return the day from which one can apply, if nothing but time stands against it."""
        days = [one.waits_until for one in self.obstacles(procedure)]
        return max((day for day in days if day), default=None) if all(days) else None


def prospect(
    record: AdverseRecord, *, on: date, parameters: Parameters, applicant: Applicant = Applicant()
) -> Prospect:
    """Return from when a record can be repaired, and each condition with whether it is met on a day."""
    if record.unrepairable is not None:
        said = title(record.unrepairable)
        label = Label(f"依法不可修复：{said.zh}。", f"Cannot be repaired by law: {said.en}.")
        return Prospect(None, (Condition(Need.RIGHT, label, False),), unrepairable=record.unrepairable)
    if record.repairable_on is None and record.is_tiered:
        return Prospect(None, (Condition(Need.TIER, NO_DAY, False),))
    return Prospect(
        record.repairable_on,
        (
            _time(record.repairable_on, on),
            *_handed_in(applicant.documents),
            *_further(record, on, parameters, applicant),
            *_bar(on, parameters, applicant),
        ),
        alternatives(record, parameters),
    )


NO_DAY = Label("失信等级尚未确定，可修复日期未知。", "Its tier is not settled: no day is known yet.")


OWN_RULE = Label(
    "这一类信息没有按等级规定的最短公示期，何时可以修复按其依据办理。",
    "No tier sets a shortest publication for this kind of record: its own basis says from when.",
)


def _time(from_on: date | None, on: date) -> Condition:
    if from_on is None:
        return Condition(Need.OWN_RULE, OWN_RULE, True)
    label = Label(
        f"最短公示期届满后，自 {from_on} 起可申请。", f"Wait for the shortest publication: {from_on}."
    )
    return Condition(Need.TIME, label, on >= from_on, from_on)


def _handed_in(documents: frozenset[str]) -> tuple[Condition, ...]:
    duty = Label("提供已履行义务的证明。", "Prove that the duty is fulfilled.")
    commitment = Label("作出信用修复承诺。", "Make the commitment for repair.")
    return (
        Condition(Need.DUTY, duty, "proof_of_fulfilment" in documents),
        Condition(Need.COMMITMENT, commitment, "commitment_letter" in documents),
    )


def _further(
    record: AdverseRecord, on: date, parameters: Parameters, applicant: Applicant
) -> tuple[Condition, ...]:
    """Return the conditions that a rule of the city adds for a tier."""
    found = []
    if is_asked_of(parameters[TRAINING], record.tier, on):
        label = Label("参加一次信用修复培训。", "Take part in a training for repair.")
        found.append(Condition(Need.TRAINING, label, applicant.is_trained))
    if is_asked_of(parameters[CREDIT_REPORT], record.tier, on):
        label = Label("提交信用报告。", "Hand in a credit report.")
        found.append(Condition(Need.CREDIT_REPORT, label, "credit_report" in applicant.documents))
    return tuple(found)


def is_asked_of(condition: Parameter, tier: Tier | None, on: date) -> bool:
    """Say whether a condition of the city holds for a tier: it names the lightest it is asked of."""
    value = condition.known_on(on)
    if value is None or tier is None:
        return False
    return HEAVIER.index(tier) >= HEAVIER.index(Tier(str(value.amount)))


def _bar(on: date, parameters: Parameters, applicant: Applicant) -> tuple[Condition, ...]:
    until = barred_until(applicant.revoked_on, parameters)
    if until is None:
        return ()
    label = Label(
        f"因提供虚假材料被撤销修复，{until} 之前不得再次申请。",
        f"A repair was revoked for false materials: no application before {until}.",
    )
    return (Condition(Need.GOOD_FAITH, label, on >= until, until),)


def barred_until(revoked_on: date | None, parameters: Parameters) -> date | None:
    """Return the first day on which an organisation may apply again after false materials.

    None where no repair was revoked, or where nobody has said for how long that bars.
    """
    value = parameters[BAR].known_on(revoked_on) if revoked_on else None
    return add_months(revoked_on, value.number) if revoked_on and value else None


def alternatives(record: AdverseRecord, parameters: Parameters) -> tuple[Alternative, ...]:
    """Return the days that the rules of different times give a decision, where they are more than one."""
    if record.decided_on is None or record.tier is None:
        return ()
    known, on = parameters[shortest(record.tier)], record.decided_on
    applied = known.known_on(on)
    others = [one for one in known.alternatives if one.from_ <= on]
    if applied is None or not applied.when or not others:
        return ()
    later = _five_fields(on, parameters)
    return tuple(
        Alternative(
            one.basis, add_months(on, one.number), one is applied, None if one.basis == NEW else later
        )
        for one in sorted([applied, *others], key=lambda one: one.basis)
    )


NEW = Article("NDRC-36")


def _five_fields(decided_on: date, parameters: Parameters) -> Label | None:
    day = end_on(parameters[FIVE_FIELDS], start=decided_on, day=decided_on)
    if day is None:
        return None
    return Label(
        f"食品、药品、特种设备、安全生产、消防领域为 {day}。",
        f"{day} for food, drugs, special equipment, work safety and fire.",
    )
