"""Templates of commitments: a wording written by one person and released by another, version by version."""

from dataclasses import asdict
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongxin.intake.free_text import refuse_personal
from gongxin.procedures.commitment_template import Template
from gongxin.store.models import CommitmentTemplate, CommitmentVersion

FIXED = ("kind", "matter")  # of the template; the rest is of the version


class TemplateThere(Exception):
    """The unit has a template for this already."""

    def __init__(self) -> None:
        super().__init__(
            "本单位已有同类型、同事由的模板，请在该模板上修订。"
            " / The unit has a template of this kind and matter: revise that one."
        )


class NoSuchTemplate(Exception):
    """There is none, it is another unit's, or it stands elsewhere by now."""

    def __init__(self) -> None:
        super().__init__(
            "没有这个模板，或者它已停用、已由他人处理。请刷新列表。"
            " / No such template, or it ended or was dealt with meanwhile. Look at the list again."
        )


class SamePerson(Exception):
    """Who wrote the wording does not release it."""

    def __init__(self) -> None:
        super().__init__(
            "起草人不能发布自己的稿，请由本单位另一人核对发布。"
            " / Who wrote it cannot release it: let somebody else of the unit do so."
        )


REFUSALS = (TemplateThere, NoSuchTemplate, SamePerson)


def begin(template: Template, *, unit: str, by: str, on: date) -> UUID:
    """Make a template with its first wording; nobody can sign it before its release.

    Raises:
        OddTemplate: with the field to change.
        TemplateThere: the unit has one of this kind and matter.
        PersonalInText: a text holds a person's number.
    """
    _refuse_odd(template, on)
    made = CommitmentTemplate(
        id=uuid4(),
        unit=unit,
        kind=template.kind,
        matter=template.matter.strip(),
        made_by=by,
        made_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            _write(made, template, number=1, by=by)
    except IntegrityError as error:
        raise TemplateThere from error
    return made.id


def revise(made: UUID, template: Template, *, unit: str, by: str, on: date) -> None:
    """Write the next wording, or change the one that waits; what was signed before keeps the earlier one.

    Raises:
        OddTemplate: with the field to change.
        NoSuchTemplate: the unit has none of this number in use.
        PersonalInText: a text holds a person's number.
    """
    with transaction.atomic():
        known = _known(made, unit)
        whole = Template(**{**asdict(template), "kind": known.kind, "matter": known.matter})
        _refuse_odd(whole, on)
        versions = CommitmentVersion.objects.filter(template=known)
        waiting = versions.filter(released_at=None).first()
        if waiting:
            said = {**_said(whole), "written_by": by, "written_at": timezone.now()}
            versions.filter(id=waiting.id, released_at=None).update(**said)
            return
        last = versions.order_by("-number").values_list("number", flat=True)[0]
        _write(known, whole, number=last + 1, by=by)


def release(made: UUID, *, unit: str, by: str) -> None:
    """Release the wording that waits: from now on organisations sign this one.

    Raises:
        NoSuchTemplate: nothing of it waits.
        SamePerson: `by` wrote it.
    """
    with transaction.atomic():
        known = _known(made, unit)
        waiting = CommitmentVersion.objects.filter(template=known, released_at=None)
        found = waiting.select_for_update().first()
        if found is None:
            raise NoSuchTemplate
        if found.written_by == by:
            raise SamePerson
        waiting.update(released_by=by, released_at=timezone.now())


def end(made: UUID, *, unit: str, by: str) -> None:
    """Take a template out of use; commitments signed by it stand.

    Raises:
        NoSuchTemplate: the unit has none of this number in use.
    """
    in_use = CommitmentTemplate.objects.filter(id=made, unit=unit, ended_at=None)
    if in_use.update(ended_by=by, ended_at=timezone.now()) != 1:
        raise NoSuchTemplate


def _known(made: UUID, unit: str) -> CommitmentTemplate:
    in_use = CommitmentTemplate.objects.select_for_update().filter(id=made, unit=unit, ended_at=None)
    found = in_use.first()
    if found is None:
        raise NoSuchTemplate
    return found


def _write(made: CommitmentTemplate, template: Template, *, number: int, by: str) -> None:
    CommitmentVersion.objects.create(
        id=uuid4(),
        template=made,
        number=number,
        written_by=by,
        written_at=timezone.now(),
        **_said(template),
    )


def _said(template: Template) -> dict[str, object]:
    said = {name: value for name, value in asdict(template).items() if name not in FIXED}
    return said | {"papers": list(template.papers), "openness": template.openness.value}


def _refuse_odd(template: Template, on: date) -> None:
    template.checked()
    texts = (template.matter, template.content, template.liability, template.basis, *template.papers)
    refuse_personal("\n".join(texts), on=on)
