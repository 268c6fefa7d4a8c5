"""Content taken out of the ledger under a rule: digests stay, proofs hold, and a signed entry says why."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import connection, transaction

from gongxin.actions import case_document, case_letter, evaluation, organisation
from gongxin.actions.append import append_statements
from gongxin.actions.entry import RECORD, WITHDRAWAL, Appended, NoReason, NoSuchEntry, facts, hidden
from gongxin.actions.key import signer
from gongxin.actions.log import Head, writing
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.erasure_rule import ErasureRule
from gongxin.ledger import erasure
from gongxin.ledger.erasure import Erased, Erasure
from gongxin.ledger.statement import Statement

KIND = "erasure"
NAMELESS = {"zh": "已删除的信息", "en": "erased information"}  # what cases about it are called then


@dataclass(frozen=True, slots=True)
class Removal:
    """Under which rule content goes, on what basis, and why."""

    rule: ErasureRule
    basis: str
    reason: str


def erase(record: UUID, *, basis: str, reason: str) -> Appended:
    """Erase every version of a record because a court, an authority or a law orders it.

    Raises:
        NoSuchEntry: the record has no content to erase.
        NoReason: without basis and reason.
    """
    if not (basis.strip() and reason.strip()):
        raise NoReason
    with writing() as head:
        after = erase_on(head, [record], Removal(ErasureRule.ORDER, basis, reason))
        evaluation.forget(facts(after.size).uscc)
        return Appended(head.size + 1, after)


def erase_on(head: Head, records: Sequence[UUID], removal: Removal) -> Head:
    """Erase records as part of what is being written, each by an entry of its own.

    The database lets no content go that the rule does not cover.

    Raises:
        NoSuchEntry: one of them has no content to erase.
    """
    going = [_with_content(record) for record in records]
    said = [_statement(head, place, gone, removal) for place, gone in enumerate(going, head.size + 1)]
    for one in said:
        if one.item == organisation.REGISTRATION:
            organisation.forget(one.uscc)

    def empty() -> None:
        for record, gone, one in zip(records, going, said, strict=True):
            _empty(record, gone, one.uscc)

    if removal.rule is not ErasureRule.REQUEST:  # what the organisation gave and got for that is its own
        transaction.on_commit(lambda: _clear_files(records))
    return append_statements(head, said, before_checkpoint=empty)


def _statement(head: Head, place: int, gone: Mapping[int, Erased], removal: Removal) -> Statement:
    content = erasure.write(Erasure(gone, removal.rule, removal.basis, removal.reason), signer())
    said = replace(facts(max(gone)), kind=KIND, record=uuid4(), version=1, content=content)
    said = replace(said, disclosure=Disclosure.AUTHORISED.value, batch=None, row=None)
    return replace(hidden(said), sequence=place, known_at=head.now, tier=None, is_late=None)


def _with_content(record: UUID) -> dict[int, Erased]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sequence, commitment FROM entry"
            " WHERE record = %s AND content IS NOT NULL AND kind = ANY(%s) ORDER BY version",
            [record, [RECORD, WITHDRAWAL]],
        )
        found = cursor.fetchall()
    if not found:
        raise NoSuchEntry(record)
    return {sequence: Erased(bytes(digest), facts(sequence).facts()) for sequence, digest in found}


def _empty(record: UUID, gone: Mapping[int, Erased], uscc: str) -> None:
    """Empty the content, and what copies of it there are: answers kept for a while, corrections proposed."""
    with connection.cursor() as cursor:
        for sequence in gone:
            cursor.execute("SELECT erase_entry(%s)", [sequence])
        cursor.execute(
            "UPDATE query SET answer = '' WHERE answer <> '' AND id IN"
            " (SELECT batch FROM entry WHERE kind = 'query' AND uscc = %s)",
            [uscc],
        )
        cursor.execute(
            "UPDATE case_step SET values = '{}' WHERE values <> '{}'"
            " AND case_id IN (SELECT id FROM case_file WHERE subject = %s)",
            [record],
        )
        cursor.execute("UPDATE case_file SET title = %s WHERE subject = %s", [json.dumps(NAMELESS), record])


def _clear_files(records: Sequence[UUID]) -> None:
    """Clear away evidence and letters of cases about the records; their digests stay on the cases."""
    for record in records:
        case_document.forget(record)
        case_letter.forget(record)
