"""The budget of visits: what can go together goes together, and no more visits than the city allows."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongxin.supervision.disturbance import Placing, Visits, is_full, placed

DAY = date(2026, 12, 1)
CODES = st.lists(st.sampled_from("ABCDEFGH"), unique=True)
VISITS = st.dictionaries(
    st.sampled_from("ABCDEFGH"),
    st.builds(
        lambda done, still: Visits(done + len(still), dict.fromkeys(still, DAY)),
        st.integers(0, 5),
        st.sets(st.sampled_from("xyz"), max_size=2),
    ),
)


def test_the_first_visit_that_is_still_to_come_takes_a_task_in():
    visits = {"A": Visits(4, {"later": date(2026, 12, 9), "soon": DAY})}

    (one,) = placed(["A"], visits, cap=4)

    assert (one.placing, one.visit) == (Placing.MERGED, "soon")


def test_at_the_cap_a_task_is_spared_and_below_it_is_a_visit():
    visits = {"A": Visits(4), "B": Visits(3)}

    assert [one.placing for one in placed("ABC", visits, cap=4)] == [
        Placing.SPARED,
        Placing.VISIT,
        Placing.VISIT,
    ]


def test_where_the_city_set_no_cap_nobody_is_spared():
    assert [one.placing for one in placed("A", {"A": Visits(99)}, cap=None)] == [Placing.VISIT]


@given(codes=CODES, visits=VISITS, cap=st.integers(0, 6))
def test_no_organisation_ever_gets_more_visits_than_the_cap_and_every_task_has_one_place(codes, visits, cap):
    found = list(placed(codes, visits, cap))

    assert [one.uscc for one in found] == codes
    for one in found:
        before = visits.get(one.uscc, Visits())
        if one.placing is Placing.VISIT:
            assert before.counted < cap
            assert not before.open
        if one.placing is Placing.MERGED:
            assert one.visit in before.open
        if one.placing is Placing.SPARED:
            assert is_full(before, cap)
