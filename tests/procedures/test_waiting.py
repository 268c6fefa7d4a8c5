"""For whom a case waits."""

from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.step import Party
from gongxin.procedures.waiting import waits_for


def test_an_objection_waits_for_the_centre_then_the_unit_and_for_who_is_asked_for_material():
    objection = PROCEDURES["objection"]

    assert waits_for(objection, "comparing") == (Party.CENTRE,)
    assert waits_for(objection, "verifying") == (Party.PROVIDER,)
    assert waits_for(objection, "supplementing") == (Party.ORGANISATION,)
    assert waits_for(objection, "upheld") == ()


def test_every_open_state_of_every_procedure_waits_for_somebody():
    for known in PROCEDURES.values():
        for state in known.states:
            assert bool(waits_for(known, state)) == (not known.is_final(state)), (known.code, state)
