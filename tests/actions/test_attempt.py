"""Between attempts to send the pauses grow, and come to an end."""

from datetime import timedelta

from gongxin.actions.attempt import LONGEST_PAUSE, MOST_ATTEMPTS, pause


def test_pauses_grow_to_half_a_day():
    pauses = [pause(attempt) for attempt in range(1, MOST_ATTEMPTS + 1)]

    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=2)
    assert pauses[-1] == LONGEST_PAUSE
    assert sum(pauses, timedelta()) > timedelta(days=2)
    assert pause(10_000) == LONGEST_PAUSE
