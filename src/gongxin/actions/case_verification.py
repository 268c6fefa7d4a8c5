"""What the tables of cases say against what the log says: a step, a case or a mark that no step made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

from gongxin.law.label import Label

# A step of the log is an entry that names one; a case counted anew for a calendar names none.
STEP = "e.kind = 'case' AND e.content::jsonb ->> 'step' > ''"
SAID = "e.content::jsonb"


@dataclass(frozen=True, slots=True)
class _Check:
    """A statement that returns the numbers of what is wrong, and what to say of one."""

    sql: str
    zh: str
    en: str


CHECKS = (
    _Check(
        "SELECT c.number || '/' || s.number FROM case_step s JOIN case_file c ON c.id = s.case_id"
        f" LEFT JOIN entry e ON e.sequence = s.sequence AND {STEP} AND e.record = s.case_id"
        " AND e.version = s.number"
        f" WHERE e.sequence IS NULL OR ({SAID} ->> 'step', {SAID} ->> 'by', {SAID} ->> 'on',"
        f" {SAID} ->> 'state', {SAID} ->> 'reason', {SAID} -> 'documents')"
        " IS DISTINCT FROM (s.step, s.by, s.on::text, s.state, s.reason, to_jsonb(s.documents))",
        "办件步骤 {} 与日志不符",
        "step {} of a case is not what the log says",
    ),
    _Check(
        f"SELECT e.sequence::text FROM entry e WHERE {STEP}"
        " AND NOT EXISTS (SELECT FROM case_step s WHERE s.sequence = e.sequence)",
        "日志第 {} 条所记的办件步骤不在办件中",
        "the step of entry {} is missing from its case",
    ),
    _Check(
        "SELECT c.number FROM case_file c LEFT JOIN entry e ON e.record = c.id AND e.version = c.version"
        f" AND {STEP} WHERE e.sequence IS NULL OR ({SAID} ->> 'state', {SAID} -> 'terms',"
        f" {SAID} ->> 'subject', e.uscc, e.unit, e.item) IS DISTINCT FROM"
        " (c.state, c.terms, coalesce(c.subject::text, ''), c.uscc, c.provider, c.procedure)",
        "办件 {} 的状态与日志不符",
        "case {} does not stand where the log says",
    ),
    _Check(
        "SELECT m.record::text FROM record_mark m WHERE EXISTS ("
        " SELECT FROM unnest(array_remove(ARRAY[m.sequence, m.ended_by], NULL)) AS t (sequence)"
        " LEFT JOIN entry e ON e.sequence = t.sequence AND e.kind = 'case'"
        f" AND coalesce({SAID} ->> 'case', e.record::text) = m.case_id::text"
        f" AND {SAID} ->> 'subject' = m.record::text WHERE e.sequence IS NULL)",
        "记录 {} 的标注没有日志中的步骤作依据",
        "a mark of record {} rests on no step of the log",
    ),
)
# Where a case stands, what it is about has a mark: it cannot have been taken away.
MARKED: Mapping[tuple[str, str], str] = {
    **{("objection", state): "annotated" for state in ("comparing", "supplementing", "correcting")},
    **{("objection", state): "annotated" for state in ("verifying", "confirming", "disputed")},
    ("repair", "repaired"): "repaired",
}
UNMARKED = (
    "SELECT c.number FROM case_file c JOIN unnest(%s::text[], %s::text[], %s::text[])"
    " AS w (procedure, state, kind) ON w.procedure = c.procedure AND w.state = c.state"
    " WHERE NOT EXISTS (SELECT FROM record_mark m WHERE m.case_id = c.id AND m.kind = w.kind"
    " AND m.ended_by IS NULL AND m.until_on IS NULL)"
)


def strays() -> Iterator[Label]:
    """Yield what the tables of cases say otherwise than the log."""
    with connection.cursor() as cursor:
        for check in CHECKS:
            cursor.execute(check.sql)
            for (where,) in cursor.fetchall():
                yield Label(check.zh.format(where), check.en.format(where))
        places = [(*place, kind) for place, kind in MARKED.items()]
        cursor.execute(UNMARKED, [list(column) for column in zip(*places, strict=True)])
        for (where,) in cursor.fetchall():
            yield Label(f"办件 {where} 应有的标注不在了", f"the mark that case {where} makes is gone")
