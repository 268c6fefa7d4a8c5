"""Read the models: ours and the city's, one TOML file each, every edition beside the one before."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue import reader as catalogue
from gongxin.catalogue.publicity import Disclosure
from gongxin.catalogue.table import InvalidItem, Table
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.indicator import Band, Gauge, Ground, Indicator, Veto
from gongxin.evaluation.lint.check import refuse
from gongxin.evaluation.model import UNITS, Annotated, Bound, Model, ModelScope, Scale
from gongxin.law.citation import Article
from gongxin.law.instrument import instruments
from gongxin.organisations.kind import Kind
from gongxin.organisations.status import Status

PACKAGED = Path(__file__).parent / "models"
CODE = re.compile(r"[a-z][a-z0-9_]{1,63}")
LARGEST = Decimal(9999)  # a score has four digits before the point


class UnknownModel(Exception):
    """There is no such model, or none of its editions was in force yet."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"没有模型“{code}”，或它在那一天还没有施行的版本。现有：{'、'.join(known)}。"
            f" / No model {code!r}, or no edition in force that day; there are: {', '.join(known)}."
        )


def read(folder: Path) -> tuple[Model, ...]:
    """Return the models of a folder, `<year>/<code>.toml`; none where there is no such folder.

    Raises:
        InvalidItem: a file has an unknown or missing key, or a value that cannot be.
    """
    return tuple(model_from(path.read_text("utf-8"), path) for path in sorted(folder.glob("*/*.toml")))


def kept_model(text: str) -> Model:
    """Return the model of a text that was kept when it was used."""
    return _model(text, "model.toml")


@lru_cache(maxsize=8)
def models(city: Path | None = None) -> tuple[Model, ...]:
    """Return every edition of every model, ours or the city's in its place, by code and day.

    Raises:
        ModelRefused: one crosses the boundary, lacks a basis, or cannot work.
        InvalidItem: a file cannot be read.
    """
    known, held = _declared(city), instruments(*([city] if city else []))
    for one in known:
        refuse(one, catalogue.edition(one.from_, city), held)
    return known


def _declared(city: Path | None) -> tuple[Model, ...]:
    ours = read(PACKAGED)
    theirs = read(city / "evaluation" / "models") if city else ()
    held = {(one.code, one.edition): one for one in (*ours, *theirs)}
    return tuple(sorted(held.values(), key=lambda one: (one.code, one.from_, one.edition)))


def in_force(code: str, on: date, known: tuple[Model, ...]) -> Model:
    """Return the edition in force on a day.

    Raises:
        UnknownModel: there is none.
    """
    editions = [one for one in known if one.code == code and one.from_ <= on]
    if not editions:
        raise UnknownModel(code, tuple(sorted({one.code for one in known})))
    return editions[-1]


def model_from(text: str, path: Path) -> Model:
    """Return the model that a file declares; the file is named after its code, the folder after its year."""
    where = f"{path.parent.name}/{path.name}"
    model = _model(text, where)
    if (model.code, str(model.from_.year)) != (path.stem, path.parent.name):
        raise InvalidItem(
            where,
            f"文件应放在 {model.from_.year}/{model.code}.toml（施行年份和模型代码）。",
            f"the file belongs at {model.from_.year}/{model.code}.toml: year in force and code.",
        )
    return model


def _model(text: str, where: str) -> Model:
    with Table(_toml(text, where), where) as table:
        return Model(
            code=table.text("code"),
            edition=table.text("edition"),
            name=table.label("name"),
            from_=table.day("from"),
            scope=_scope(table),
            basis=tuple(_articles(table)),
            disclosure=table.choice("disclosure", Disclosure),
            note=table.label("note"),
            scale=_scale(table),
            annotated=_annotated(table),
            bounds=tuple(_bound(one) for one in table.tables("grades")),
            indicators=tuple(_indicator(one) for one in table.tables("indicators")),
            vetoes=tuple(_veto(one) for one in table.tables("vetoes", ())),
            text=text,
        )


def _toml(text: str, where: str) -> dict[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)  # to the digit as written
    except tomllib.TOMLDecodeError as error:
        raise InvalidItem(where, f"不是有效的 TOML：{error}", f"not valid TOML: {error}") from error


def _scope(table: Table) -> ModelScope:
    with table.table("scope") as inner:
        kinds = inner.texts("kinds")
        if odd := sorted(set(kinds) - set(Kind)):
            raise InvalidItem(
                inner.where,
                f"评价对象只能是组织，不能是{'、'.join(odd)}：平台不评价自然人。",
                f"only organisations are evaluated, not {', '.join(odd)}: never a natural person.",
                reason="boundary.natural_person",
            )
        statuses = inner.texts("statuses")
        if odd := sorted(set(statuses) - set(Status)):
            raise InvalidItem(
                inner.where, f"没有登记状态 {'、'.join(odd)}。", f"no such status: {', '.join(odd)}."
            )
        return ModelScope(
            frozenset(map(Kind, kinds)), frozenset(map(Status, statuses)), inner.texts("industries", ())
        )


def _scale(table: Table) -> Scale:
    with table.table("scale") as inner:
        scale = Scale(_points(inner, "base"), _points(inner, "lowest"), _points(inner, "highest"))
    if not 0 <= scale.lowest <= scale.base <= scale.highest:
        raise InvalidItem(
            inner.where,
            "应为 0 ≤ lowest ≤ base ≤ highest。",
            "0, lowest, base and highest should be in this order.",
        )
    return scale


def _annotated(table: Table) -> Annotated:
    with table.table("annotated") as inner:
        if "counts" not in inner:
            raise InvalidItem(inner.where, "缺少“counts”。", "counts is missing.")
        return Annotated(inner.truth("counts", True), inner.article("basis"))


def _articles(table: Table) -> Iterator[Article]:
    for one in table.tables("basis"):
        with one:
            yield one.as_article()


def _bound(table: Table) -> Bound:
    with table:
        return Bound(table.choice("grade", Grade), _points(table, "at_least"), table.article("basis"))


def _ground(table: Table) -> Ground:
    months = table.whole_or_none("months")
    if months is not None and months < 1:
        raise table.wrong("months", "1 以上的整数", "1 or more")
    return Ground(table.text("item"), table.text_or_none("where"), months)


def _indicator(table: Table) -> Indicator:
    with table:
        return Indicator(
            code=_code(table),
            name=table.label("name"),
            ground=_ground(table),
            measure=table.choice("measure", Gauge),
            field=table.text_or_none("field"),
            points=_points(table, "points") if "points" in table else None,
            steps=tuple(_step(one) for one in table.tables("steps", ())),
            cap=_points(table, "cap") if "cap" in table else None,
            basis=table.article("basis"),
            reason=table.label("reason"),
        )


def _step(table: Table) -> Band:
    with table:
        return Band(_number(table, "at_least"), _points(table, "points"))


def _veto(table: Table) -> Veto:
    with table:
        return Veto(
            code=_code(table),
            name=table.label("name"),
            ground=_ground(table),
            grade=table.choice("grade", Grade),
            basis=table.article("basis"),
            reason=table.label("reason"),
        )


def _code(table: Table) -> str:
    code = table.text("code")
    if not CODE.fullmatch(code):
        raise table.wrong("code", "小写字母、数字和下划线", "small letters, digits and underscores")
    return code


def _number(table: Table, key: str) -> Decimal:
    value = table.raw(key)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise table.wrong(key, "数", "a number")
    return Decimal(value)


def _points(table: Table, key: str) -> Decimal:
    points = _number(table, key)
    if not points.is_finite() or abs(points) > LARGEST or points * UNITS % 1:
        raise table.wrong(key, "最多两位小数的分数", "points with two decimals at most")
    return points
