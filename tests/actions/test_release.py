"""An edition of a model is let into use by two persons, on a trial, from a day that lies ahead."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from gongxin.actions.release import NotReleasable, confirm, propose, refuse
from gongxin.evaluation.reader import models
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import release as facts
from gongxin.store.models import ModelRelease, Trial

MODEL, EDITION = "comprehensive_enterprise", "2026"
CENTRE = "11310000MB2F00013X"
DAY = timedelta(days=1)


@pytest.fixture
def trial(db):
    digest = next(one.digest for one in models() if (one.code, one.edition) == (MODEL, EDITION))
    return Trial.objects.create(
        id=uuid4(), model=MODEL, edition=EDITION, digest=digest, on=localdate(), state="done",
        ordered_by="zhongxin", ordered_at=timezone.now(), result={},
    ).id  # fmt: skip


def proposed(trial, effective_on=None, reasons="试算平稳"):
    day = effective_on or localdate() + DAY
    return propose(trial, effective_on=day, reasons=reasons, by="zhongxin", on=localdate())


def test_it_is_in_use_from_its_day_on_and_on_record(trial):
    sequence = confirm(proposed(trial), by="fuhe", unit=CENTRE)

    assert facts.in_use(MODEL, localdate()) is None
    assert facts.in_use(MODEL, localdate() + DAY).edition == EDITION
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, content FROM entry WHERE sequence = %s", [sequence])
        kind, content = cursor.fetchone()
    assert kind == "model_release"
    assert '"confirmed_by":"fuhe"' in content


def test_whoever_proposed_it_does_not_confirm_it(trial):
    release = proposed(trial)

    with pytest.raises(NotReleasable, match="另一人复核"):
        confirm(release, by="zhongxin", unit=CENTRE)
    assert facts.one(release).is_waiting


def test_nor_does_the_database_let_one_person_do_both(trial):
    release = proposed(trial)

    with pytest.raises(IntegrityError), transaction.atomic():
        ModelRelease.objects.filter(id=release).update(
            is_confirmed=True, decided_by="zhongxin", decided_at=timezone.now(), sequence=1
        )


def test_what_was_decided_stays(trial):
    release = proposed(trial)
    refuse(release, reason="等待公开征求意见", by="fuhe", on=localdate())

    with pytest.raises(NotReleasable, match="已由他人办理"):
        confirm(release, by="fuhe", unit=CENTRE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelRelease.objects.filter(id=release).update(said="")


@pytest.mark.parametrize(
    ("effective_in", "reasons", "said"),
    [(0, "理由", "最早为明天"), (1, "  ", "写明施行的理由")],
)
def test_a_day_under_way_or_no_reason_is_refused(trial, effective_in, reasons, said):
    with pytest.raises(NotReleasable, match=said):
        proposed(trial, localdate() + effective_in * DAY, reasons)


def test_reasons_name_nobody(trial):
    with pytest.raises(PersonalInText):
        proposed(trial, reasons="由13800138000同意")


def test_only_one_edition_waits_at_a_time(trial):
    proposed(trial)

    with pytest.raises(NotReleasable, match="等待复核"):
        proposed(trial)


def test_without_a_finished_trial_nothing_is_proposed(trial):
    Trial.objects.filter(id=trial).update(state="running")

    with pytest.raises(NotReleasable, match="完成一次试算"):
        proposed(trial)


def test_a_file_changed_after_the_trial_is_tried_again_first(trial):
    Trial.objects.filter(id=trial).update(digest="0" * 64)

    with pytest.raises(NotReleasable, match="重新试算"):
        proposed(trial)


def test_a_refusal_says_why(trial):
    with pytest.raises(NotReleasable, match="理由"):
        refuse(proposed(trial), reason=" ", by="fuhe", on=localdate())
