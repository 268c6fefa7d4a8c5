"""The pool is frozen in one order, whatever order the file had, and refuses what cannot be drawn."""

from contextlib import closing

import pytest

from gongxin.engine.duckdb import connect
from gongxin.supervision.plan import read_plan
from gongxin.supervision.pool import InvalidPool, freeze


@pytest.fixture
def frozen(plan, tmp_path):
    def go():
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        known = read_plan(plan)
        with closing(connect(out, files=[known.objects])) as connection:
            return freeze(connection, known, out)

    return go


def test_the_order_of_the_file_changes_nothing_and_one_organisation_everything(frozen, tmp_path):
    objects = tmp_path / "objects.csv"
    header, *lines = objects.read_text("utf-8").splitlines()
    first = frozen()

    objects.write_text("\n".join([header, *reversed(lines)]), "utf-8")
    assert frozen().digest == first.digest

    objects.write_text("\n".join([header, *lines[1:]]), "utf-8")
    assert frozen().digest != first.digest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("913101141000000081,A", "代码有误"),
        (",A", "（空）"),
        ("92310114MA1GT001XX,X", "分层不在计划中"),
        ("92310114MA1GT001XX,", "分层不在计划中"),
        ("91310114100000008E,A", "重复出现"),
    ],
)
def test_wrong_codes_unknown_strata_and_doubles_are_named(frozen, tmp_path, line, said):
    with (tmp_path / "objects.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")

    with pytest.raises(InvalidPool, match=said):
        frozen()


def test_a_file_without_the_columns_or_without_rows_is_refused(frozen, tmp_path):
    for text in ("code\n1\n", "uscc,stratum\n", ""):
        (tmp_path / "objects.csv").write_text(text, "utf-8")
        with pytest.raises(InvalidPool):
            frozen()


def test_whom_no_unit_may_inspect_is_not_in_the_pool(frozen, plan, tmp_path):
    one = (tmp_path / "objects.csv").read_text("utf-8").splitlines()[1].split(",")[0]
    before = frozen()
    plan.write_text(
        plan.read_text("utf-8").replace(
            "team = 2", f'team = 2\navoid = [{{ organisations = ["{one}"], reason = "立案调查中" }}]'
        ),
        "utf-8",
    )

    after = frozen()

    assert (before.sizes["A"], after.sizes["A"]) == (100, 99)
    assert one not in (tmp_path / "out" / "pool.csv").read_text("utf-8")
