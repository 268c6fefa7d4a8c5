"""Drafts of the city's catalogue: written by one person, released by another."""

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongxin.catalogue import draft as rule
from gongxin.catalogue.draft import DraftRefused, ItemDraft
from gongxin.catalogue.label import Label
from gongxin.store.models import Draft

WRITING, PROPOSED, RELEASED, WITHDRAWN = "draft", "proposed", "released", "withdrawn"


class NoCityFolder(Exception):
    """The installation has no folder of the city's own."""

    def __init__(self) -> None:
        super().__init__(
            "没有设置城市文件夹，无处写入。请由运维设置 GONGXIN_CITY。"
            " / There is no city folder to write to; the operator sets GONGXIN_CITY."
        )


class UnknownDraft(Exception):
    """There is no such draft."""

    def __init__(self, draft: int) -> None:
        super().__init__(f"没有草案 {draft}。请在列表中查看。 / No draft {draft}; see the list.")


class DraftMoved(Exception):
    """The draft does not stand where this step begins, or the step is for somebody else."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def city() -> Path:
    """Return the city's folder.

    Raises:
        NoCityFolder: there is none.
    """
    folder: Path | None = settings.GONGXIN_CITY
    if folder is None:
        raise NoCityFolder
    return folder


def begin(item: str, *, by: str) -> int:
    """Begin a draft from what stands in the city's folder, else from an empty change of what is ours.

    `item` is an item's code, or `behaviours/`, `measures/` or `applications/` with a code.

    Raises:
        NoCityFolder: there is no folder to write to.
        DraftRefused: the code is none.
    """
    if not rule.is_name(item):
        raise DraftRefused(
            "代码应为小写字母、数字和下划线，不超过 64 字符。",
            "Write lower-case letters, digits and underscores, 64 characters at most.",
        )
    text = rule.standing_text(item, city()) or rule.first_text(item)
    made = Draft.objects.create(item=item, text=text, author=by, state=WRITING, changed_at=timezone.now())
    return int(made.id)


def save(draft: int, text: str, *, note: str, by: str) -> None:
    """Keep the author's text.

    Raises:
        UnknownDraft, DraftMoved: it is not the author's to change any more.
        DraftRefused: the file is too long.
    """
    if len(text) > rule.LONGEST:
        raise DraftRefused("文件过长。", "The file is too long.")
    _move(draft, WRITING, by=by, text=text, note=note, changed_at=timezone.now())


def propose(draft: int, *, edition: str, from_day: date, by: str, on: date) -> None:
    """Hand the draft over for release as an edition from a day on, tomorrow at the earliest.

    Raises:
        UnknownDraft, DraftMoved: it is not the author's any more.
        DraftRefused: the day has begun, or the check refuses it.
    """
    if from_day <= on:
        raise DraftRefused(
            f"施行日期最早为 {on + timedelta(days=1)}：已开始的一天不能改判。",
            f"The first day is {on + timedelta(days=1)} at the earliest: a day under way stays as it is.",
        )
    facts = _known(draft)
    _refuse_odd(item_draft(facts, edition, from_day))
    _move(draft, WRITING, by=by, state=PROPOSED, edition=edition, from_day=from_day, said="")


def withdraw(draft: int, *, by: str) -> None:
    """Give a draft up, or take a proposed one back; its author does.

    Raises:
        UnknownDraft, DraftMoved: it is not the author's, or is released.
    """
    facts = _known(draft)
    if facts.state == PROPOSED:
        _move(draft, PROPOSED, by=by, state=WRITING)
    else:
        _move(draft, WRITING, by=by, state=WITHDRAWN)


def send_back(draft: int, *, said: str, by: str) -> None:
    """Return a proposed draft to its author with the reason.

    Raises:
        UnknownDraft, DraftMoved: it is not proposed, or is one's own; or there is no reason.
    """
    _refuse_own(_known(draft), by)
    if not said.strip():
        raise DraftMoved("请写明退回的理由。", "Write why it is sent back.")
    if not Draft.objects.filter(id=draft, state=PROPOSED).update(state=WRITING, said=said.strip()):
        raise _moved()


def release(draft: int, *, by: str, on: date) -> None:
    """Write a proposed draft into the city's folder; somebody else than its author does.

    Raises:
        UnknownDraft, DraftMoved: it is not proposed, or is one's own.
        DraftRefused: the check refuses it meanwhile, or its day has begun.
        NoCityFolder: there is no folder to write to.
    """
    with transaction.atomic():
        facts = Draft.objects.select_for_update().filter(id=draft).first()
        if facts is None:
            raise UnknownDraft(draft)
        _refuse_own(facts, by)
        if facts.state != PROPOSED or facts.from_day is None:
            raise _moved()
        if facts.from_day <= on:
            raise DraftRefused(
                "施行日期已过，请退回改期。", "Its first day has begun: send it back for another."
            )
        Draft.objects.filter(id=draft).update(state=RELEASED, decided_by=by, decided_at=timezone.now())
        # Last, so that nothing is written where the table refuses.
        rule.release(item_draft(facts, facts.edition, facts.from_day), city())


def item_draft(facts: Draft, edition: str, from_day: date) -> ItemDraft:
    return ItemDraft(
        facts.item,
        facts.text,
        edition,
        from_day,
        Label(f"{facts.item} 的变更（{from_day}起）", f"Change of {facts.item} from {from_day}"),
    )


def _refuse_odd(draft: ItemDraft) -> None:
    if found := rule.check(draft, city()).findings:
        raise DraftRefused(
            f"目录检查有 {len(found)} 处不能接受，请先改正：{found[0].refusal.zh}",
            f"The check refuses {len(found)}; mend them first: {found[0].refusal.en}",
        )


def _refuse_own(facts: Draft, by: str) -> None:
    if facts.author == by:
        raise DraftMoved("自己起草的目录变更须由另一人审核发布。", "Somebody else releases what you drafted.")


def _move(draft: int, begins: str, *, by: str, **changes: object) -> None:
    facts = _known(draft)
    if facts.author != by:
        raise DraftMoved(
            "这是他人的草案，只能由起草人修改。", "It is somebody else's draft; its author changes it."
        )
    if not Draft.objects.filter(id=draft, state=begins, author=by).update(**changes):
        raise _moved()


def _moved() -> DraftMoved:
    return DraftMoved(
        "草案已由他人办理到别的环节，请刷新后查看。", "The draft stands elsewhere by now; look again."
    )


def _known(draft: int) -> Draft:
    facts = Draft.objects.filter(id=draft).first()
    if facts is None:
        raise UnknownDraft(draft)
    return facts
