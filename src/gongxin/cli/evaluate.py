"""`gongxin evaluate`: grades with their reasons."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from gongxin.cli.day import MomentOption, today
from gongxin.cli.main import with_database
from gongxin.engine.engine import Engine
from gongxin.evaluation.grade import Grade
from gongxin.law.instrument import title

if TYPE_CHECKING:
    from gongxin.evaluation.explanation import Contribution
    from gongxin.queries.recomputation import Asked, ComputedOne

Told = tuple[Mapping[str, object], list[str]]


@click.command()
@click.argument("model")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="评价日，默认今天 / the day; today by default"
)
@click.option(
    "--known-at",
    type=MomentOption(),
    help="按当时的账本，不保存：2026-05-06（当日结束时）或 2026-05-06T09:00"
    " / as the ledger stood then, nothing is kept: a day (its end), or a moment",
)
@click.option(
    "--engine", type=click.Choice([one.value for one in Engine]), default="duckdb", help="计算引擎 / engine"
)
@click.option("--organisation", "uscc", help="只算这一家，不保存 / this one only; nothing is kept")
@click.option(
    "--explain",
    is_flag=True,
    help="列出每一家、或 --organisation 那一家每一分的来由 / every reason, of everybody or of that one",
)
@click.option("--verify", is_flag=True, help="重算已保存的评价并比较 / work out a kept evaluation again")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def evaluate(model: str, **options: Any) -> None:
    """按模型评价，保存结果和理由。Evaluate by a model; the results are kept with their reasons."""
    with_database()
    from gongxin.actions.evaluation import ModelChanged
    from gongxin.disclosure.moment import NotYet
    from gongxin.engine.spark import NoSpark
    from gongxin.evaluation.reader import UnknownModel
    from gongxin.law.parameter import ParameterUnset
    from gongxin.queries.recomputation import EarlierForm, NotEvaluated

    try:
        told, lines = _told(model, options)
    except (
        UnknownModel,
        NotYet,
        NotEvaluated,
        ModelChanged,
        EarlierForm,
        ParameterUnset,
        NoSpark,
    ) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(json.dumps(told, ensure_ascii=False, default=str) if options["as_json"] else "\n".join(lines))
    if told.get("same") is False:
        raise SystemExit(1)


def _told(model: str, options: Mapping[str, Any]) -> Told:
    """What to say, as values and in words."""
    from django.utils import timezone

    from gongxin.disclosure.moment import moment
    from gongxin.queries.recomputation import Asked

    day = options["as_of"].date() if options["as_of"] else today()
    asked = Asked(model, day, options["known_at"], Engine(options["engine"]))
    moment(asked.on, asked.known_at, now=timezone.localtime())
    if options["verify"]:
        return _verified(asked)
    if options["uscc"]:
        return _one(options["uscc"].strip().upper(), asked, with_reasons=options["explain"])
    told, lines = _all(asked)
    if options["explain"]:
        told, lines = _with_reasons(told, lines, asked)
    return told, lines


def _all(asked: "Asked") -> Told:
    """Evaluate everybody; results are kept where the model is in use that day.

    By an earlier state of the ledger nothing is kept: what was not known then would be forgotten today.
    """
    from gongxin.actions import evaluation

    try:
        found, grades, note = _looked(asked) if asked.known_at else _kept(asked)
    except evaluation.NotInUse as refusal:
        found, grades, note = _looked(asked)
        note = [str(refusal), *note]
    told = {**found, "model": asked.model, "on": asked.on.isoformat(), "engine": asked.engine.value}
    told["grades"] = {grade.value: count for grade, count in grades.items()}
    lines = [
        f"{asked.model} {told['edition']}，{asked.on}，账本位置 / log position {told['size']}",
        *(f"{_name(grade)}  {count:>9,}" for grade, count in grades.items()),
        f"共 / in all {told['organisations']:>9,}  结果摘要 / digest {told['results']}",
        *note,
    ]
    return told, lines


Found = tuple[Mapping[str, object], Mapping[Grade, int], list[str]]


def _kept(asked: "Asked") -> Found:
    from gongxin.actions import evaluation
    from gongxin.queries.evaluation import distribution

    run = evaluation.run(asked.model, on=asked.on, engine=asked.engine)
    told = {
        "run": run.id,
        "edition": run.edition,
        "size": run.size,
        "organisations": run.organisations,
        "results": run.results,
    }
    return told, distribution(asked.model, asked.on), [f"已保存，编号 / kept as {run.id}"]


def _looked(asked: "Asked") -> Found:
    from gongxin.queries.recomputation import computed

    found = computed(asked)
    told = {
        "run": None,
        "edition": found.model.edition,
        "size": found.position.size,
        "organisations": found.organisations,
        "results": found.results,
    }
    return told, found.grades, ["没有保存。 / Nothing was kept."]


def _with_reasons(told: Mapping[str, object], lines: list[str], asked: "Asked") -> Told:
    from gongxin.queries.recomputation import computed_each

    explained = []
    for one in computed_each(asked):
        explained.append({"uscc": one.uscc, **_score(one), **_reasons(one)})
        lines += [*_score_lines(one), *_reason_lines(one)]
    return {**told, "explained": explained}, lines


def _one(uscc: str, asked: "Asked", *, with_reasons: bool) -> Told:
    from gongxin.queries.recomputation import computed_for

    found = computed_for(uscc, asked)
    told: dict[str, object] = {
        "model": found.model.code,
        "edition": found.model.edition,
        "on": asked.on.isoformat(),
        "size": found.position.size,
        "uscc": uscc,
        **_score(found),
    }
    lines = [f"{found.model.name.zh} {found.model.edition}，{asked.on}", *_score_lines(found)]
    if with_reasons:
        return {**told, **_reasons(found)}, [*lines, *_reason_lines(found)]
    return told, lines


def _score(one: "ComputedOne") -> Mapping[str, str]:
    return {"score": str(one.score), "grade": one.grade.value}


def _score_lines(one: "ComputedOne") -> list[str]:
    return [f"{one.uscc}  {one.score}  {_name(one.grade)}"]


def _reasons(one: "ComputedOne") -> Mapping[str, object]:
    return {"base": str(one.model.scale.base), "reasons": [_reason(each) for each in one.contributions]}


def _reason_lines(one: "ComputedOne") -> list[str]:
    base = f"{one.model.scale.base:>8}  起始分 / base"
    return [base, *(line for each in one.contributions for line in _lines(each))]


def _reason(one: "Contribution") -> Mapping[str, object]:
    return {
        "indicator": one.code,
        "points": str(one.points),
        "value": str(one.value),
        "at_best": one.at_best.value if one.at_best else None,
        "entries": list(one.entries),
        "basis": str(one.basis),
        "reason": {"zh": one.reason.zh, "en": one.reason.en},
    }


def _lines(one: "Contribution") -> list[str]:
    entries = "、".join(map(str, one.entries))
    return [
        f"{one.points:>+8}  {one.reason.zh}",
        f"{'':8}  {one.reason.en}",
        f"{'':8}  条目 / entries {entries}；{title(one.basis).zh} / {title(one.basis).en}",
    ]


def _verified(asked: "Asked") -> Told:
    from gongxin.queries.recomputation import newest_run, recomputed

    number = newest_run(asked.model, asked.on)
    if number is None:
        raise click.ClickException(
            f"{asked.model} 到 {asked.on} 没有保存过评价。"
            f" / No evaluation of {asked.model} was kept by {asked.on}."
        )
    found = recomputed(number, engine=asked.engine)
    told = {"run": found.run, "kept": found.results, "again": found.again, "same": found.is_same}
    verdict = "重算结果逐字节相同 / the same, byte for byte" if found.is_same else "重算结果不同 / DIFFERENT"
    lines = [f"评价 / evaluation {found.run}：{verdict}", f"  {found.results}", f"  {found.again}"]
    if not found.is_same and found.erased:
        lines.append(
            f"其间有 {found.erased} 条依法删除了内容，不再计入。"
            f" / {found.erased} entries have lawfully lost their content since."
        )
    return told, lines


def _name(grade: Grade) -> str:
    return f"{grade.label.zh} {grade.label.en:9}"
