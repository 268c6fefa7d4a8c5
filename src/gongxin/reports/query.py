"""A government query from the question to the answer: read, put on record, and only then shown."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zlib import compress, compressobj

from gongxin.actions import query as actions
from gongxin.actions.look import Look
from gongxin.actions.query import Asked, Settled
from gongxin.ledger.seal import canonical
from gongxin.organisations.uscc_rule import RULES
from gongxin.queries import query as queries
from gongxin.queries.answer import AT_ONCE, Answer, answers
from gongxin.queries.matter import Matter, by_code
from gongxin.queries.query import QueryFacts

if TYPE_CHECKING:
    from zlib import _Compress

VERSION = 1


def ask(asked: Asked) -> UUID:
    """Take a query over and answer it, unless it is large and left to the queue; return its number.

    Raises:
        UnknownMatter: the application list of the day does not have the matter.
        And what `actions.query.receive` refuses.
    """
    by_code(asked.matter, asked.on)
    query = actions.receive(asked)
    if len(asked.rows) <= actions.AT_ONCE:
        work_through(query)
    return query


def work_through(query: UUID) -> None:
    """Answer a query that was received; one that is answered already stays as it is."""
    facts, rows = queries.waiting(query)
    if not facts.is_answered:
        actions.settle(query, _settled(facts, rows))


def _settled(facts: QueryFacts, rows: Sequence[Sequence[Any]]) -> Settled:
    """Read the answers one after the other, and lay them out as the table `query` keeps them."""
    matter = by_code(facts.matter, facts.on)
    codes = [code for _, code, _, _ in rows if code]
    found = _Found(facts, matter, dict(reversed([(code, row) for row, code, _, _ in rows])))
    for answer in answers(codes, viewer=matter.viewer, on=facts.on, measures=matter.measures):
        found.take(answer)
        if len(found.looks) % AT_ONCE == 0:
            actions.report_progress(facts.id, len(found.looks))
    head = {
        "v": VERSION,
        "matter": _matter(matter),
        "edition": matter.edition,
        "on": facts.on.isoformat(),
        "rows": [_row(row, found.told) for row in rows],
    }
    text = f"{b64encode(compress(canonical(head).encode())).decode()}\n{found.packed()}"
    some = sum(look.found > 0 for look in found.looks)
    return Settled(found.looks, found.leaves, text, some, frozenset(found.disputed))


@dataclass(slots=True)
class _Found:
    """What was found so far. The answers are packed at once: ten thousand are too many as objects."""

    facts: QueryFacts
    matter: Matter
    rows: Mapping[str, int]  # of each code the first
    looks: list[Look] = field(default_factory=list)
    packer: "_Compress" = field(default_factory=compressobj)
    pieces: list[bytes] = field(default_factory=list)
    leaves: dict[int, str] = field(default_factory=dict)
    disputed: set[int] = field(default_factory=set)
    told: dict[str, dict[str, object]] = field(default_factory=dict)

    def take(self, answer: Answer) -> None:
        text = canonical(answer.as_json())
        look = Look(
            uscc=answer.uscc,
            unit=self.facts.unit,
            by=self.facts.account,
            channel=self.facts.channel,
            matter=self.matter.code,
            purpose=self.facts.purpose,
            case_number=self.facts.case_number,
            items=self.matter.items,
            edition=self.matter.edition,
            found=answer.found,
            adverse=answer.adverse,
            answer=sha256(text.encode()).hexdigest(),
            entries=[one.entry.sequence for one in answer.entries],
            measures=answer.measures,
            batch=self.facts.id,
            row=self.rows[answer.uscc],
        )
        self.looks.append(look)
        self.pieces.append(self.packer.compress(f'{{"look":"{look.record}",{text[1:]}\n'.encode()))
        self.leaves.update({one.entry.sequence: one.digest for one in answer.entries})
        self.disputed.update(one.entry.sequence for one in answer.entries if one.entry.is_disputed)
        self.told[answer.uscc] = {
            "state": _state(answer),
            "name": answer.organisation.name if answer.organisation else "",
            "found": answer.found,
            "adverse": answer.adverse,
            "line": len(self.looks),
        }

    def packed(self) -> str:
        return b64encode(b"".join([*self.pieces, self.packer.flush()])).decode()


def _state(answer: Answer) -> str:
    if answer.organisation is None and not answer.found:
        return "unknown"
    return "found" if answer.found else "nothing"


def _row(asked: Sequence[Any], told: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    row, code, fault, given = asked
    if fault:
        rule = RULES[fault]
        reason = {"zh": rule.message.zh, "en": rule.message.en}
        return {"row": row, "code": given, "state": "broken", "reason": reason}
    return {"row": row, "code": code, **told[code]}


def _matter(matter: Matter) -> dict[str, object]:
    return {
        "code": matter.code,
        "name": {"zh": matter.application.name.zh, "en": matter.application.name.en},
        "items": list(matter.items),
        "needing_authorisation": list(matter.needing_authorisation),
        "measures": [
            {
                "code": one.code,
                "name": {"zh": one.name.zh, "en": one.name.en},
                "kind": one.kind.value,
                "basis": {"instrument": one.basis.instrument, "number": one.basis.number},
                "decided_by": {"zh": one.decided_by.zh, "en": one.decided_by.en},
            }
            for one in matter.measures
        ],
    }
