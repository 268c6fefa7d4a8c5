"""Why a model is not used."""

import pytest

from gongxin.catalogue import reader as catalogue
from gongxin.evaluation.lint.check import ModelRefused, refusals, refuse
from gongxin.law.instrument import instruments

PENALTY = 'item = "administrative_penalty"\nwhere = "tier = \'severe\'"'
BASIS = 'basis = { instrument = "STA-40" }'
REASON = 'reason = { zh = "有记载，加{points}分。", en = "On record: {points} added." }'
GRADE_A = 'item = "tax_grade_a"\nmeasure = "existence"\npoints = 3.5'
LARGEST = 'measure = "maximum"\nfield = "CF_NR_FK"'


def where(condition):
    return f'item = "administrative_penalty"\nwhere = "{condition}"'


def reasons(model):
    return [one.reason for one in refusals(model, catalogue.edition(model.from_))]


def test_a_lawful_model_is_not_refused(small):
    assert reasons(small) == []


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        # nothing without a basis
        ('basis = [{ instrument = "SH", number = "23" }]', "basis = []", "basis.missing"),
        (BASIS, 'basis = { instrument = "NOSUCH-1" }', "basis.unknown_instrument"),
        (BASIS, 'basis = { instrument = "NDRC-36", number = "99" }', "basis.unknown_article"),
        # only lawful grounds
        ('item = "tax_grade_a"', 'item = "no_such_item"', "model.unknown_item"),
        ('item = "tax_grade_a"', 'item = "financing_tax"', "model.authorised"),
        (GRADE_A, GRADE_A.replace("points = 3.5", "points = -3.5"), "model.not_adverse"),
        (GRADE_A, GRADE_A.replace("tax_grade_a", "fee_arrears"), "model.adverse_raises"),
        ('item = "list_tax_violation"', 'item = "credit_commitment"', "model.not_adverse"),
        ('kinds = ["enterprise"]', 'kinds = ["government_body"]', "model.subjects"),
        # conditions
        (PENALTY, where("CF_FRDB = 'x'"), "rule.unknown_field"),
        (PENALTY, where("CF_NR_FK / 3 > 1"), "rule.forbidden"),
        (PENALTY, where("round(CF_NR_FK) > 1"), "rule.forbidden"),
        (PENALTY, where("regexp_matches(CF_YJ, '.')"), "rule.forbidden"),
        (PENALTY, where("tier IN (SELECT tier FROM entry)"), "rule.forbidden"),
        (PENALTY, where("tier = 'a'; DROP TABLE entry"), "rule.unparsable"),
        (PENALTY, where("parameter('no.such') < CF_NR_FK"), "rule.unknown_parameter"),
        (PENALTY, where("CF_NR_FK > 3 AND CF_NR_FK < 2"), "rule.never"),
        # measures
        ('field = "registration_date"', 'field = "name"', "model.field_kind"),
        (LARGEST, LARGEST.replace("CF_NR_FK", "CF_JDRQ"), "model.field_kind"),
        ('measure = "existence"', 'measure = "existence"\nfield = "year"', "model.field"),
        (LARGEST, 'measure = "maximum"', "model.field"),
        ("steps = [{ at_least = 5, points = -2 }]", "points = -2", "model.points"),
        ("points = -10\ncap = -25", "points = -10", "model.cap"),
        ("points = -10\ncap = -25", "points = -10\ncap = -5", "model.cap"),
        ("points = -10\ncap = -25", "points = -10\ncap = 25", "model.cap"),
        ("points = -3.25 }", "points = 3.25 }", "model.cap"),
        (REASON, REASON.replace("{points}", "{months}"), "model.reason"),
        # the whole
        ('grade = "good"\nat_least = 75', 'grade = "good"\nat_least = 95', "model.grades"),
        ('grade = "poor"\nat_least = 0', 'grade = "poor"\nat_least = 10', "model.grades"),
        ('code = "largest"', 'code = "severe"', "model.double_code"),
        ('statuses = ["existing"]', "statuses = []", "model.empty"),
        ('statuses = ["existing"]', 'statuses = ["existing"]\nindustries = ["Z9"]', "model.industry"),
        # the boundary
        ("A级纳税人", "企业法定代表人信用", "boundary.person"),
        ("A级纳税人", "从业人员信用", "boundary.natural_person"),
        ("A级纳税人", "主要出资人宗教信仰", "boundary.religion"),
        ("A级纳税人", "信访次数", "boundary.petitioning"),
        ("A级纳税人", "询13800138000", "boundary.number"),
        ("On record: {points} added.", "Blood type on record: {points}.", "boundary.blood_type"),
        ('code = "grade_a"', 'code = "personal_credit"', "boundary.natural_person"),
        (PENALTY, where("contains(CF_SY, '发帖')"), "boundary.speech"),
    ],
)  # fmt: skip
def test_what_a_model_must_not_do_is_refused(evaluation, before, after, reason):
    assert reason in reasons(evaluation.changed((before, after)))


def test_a_refused_model_says_each_fault(evaluation):
    model = evaluation.changed((BASIS, 'basis = { instrument = "NOSUCH-1" }'), ("A级纳税人", "信访次数"))

    with pytest.raises(ModelRefused, match=r"small 1 有 2 处(?s:.*)NOSUCH-1"):
        refuse(model, catalogue.edition(model.from_), instruments())
