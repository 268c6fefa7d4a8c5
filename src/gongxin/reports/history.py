"""What a matter would have found of an organisation then; the look is on record before it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongxin.actions.look import Look, note
from gongxin.disclosure.moment import Moment
from gongxin.intake.free_text import refuse_personal
from gongxin.queries.answer import Answer, answers, digest
from gongxin.queries.matter import by_code


@dataclass(frozen=True, slots=True)
class AskedBack:
    """Who asks about whom, for which matter and why, and of which moment. `on`: the day of asking."""

    uscc: str
    unit: str
    by: str
    channel: str
    matter: str
    purpose: str
    case_number: str
    moment: Moment
    on: date


@dataclass(frozen=True, slots=True)
class LookedBack:
    """The answer, as it is handed out too, and where the look at it stands in the log."""

    answer: Answer
    told: Mapping[str, object]
    sequence: int
    checkpoint: str


def look_back(asked: AskedBack) -> LookedBack:
    """Return the answer. What a matter opens is decided by today's list, whatever the moment.

    Raises:
        UnknownMatter: today's list does not have it.
        PersonalInText: purpose or case number carries a number of a natural person.
        NoPurpose: none is given.
    """
    matter, then = by_code(asked.matter, asked.on), asked.moment
    for text in (asked.purpose, asked.case_number):
        refuse_personal(text, on=asked.on)
    (found,) = answers([asked.uscc], viewer=matter.viewer, on=then.on, known_at=then.known_at)
    told = {
        "as_of": then.on.isoformat(),
        "known_at": then.known_at.isoformat() if then.known_at else None,
        "answer": found.as_json(),
    }
    look = Look(
        uscc=asked.uscc,
        unit=asked.unit,
        by=asked.by,
        channel=asked.channel,
        matter=asked.matter,
        purpose=asked.purpose,
        case_number=asked.case_number,
        items=matter.items,
        edition=matter.edition,
        found=found.found,
        answer=digest(told),
        entries=[one.entry.sequence for one in found.entries],
    )
    noted = note([look])
    return LookedBack(found, told, noted.first, noted.note)
