"""What changed between two editions, in words."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.export import plain
from gongxin.catalogue.item import Item
from gongxin.catalogue.label import Label


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


VERBS = {ChangeKind.ADDED: Label("新增", "added"), ChangeKind.REMOVED: Label("删去", "removed")}
NOUNS = {
    "item": Label("事项", "Item"),
    "field": Label("字段", "field"),
    "rule": Label("规则", "rule"),
    "behaviour": Label("行为", "Behaviour"),
    "measure": Label("措施", "Measure"),
    "application": Label("应用事项", "Matter"),
    "power": Label("权力", "Power"),
}
ATTRIBUTES = {
    "name": Label("名称", "name"), "label": Label("名称", "name"), "category": Label("信息类别", "category"),
    "subjects": Label("主体", "subjects"), "providers": Label("提供单位", "providers"),
    "basis": Label("依据", "legal basis"), "disclosure": Label("公开属性", "disclosure"),
    "publicity": Label("公示规则", "publicity"), "query_period": Label("查询期限", "query period"),
    "frequency": Label("报送期限", "frequency"), "identity": Label("识别字段", "identity"),
    "kind": Label("类型", "kind"), "length": Label("长度", "length"), "scale": Label("小数位", "decimals"),
    "required": Label("必填", "required"), "required_when": Label("必填条件", "required when"),
    "aliases": Label("其他表头", "other headers"), "codes": Label("代码", "codes"),
    "personal": Label("入库前丢弃", "dropped"), "public": Label("是否公开", "public"),
    "note": Label("说明", "note"), "severity": Label("轻重", "severity"), "fault": Label("条件", "condition"),
    "message": Label("提示", "message"), "hint": Label("改法", "hint"), "tier": Label("失信等级", "tier"),
    "match": Label("条件", "condition"), "items": Label("可查事项", "items"),
    "measures": Label("措施", "measures"), "unit": Label("单位", "unit"), "item": Label("事项", "item"),
    "from_": Label("起始日期", "from"),
    "order": Label("次序", "order"), "section": Label("栏目", "section"), "until": Label("截止日期", "until"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `zh` and `en` say it whole."""

    kind: ChangeKind
    where: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


def changes(old: Edition, new: Edition) -> tuple[Change, ...]:
    """Return every difference from the old edition to the new, in catalogue order."""
    return (
        *_between("item", old.items, new.items),
        *_between("behaviour", _coded(old.behaviours), _coded(new.behaviours)),
        *_between("measure", old.measures, new.measures),
        *_between("application", old.applications, new.applications),
        *_between("power", _coded(old.powers), _coded(new.powers)),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the catalogue and where it stands: `inside` is the item of a field or rule."""

    noun: str
    code: str
    thing: object
    inside: str


def _between(
    noun: str, old: Mapping[str, object], new: Mapping[str, object], inside: str = ""
) -> Iterator[Change]:
    for code, thing in new.items():
        part = Part(noun, code, thing, inside)
        if code not in old:
            yield _change(ChangeKind.ADDED, part, VERBS[ChangeKind.ADDED])
        elif old[code] != thing:
            yield from _within(part, old[code])
    for code, thing in old.items():
        if code not in new:
            yield _change(ChangeKind.REMOVED, Part(noun, code, thing, inside), VERBS[ChangeKind.REMOVED])


def _change(kind: ChangeKind, part: Part, said: Label) -> Change:
    noun, name = NOUNS[part.noun], _name(part.thing)
    zh = f"{part.inside}：" if part.inside else ""
    en = f"{part.inside}: " if part.inside else ""
    return Change(
        kind,
        f"{part.inside} {part.code}".strip(),
        f"{zh}{noun.zh} {part.code}（{name.zh}）{said.zh}",
        f"{en}{noun.en} {part.code} ({name.en}) {said.en}",
    )


def _name(thing: object) -> Label:
    for attribute in ("name", "label", "message"):
        named = getattr(thing, attribute, None)
        if isinstance(named, Label):
            return named
    return Label("", "")


def _within(part: Part, old: object) -> Iterator[Change]:
    new = part.thing
    if isinstance(old, Item) and isinstance(new, Item):
        yield from _between("field", _coded(old.fields), _coded(new.fields), part.code)
        yield from _between("rule", _coded(old.rules), _coded(new.rules), part.code)
    for attribute in dataclasses.fields(new):  # type: ignore[arg-type]
        was, becomes = getattr(old, attribute.name), getattr(new, attribute.name)
        if was == becomes or attribute.name in ("fields", "rules"):
            continue
        named = ATTRIBUTES.get(attribute.name, Label(attribute.name, attribute.name))
        said = Label(
            f"的{named.zh}由“{_said(was, 'zh')}”改为“{_said(becomes, 'zh')}”",
            f"{named.en}: {_said(was, 'en')!r} became {_said(becomes, 'en')!r}",
        )
        yield _change(ChangeKind.CHANGED, part, said)


def _coded(things: tuple[object, ...]) -> dict[str, object]:
    return {str(getattr(thing, "code", None) or getattr(thing, "id", "")): thing for thing in things}


def _said(value: object, language: str) -> str:
    """A value in words of one language."""
    if isinstance(value, Label):
        return value.text(language)
    if isinstance(value, tuple | frozenset):
        parts = (
            sorted(map(str, value))
            if isinstance(value, frozenset)
            else [_said(one, language) for one in value]
        )
        return ("、" if language == "zh" else ", ").join(parts)
    if isinstance(value, Mapping):
        return ", ".join(str(key) for key in value)
    if dataclasses.is_dataclass(value):
        known = plain(value)
        return (
            ", ".join(f"{key} {one}" for key, one in known.items())
            if isinstance(known, Mapping)
            else str(value)
        )
    return "" if value is None else str(value)
