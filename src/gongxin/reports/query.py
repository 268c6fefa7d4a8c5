"""A government query from the question to the answer: read, put on record, and only then shown."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from gongxin.actions import query as actions
from gongxin.actions.look import Look
from gongxin.actions.query import Asked, Settled
from gongxin.ledger.seal import canonical
from gongxin.organisations.uscc_rule import RULES
from gongxin.queries import query as queries
from gongxin.queries.answer import AT_ONCE, Answer, answers, digest
from gongxin.queries.matter import Matter, by_code
from gongxin.queries.query import QueryFacts

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
    if facts.is_answered:
        return
    matter = by_code(facts.matter, facts.on)
    codes = [code for _, code, _, _ in rows if code]
    found = []
    for place, answer in enumerate(
        answers(codes, viewer=matter.viewer, on=facts.on, measures=matter.measures), 1
    ):
        found.append(answer)
        if place % AT_ONCE == 0:
            actions.report_progress(query, place)
    actions.settle(query, _settled(facts, matter, rows, found))


def _settled(
    facts: QueryFacts, matter: Matter, rows: Sequence[Sequence[Any]], found: Sequence[Answer]
) -> Settled:
    first_rows: dict[str, int] = {}
    for row, code, _, _ in rows:
        first_rows.setdefault(code, row)
    texts = {one.uscc: one.as_json() for one in found}
    looks = [
        Look(
            uscc=one.uscc,
            unit=facts.unit,
            by=facts.account,
            channel=facts.channel,
            matter=matter.code,
            purpose=facts.purpose,
            case_number=facts.case_number,
            items=matter.items,
            edition=matter.edition,
            found=one.found,
            adverse=one.adverse,
            answer=digest(texts[one.uscc]),
            entries=[entry.entry.sequence for entry in one.entries],
            measures=one.measures,
            batch=facts.id,
            row=first_rows[one.uscc],
        )
        for one in found
    ]
    leaves = {entry.entry.sequence: entry.digest for one in found for entry in one.entries}
    document = {
        "v": VERSION,
        "matter": _matter(matter),
        "edition": matter.edition,
        "on": facts.on.isoformat(),
        "rows": list(_rows(rows, {one.uscc: one for one in found})),
        "organisations": {look.uscc: {"look": str(look.record), **texts[look.uscc]} for look in looks},
    }
    return Settled(looks, leaves, canonical(document), sum(one.found > 0 for one in found))


def _rows(rows: Sequence[Sequence[Any]], found: dict[str, Answer]) -> Iterator[dict[str, object]]:
    for row, code, fault, given in rows:
        if fault:
            rule = RULES[fault]
            yield {
                "row": row,
                "code": given,
                "state": "broken",
                "reason": {"zh": rule.message.zh, "en": rule.message.en},
            }
        elif found[code].organisation is None:
            yield {"row": row, "code": code, "state": "unknown"}
        else:
            yield {"row": row, "code": code, "state": "found" if found[code].found else "nothing"}


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
