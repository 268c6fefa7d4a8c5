"""A prospect takes what is on file into account: documents handed in, trainings, a repair revoked."""

import json
from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.procedures.prospect import Need
from gongxin.queries import entry
from gongxin.queries.prospect import of_entries, of_entry
from gongxin.store.models import TrainingAttendance, TrainingCourse

AMBER, CENTRE = "91310000MA0000015F", "12310000000000019X"
ON = date(2026, 8, 3)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))


@pytest.fixture
def fine(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1号", "CF_NR": "终身禁止从业", "CF_JDRQ": "2026-05-01"}})
    return lambda: entry.one(record, viewer=Viewer.organisation(AMBER), on=ON)


def unmet(found):
    return [one.need for one in found.conditions if not one.is_met]


def decide(folder, settings, text):
    place = folder / "law" / "parameters"
    place.mkdir(parents=True)
    (place / "repair.toml").write_text(text, "utf-8")
    settings.GONGXIN_CITY_FOLDERS = (folder,)


def test_what_was_handed_in_with_an_open_application_is_met(fine):
    assert unmet(of_entry(fine(), on=ON)) == [Need.DUTY, Need.COMMITMENT]
    documents = tuple(Document(kind, "a.pdf", PDF) for kind in ("proof_of_fulfilment", "commitment_letter"))

    actions.file(Filing("repair", AMBER, fine().record, documents=documents), by=OWNER, on=ON)

    assert of_entry(fine(), on=ON).is_open


def test_who_was_trained_meets_the_city_s_condition(fine, tmp_path, settings):
    value = json.dumps("minor")
    decide(
        tmp_path,
        settings,
        '[training_condition]\nlabel = { zh = "培训", en = "Training" }\nunit = "choice"\n'
        "checked_on = 2026-11-22\n[[training_condition.values]]\nfrom = 2026-04-01\n"
        f'value = {value}\nbasis = {{ instrument = "NDRC-36" }}\n',
    )
    assert Need.TRAINING in unmet(of_entry(fine(), on=ON))
    course = TrainingCourse.objects.create(
        id=uuid4(), title="培训", unit=CENTRE, held_on=ON, place="大厅", minutes=60, seats=9,
        made_by="operator", made_at=timezone.now(),
    )  # fmt: skip
    TrainingAttendance.objects.create(
        id=uuid4(), course=course, uscc=AMBER, asked=1, signed_up_by="owner", signed_up_at=timezone.now(),
        attended=1, confirmed_by="operator", confirmed_at=timezone.now(), certificate="PX1", sequence=1,
    )  # fmt: skip

    assert Need.TRAINING not in unmet(of_entry(fine(), on=ON))


def test_what_the_city_s_list_rules_out_names_the_provision(recorded, tmp_path, settings):
    folder = tmp_path / "catalogue" / "behaviours"
    folder.mkdir(parents=True)
    (folder / "banned.toml").write_text(
        '[[behaviours]]\ncode = "banned"\nitem = "administrative_penalty"\n'
        'name = { zh = "终身禁止", en = "For good" }\ntier = "severe"\n'
        "match = \"contains(CF_NR, '终身')\"\n"
        'basis = { instrument = "NDRC-36" }\nfrom = 2026-01-01\n'
        'unrepairable = { instrument = "APL", number = "9" }\n',
        "utf-8",
    )
    settings.GONGXIN_CITY, settings.GONGXIN_CITY_FOLDERS = tmp_path, (tmp_path,)
    banned, other = recorded(
        {"content": {"CF_WSH": "1号", "CF_NR": "终身禁止从业", "CF_JDRQ": "2026-05-01"}},
        {"content": {"CF_WSH": "2号", "CF_NR": "罚款", "CF_JDRQ": "2026-05-01"}},
    )
    held = [entry.one(record, viewer=Viewer.organisation(AMBER), on=ON) for record in (banned, other)]

    found = of_entries(held, on=ON)

    assert str(found[banned].unrepairable) == "APL 9"
    assert (held[0].repairable_on, found[other].from_on) == (None, date(2026, 8, 1))


def test_what_is_not_adverse_has_no_prospect(recorded):
    (record,) = recorded({"content": {"XK_WSH": "1"}, "tier": None}, item="administrative_licence")

    assert of_entry(entry.one(record, viewer=Viewer.organisation(AMBER), on=ON), on=ON) is None
