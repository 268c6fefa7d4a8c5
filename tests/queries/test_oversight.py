"""The indicators of oversight over what the platform holds: what came late, what was refused."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from gongxin.actions.oversight import keep
from gongxin.oversight.figure import total
from gongxin.oversight.indicator import indicator, indicators
from gongxin.queries.oversight import newest, worked_out
from gongxin.store.models import Batch, Entry, OversightFigure


def worked(code, **asked):
    (found,) = worked_out([indicator(code)], on=asked.pop("on", localdate()), **asked)
    return found


def test_timeliness_counts_the_records_on_which_a_term_ran(published):
    standing = Entry.objects.filter(kind="record", superseded_by=None, is_late__isnull=False)

    figure = total(worked("timeliness").figures)

    assert (figure.part, figure.whole) == (standing.filter(is_late=False).count(), standing.count())
    assert figure.whole > 0


def test_compliance_leaves_out_rows_about_natural_persons(published):
    batches = Batch.objects.filter(state="taken")
    refused = sum(batches.values_list("refused_natural_person", flat=True))
    rows = sum(batches.values_list("rows", flat=True))
    rejected = sum(batches.values_list("rejected", flat=True))

    figure = total(worked("compliance").figures)

    assert figure.whole == rows - refused
    assert figure.part == figure.whole - rejected


def test_a_record_without_a_required_field_is_not_complete(published):
    figure = total(worked("completeness").figures)

    assert figure.part == figure.whole > 0


def test_before_anything_was_known_there_is_nothing(published):
    before = Entry.objects.earliest("sequence").known_at - timedelta(days=1)

    assert worked("timeliness", known_at=before).figures == ()


def test_published_records_are_those_the_public_may_see(published):
    figure = total(worked("published_records").figures)

    assert figure.part > 0
    assert figure.whole > 0


def test_what_was_kept_is_found_again_and_stays(published):
    keep(worked_out(indicators(), on=localdate()))
    kept = newest("timeliness")

    assert kept.figures == worked("timeliness").figures
    assert kept.rule == indicator("timeliness").digest
    with pytest.raises(DatabaseError), transaction.atomic():
        OversightFigure.objects.update(size=0)
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("DELETE FROM oversight_figure")
