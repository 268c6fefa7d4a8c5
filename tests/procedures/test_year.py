"""A city's year of cases from one seed: habits, holidays, a calendar published late, days when nothing works.

Nothing here asks the tables how a term is counted: a second count of working days says when each is due.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from random import Random

import pytest

from gongxin.disclosure.role import Role
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.citation import Article
from gongxin.law.holiday_notice import HolidayNotice
from gongxin.law.label import Label
from gongxin.law.parameter import Parameters, Value, load_parameters
from gongxin.procedures.case import Act, Actor, Case, Day, Refused, late, move, possible
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.objection import is_annotated, is_suspended
from gongxin.procedures.procedure import START
from gongxin.procedures.step import DOCUMENTS, Effect, Party

YEARS = 2_000  # seeds
CASES = 8  # filed in each year
FIRST, LENGTH = date(2026, 4, 1), 365  # Order 36 is in force; the second calendar year is not published yet
WHOLE = [date(2025, 12, 1) + timedelta(days=n) for n in range(900)]
HIDING = {"repair": ("repaired", "revoking"), "withdrawal": ("withdrawn",), "deletion": ("deleted",)}
FOR_GOOD = {Effect.WITHDRAW, Effect.ERASE, Effect.REPAIR, Effect.RESTORE}
LONG = Value(5, "working days", Article("NDRC-36"), date(2016, 1, 1), date(2016, 1, 1))
DECIDED = ("repair.extension", "commitment.hearing")  # by the city, without which these steps wait
LAW = load_parameters()
HELD = Parameters({**LAW, **{key: replace(LAW[key], values=(LONG,), decision=None) for key in DECIDED}})


@dataclass(frozen=True)
class Known:
    """A calendar, and a count of its working days that is not the rules' own."""

    calendar: WorkingCalendar
    worked: tuple[date, ...]

    def due(self, start, number):
        return self.worked[bisect_right(self.worked, start) + number - 1]

    def between(self, start, end):
        return bisect_right(self.worked, end) - bisect_right(self.worked, start)

    def next(self, on):
        return self.worked[bisect_left(self.worked, on)]


def known(calendar):
    return Known(calendar, tuple(day for day in WHOLE if calendar.day(day).works))


FORESEEN = known(WorkingCalendar.published())


def published_late(dice):
    """Return the calendar once the second year is published: a week off here, its Saturdays worked."""
    began = date(2027, 1, 1) + timedelta(days=dice.randrange(60))
    festival = Label("节日", "a festival")
    off = [began + timedelta(days=n) for n in range(7)]
    worked = [day for day in (began - timedelta(days=n) for n in range(1, 15)) if day.weekday() == 5][:2]
    told = {day: HolidayNotice(day, works=day in worked, holiday=festival) for day in (*off, *worked)}
    before = FORESEEN.calendar
    return known(
        replace(before, notices={**before.notices, **told}, years=before.years | {2027}, expected={})
    )


@dataclass
class Filed:
    """A case as it went, and what its terms should be by the other count."""

    procedure: object
    case: Case
    course: list = field(default_factory=list)  # (act, day) of each step that was taken
    notices: Counter = field(default_factory=Counter)
    terms: dict = field(default_factory=dict)  # place of the term: (start, working days left, closed on)
    standing: dict = field(default_factory=dict)  # place of the term: since when it stands still

    def due(self, place, calendar):
        start, left, _closed = self.terms[place]
        return None if left is None or place in self.standing else calendar.due(start, left)


class Year:
    """One year. `habits`: how many days a party takes; the slow ones are late, some never answer."""

    def __init__(self, seed):
        self.dice = Random(seed)
        self.published_on = date(2026, 11, 1) + timedelta(days=self.dice.randrange(90))
        self.late_calendar = published_late(self.dice)
        self.down = {FIRST + timedelta(days=self.dice.randrange(LENGTH)) for _ in range(6)}
        self.habits = {party: self.dice.choice([1, 1, 3, 8, 30]) for party in Party}
        self.filed, self.agenda, self.order = [], [], count()

    def calendar(self, on):
        return self.late_calendar if on >= self.published_on else FORESEEN

    def day(self, on):
        return Day(on, self.calendar(on).calendar, HELD)

    def plan(self, on, place):
        heapq.heappush(self.agenda, (on, next(self.order), place))

    def live(self):
        for _ in range(CASES):
            procedure = self.dice.choice(list(PROCEDURES.values()))
            self.filed.append(Filed(procedure, Case("91310114MA1GT00019", "U")))
            self.plan(FIRST + timedelta(days=self.dice.randrange(LENGTH)), len(self.filed) - 1)
        while self.agenda:
            on, _order, place = heapq.heappop(self.agenda)
            if on in self.down:
                self.plan(on + timedelta(days=1), place)  # whoever could not get through comes again
            elif on < FIRST + timedelta(days=LENGTH):
                self.act(self.filed[place], on, place)
        return self

    def act(self, filed, on, place):
        """Let somebody take a step that stands open, sometimes twice, and see who comes next, and when."""
        who, step = self.somebody(filed)
        days = dict.fromkeys(step.days, "2099-12-31")
        act = Act(step.code, who, "理由", frozenset(DOCUMENTS), days)
        before = filed.case
        try:
            moved = move(filed.procedure, before, act, self.day(on))
        except Refused:
            assert step.waits_for  # the one thing that only the day can refuse
            return self.plan(on + timedelta(days=1), place)
        assert filed.case == before  # a move is a value: who holds the old one holds the old one
        note(filed, moved, act, self.day(on), self.calendar(on))
        if self.dice.random() < 0.1:
            self.click_again(filed, act, on)
        check(filed, on, self.calendar(on))
        if filed.procedure.steps_from(filed.case.state) and self.dice.random() > 0.08:  # some never answer
            waiting = self.dice.randrange(1 + 2 * self.habits[self.next_party(filed)])
            self.plan(on + timedelta(days=waiting), place)
        return None

    def somebody(self, filed):
        ways = [(who, step) for who in TOWN for step in possible(filed.procedure, filed.case, who)]
        assert ways, (filed.procedure.code, filed.case)  # nobody is ever left without a way on
        return self.dice.choice(ways)

    def next_party(self, filed):
        return self.dice.choice(filed.procedure.steps_from(filed.case.state)).by

    def click_again(self, filed, act, on):
        """The same step a second time is refused, or is a step that may be taken twice."""
        step = filed.procedure.step(act.step)
        if filed.case.state in step.from_ and step in possible(filed.procedure, filed.case, act.by):
            return
        with pytest.raises(Refused):
            move(filed.procedure, filed.case, act, self.day(on))


CITIZENS = frozenset({"91310114MA1GT00019"})
TOWN = (
    Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=CITIZENS),
    Actor("centre", frozenset({Role.CENTRE_OPERATOR}), unit="C"),
    Actor("centre2", frozenset({Role.CENTRE_REVIEWER}), unit="C"),
    Actor("officer", frozenset({Role.DATA_OFFICER}), unit="U"),
    Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit="U"),
    Actor("auditor", frozenset({Role.AUDITOR}), unit="C"),
    Actor("auditor2", frozenset({Role.AUDITOR}), unit="C"),
    Actor("stranger", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({"X"})),
    Actor("elsewhere", frozenset({Role.DATA_OFFICER, Role.DATA_REVIEWER}), unit="V"),
)


def note(filed, moved, act, day, calendar):
    """Count the terms a second time, step by step, with the calendar that was known on the day."""
    step = filed.procedure.step(act.step)
    for place, (start, left, closed) in list(filed.terms.items()):
        code, last = filed.case.terms[place].code, filed.due(place, calendar)
        if code in step.closes and closed is None:
            filed.terms[place] = (start, left, day.on)
        elif step.pauses and closed is None and last is not None and day.on <= last:
            filed.standing[place] = day.on
        elif step.resumes and place in filed.standing:
            used = calendar.between(start, filed.standing.pop(place))
            filed.terms[place] = (day.on, max(1, left - used), closed)
    for code in step.opens:
        value = HELD[filed.procedure.term(code).parameter].known_on(day.on)
        filed.terms[len(filed.terms)] = (day.on, value and value.number, None)
    filed.notices.update((notice.kind, notice.to) for notice in moved.notices)
    filed.course.append((act, day))
    filed.case = moved.case


def check(filed, on, calendar):
    """Look at a case on the day, and on the days on which one of its terms ends and is over."""
    days = {on}
    for place, term in enumerate(filed.case.terms):
        last = filed.due(place, calendar)
        assert term.due_on(calendar.calendar) == last
        assert term.closed_on == filed.terms[place][2]
        if last is not None:
            assert last in calendar.worked
            days |= {last, last + timedelta(days=1)}
    for one in days:
        check_day(filed, one, calendar)
    check_end(filed)


def check_day(filed, on, calendar):
    case, day = filed.case, Day(on, calendar.calendar, HELD)
    over = [
        filed.case.terms[place].code
        for place, (_start, _left, closed) in filed.terms.items()
        if closed is None and (last := filed.due(place, calendar)) is not None and on > last
    ]
    assert sorted(late(case, day)) == sorted(over)
    if filed.procedure.code == "objection":
        waits = case.state in ("verifying", "confirming")
        assert is_suspended(case, on, calendar.calendar) == (waits and "verification" in over)
        assert not (is_suspended(case, on, calendar.calendar) and not is_annotated(case))


def check_end(filed):
    procedure, case = filed.procedure, filed.case
    assert case.state != START
    assert len(case.done) == len(filed.course)
    if procedure.is_final(case.state):
        assert all(term.closed_on for term in case.terms)
    step = procedure.step(case.done[-1].step)
    if step.effect in FOR_GOOD:
        assert len({done.by for done in case.done[-2:]}) == 2  # two persons for what cannot be undone


def is_hidden(filed):
    """What the effects of the steps amount to, one after the other."""
    hidden = False
    for done in filed.case.done:
        effect = filed.procedure.step(done.step).effect
        hidden = (hidden or effect in FOR_GOOD) and effect is not Effect.RESTORE
    return hidden


def test_no_year_breaks_a_rule():
    ended, overdue = Counter(), Counter()
    for seed in range(YEARS):
        for filed in Year(seed).live().filed:
            if not filed.course:
                continue
            case = filed.case
            ended[filed.procedure.code] += filed.procedure.is_final(case.state)
            overdue[filed.procedure.code] += any(is_over(filed, place) for place in filed.terms)
            owed = Counter(
                (notice.kind, notice.to)
                for done in case.done
                for notice in filed.procedure.step(done.step).notices
            )
            assert filed.notices == owed
            if filed.procedure.code in HIDING:
                assert is_hidden(filed) == (case.state in HIDING[filed.procedure.code])

    # The years were worth living: of every procedure many cases ended, and many a term was not kept.
    assert min(ended[code] for code in PROCEDURES) > YEARS / 8
    assert min(overdue[code] for code in PROCEDURES if has_clock(code)) > YEARS / 50


def has_clock(code):
    return any(HELD[term.parameter].known_on(FIRST) for term in PROCEDURES[code].terms)


def is_over(filed, place):
    """Whether the term was not kept, by the calendar known on the day of the last step."""
    start, left, closed = filed.terms[place]
    return left is not None and closed is not None and closed > FORESEEN.due(start, left)


def test_the_same_seed_lives_the_same_year():
    assert [one.case for one in Year(7).live().filed] == [one.case for one in Year(7).live().filed]
    assert [one.case for one in Year(7).live().filed] != [one.case for one in Year(8).live().filed]


def test_the_steps_of_a_case_with_their_days_tell_all_of_it():
    """Who has the ledger can live every case again and comes to where it stands."""
    for seed in range(YEARS // 10):
        for filed in Year(seed).live().filed:
            again = Case(filed.case.uscc, filed.case.provider)
            for act, day in filed.course:
                again = move(filed.procedure, again, act, day).case

            assert again == filed.case


def test_a_year_off_the_calendar_moves_due_dates_and_nothing_else():
    """A term that runs into the unpublished year is due anew when its calendar is published."""
    moved = 0
    for seed in range(YEARS // 10):
        year = Year(seed).live()
        for filed in year.filed:
            for place, term in enumerate(filed.case.terms):
                last = filed.due(place, year.late_calendar)
                assert term.due_on(year.late_calendar.calendar) == last
                moved += last != filed.due(place, FORESEEN)

    assert moved
