"""Every step of every table through the database: it sends just the notices it owes, each exactly once.

For each step the shortest way that leads to it is walked, with two persons on each side; what the ways did is
rolled back, so that one record of each kind serves for all.
"""

import tomllib
from collections import Counter, deque
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from gongxin.actions import batch_of_one, case_subject, commitment, unit
from gongxin.actions import case as actions
from gongxin.actions import commitment_template as templates
from gongxin.actions.case import Document, Filing
from gongxin.actions.commitment_breach import Breach
from gongxin.actions.look import Look, note
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.role import Role, UnitKind
from gongxin.law.label import Label
from gongxin.procedures.about import About
from gongxin.procedures.case import Actor
from gongxin.procedures.commitment_template import Template
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.opening import fits
from gongxin.procedures.procedure import START
from gongxin.procedures.step import Effect, Party
from gongxin.queries import commitment_template as wordings
from gongxin.queries.item import judged_item
from gongxin.store.models import Case, Notice

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ITEMS = Path(__file__).parent / "items"
ROLES = {
    Party.ORGANISATION: (Role.REPRESENTATIVE, ""),
    Party.CENTRE: (Role.CENTRE_OPERATOR, CENTRE),
    Party.PROVIDER: (Role.DATA_OFFICER, MARKET),
    Party.AUDITOR: (Role.AUDITOR, CENTRE),
}
PLAIN = Template(
    "证明事项型", "申请食品经营许可", "场所合法。", "撤销许可。", "", Disclosure.PUBLIC, 12, verify_in=5
)
CORRECTED = {"CF_SY": "在宣传页中使用了夸大的数据。"}
BREACH = Breach("none", "场所使用证明不实。", "责令改正。").values()
# What a step is given besides reason, documents and days.
VALUES = {
    ("objection", "propose_correction"): CORRECTED,
    ("objection", "propose_upholding"): CORRECTED,
    ("commitment", "inform"): BREACH,
}


# What the city has to decide before some steps can be taken.
DECIDED = """[{name}]
label = {{ zh = "本市规定", en = "Rule of the city" }}
unit = "working days"
checked_on = 2026-11-22
[[{name}.values]]
from = 2016-01-01
value = 5
basis = {{ instrument = "NDRC-36" }}
"""


def ways(known):
    """Yield for each step of the table the shortest way from the start that ends with it."""
    reached = {START: ()}
    waiting = deque([START])
    while waiting:
        state = waiting.popleft()
        for step in known.steps_from(state):
            if step.to not in reached:
                reached[step.to] = (*reached[state], step)
                waiting.append(step.to)
    for step in known.steps:
        yield (*min((reached[state] for state in step.from_), key=len), step)


@pytest.fixture
def city(db, settings, tmp_path):
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    for group, name in (("repair", "extension"), ("commitment", "hearing")):
        decided = DECIDED.format(name=name)
        (tmp_path / "law" / "parameters" / f"{group}.toml").write_text(decided, "utf-8")
    settings.GONGXIN_CITY_FOLDERS = (tmp_path,)
    unit.add(CENTRE, "示范市公共信用信息中心", kind=UnitKind.CENTRE)
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    record_of("organisation_registration")


def record_of(item):
    row = tomllib.loads((ITEMS / f"{item}.toml").read_text("utf-8"))["accepted"]
    return batch_of_one.enter(row, item=item, unit=MARKET, by="li", on=ON).record


def looked_at():
    look = Look(
        uscc=AMBER, unit=MARKET, by="clerk", channel="page", matter="qualification", purpose="评审",
        case_number="7", items=("honour",), edition="2026-2", found=1, answer="ab" * 32,
    )  # fmt: skip
    note([look])
    return look.record


def promised():
    made = templates.begin(PLAIN, unit=MARKET, by="alice", on=ON)
    templates.release(made, unit=MARKET, by="anna")
    version, number = wordings.one_to_sign(made), commitment.number_for(MARKET, on=ON)
    signed = commitment.Signature(AMBER, version.id, number, (), None, "ab" * 32, "owner", AT)
    return commitment.sign(signed, on=ON).record


@pytest.fixture
def subject(city, monkeypatch):
    """Return what a case of a procedure can be about. Results and members are only looked up by name."""
    named = AMBER, MARKET, Label("某结果", "some result")
    monkeypatch.setattr(case_subject, "described", lambda *_: named)
    monkeypatch.setattr(case_subject.campaign_member, "title_of", lambda *_: named)

    def made(known) -> UUID:
        if known.about is About.RECORD:
            honours = fits(known, judged_item("honour", "2026-2"))
            return record_of("honour" if honours and known.code == "deletion" else "administrative_penalty")
        return {About.LOOK: looked_at, About.COMMITMENT: promised}.get(known.about, uuid4)()

    return made


def actor(party, second):
    role, code = ROLES[party]
    organisations = frozenset({AMBER}) if party is Party.ORGANISATION else frozenset()
    return Actor(f"{party}{second}", frozenset({role}), code, organisations)


def take(known, step, case, taken, subject, on):
    """Take a step with whoever may; return the case."""
    proposer = next((by for code, by in reversed(taken) if code in step.unlike), None)
    by = actor(step.by, 2 if proposer and proposer.endswith("1") else 1)
    given = {
        "reason": "核对无误。",
        "documents": tuple(Document(kind, f"{kind}.pdf", PDF) for kind in step.documents),
        "values": {
            **dict.fromkeys(step.days, (on + timedelta(days=90)).isoformat()),
            **VALUES.get((known.code, step.code), {}),
        },
    }
    taken.append((step.code, by.account))
    if case is not None:
        actions.take(case, step.code, seen=len(taken) - 1, by=by, on=on, **given)
        return case
    filing = Filing(
        known.code, AMBER, subject, MARKET, step.code, ground=next(iter(known.grounds), ""), **given
    )
    return actions.file(filing, by=by, on=on)


def owed(step, case):
    to = {
        Party.ORGANISATION: AMBER, Party.PROVIDER: case.provider, Party.CENTRE: CENTRE, Party.AUDITOR: CENTRE
    }  # fmt: skip
    return Counter((one.kind, to[one.to]) for one in step.notices)


def sent():
    return Counter((one.kind, one.uscc or one.unit) for one in Notice.objects.all())


@pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
def test_each_step_of_the_table_sends_exactly_what_it_owes(known, subject):
    about = subject(known)
    for way in ways(known):
        with transaction.atomic():
            case, taken, on = None, [], ON
            for step in way:
                before = sent()
                on += timedelta(days=60 if step.waits_for else 1)
                case = take(known, step, case, taken, about, on)
                assert sent() - before == owed(step, Case.objects.get(id=case)), (known.code, step.code)
            transaction.set_rollback(True)


def test_every_effect_and_every_step_that_owes_a_notice_is_on_some_way():
    for known in PROCEDURES.values():
        assert {step.code for way in ways(known) for step in way} == {step.code for step in known.steps}
    assert {step.effect for known in PROCEDURES.values() for step in known.steps} == {None, *Effect}
