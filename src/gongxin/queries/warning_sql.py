"""What each kind of warning looks at, as SQL: unit, code, key, record and the words of the text.

Whatever is told to another unit than the one that handed it in is what everybody may see.
"""

from collections.abc import Mapping

from gongxin.supervision.warning_rule import WarningKind

# Who looks after an organisation: whose licence it holds today, else who registered it.
RESPONSIBLE = (
    "(SELECT DISTINCT l.unit FROM entry l WHERE l.uscc = {uscc} AND l.item = 'administrative_licence'"
    " AND l.kind = 'record' AND l.superseded_by IS NULL AND l.content IS NOT NULL"
    " AND (l.valid_until IS NULL OR l.valid_until >= %(on)s)"
    " UNION SELECT g.unit FROM organisation o JOIN entry g ON g.sequence = o.sequence WHERE o.uscc = {uscc}"
    " AND NOT EXISTS (SELECT FROM entry l WHERE l.uscc = {uscc} AND l.item = 'administrative_licence'"
    "  AND l.kind = 'record' AND l.superseded_by IS NULL AND l.content IS NOT NULL"
    "  AND (l.valid_until IS NULL OR l.valid_until >= %(on)s)))"
)
SINCE = "(%(on)s::date - %(days)s)::timestamp AT TIME ZONE 'Asia/Shanghai'"
LAST = "%(on)s::date + %(days)s"

SOURCES: Mapping[WarningKind, str] = {
    WarningKind.NEW_RECORD: (
        "SELECT r.unit, e.uscc, e.record::text, e.record, NULL::date,"
        " jsonb_build_object('item', e.item, 'edition', e.edition, 'content', e.content::jsonb)"
        " FROM entry e CROSS JOIN LATERAL " + RESPONSIBLE.format(uscc="e.uscc") + " r"
        " WHERE {anyone} AND e.tier = ANY(%(tiers)s) AND e.unit <> r.unit"
        f" AND e.known_at >= {SINCE} AND e.decided_on > %(on)s::date - %(days)s"
    ),
    WarningKind.STATUS: (
        "SELECT l.unit, o.uscc, o.status || ':' || o.sequence, NULL::uuid, NULL::date,"
        " jsonb_build_object('status', o.status)"
        " FROM organisation o JOIN entry g ON g.sequence = o.sequence JOIN LATERAL"
        " (SELECT DISTINCT e.unit FROM entry e WHERE {anyone} AND e.uscc = o.uscc"
        "  AND e.item = 'administrative_licence'"
        "  AND (e.valid_until IS NULL OR e.valid_until >= %(on)s)) l ON true"
        f" WHERE o.status <> ALL(%(active)s) AND g.known_at >= {SINCE}"
        " AND (g.version > 1 OR o.ended_on > %(on)s::date - %(days)s)"
    ),
    WarningKind.LICENCE: (
        "SELECT e.unit, e.uscc, e.record::text || ':' || e.valid_until, e.record, NULL::date,"
        " jsonb_build_object('item', e.item, 'edition', e.edition, 'content', e.content::jsonb,"
        " 'last_day', e.valid_until) FROM entry e"
        f" WHERE {{centre}} AND e.item = 'administrative_licence' AND e.valid_until BETWEEN %(on)s AND {LAST}"
    ),
    WarningKind.CASE: (
        "SELECT c.provider, c.uscc, c.id::text || ':' || c.due_on, NULL::uuid, c.due_on,"
        " jsonb_build_object('number', c.number, 'last_day', c.due_on) FROM case_file c"
        " WHERE c.closed_on IS NULL AND c.provider <> '' AND c.due_on BETWEEN %(on)s AND %(last)s"
    ),
    WarningKind.INSPECTION: (
        "SELECT i.unit, i.uscc, i.id::text, NULL::uuid, coalesce(v.due_on, i.due_on),"
        " jsonb_build_object('last_day', coalesce(v.due_on, i.due_on))"
        " FROM inspection i JOIN visit v ON v.id = i.visit_id"
        " WHERE i.record IS NULL AND coalesce(v.due_on, i.due_on) BETWEEN %(on)s AND %(last)s"
    ),
    WarningKind.FOLLOW_UP: (
        "SELECT e.unit, e.uscc, e.record::text, e.record, NULL::date,"
        " jsonb_build_object('last_day', e.content::jsonb ->> 'follow_up_due_on') FROM entry e"
        " WHERE {centre} AND e.item = 'administrative_inspection'"
        " AND e.content::jsonb ->> 'result_type' = '02'"
        " AND (e.content::jsonb ->> 'follow_up_due_on') BETWEEN %(on)s::text AND (%(last)s::date)::text"
    ),
    WarningKind.REPEATED: (
        "SELECT r.unit, f.uscc, f.newest, NULL::uuid, NULL::date,"
        " jsonb_build_object('count', f.n, 'months', %(months)s::int) FROM ("
        "SELECT e.uscc, count(*) AS n, extract(year FROM max(e.decided_on))::text AS newest FROM entry e"
        " WHERE {anyone} AND (e.item = 'administrative_penalty' OR e.item = 'administrative_inspection'"
        "  AND e.content::jsonb ->> 'result_type' <> '01')"
        " AND e.decided_on > (%(on)s::date - make_interval(months => %(months)s))::date"
        " GROUP BY e.uscc HAVING count(*) >= %(count)s) f"
        " CROSS JOIN LATERAL " + RESPONSIBLE.format(uscc="f.uscc") + " r"
    ),
}
