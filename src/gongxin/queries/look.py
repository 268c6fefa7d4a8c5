"""Who looked at what is not public: for the organisation concerned, and for auditors."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from gongxin.law.label import Label
from gongxin.queries.matter import matter_name
from gongxin.queries.reading import Row, rows

LARGEST_PAGE = 200
COLUMNS = (
    "e.sequence, e.record, e.uscc, coalesce(o.name, ''), e.unit, coalesce(u.name, ''), e.item, e.known_at,"
    " e.batch, e.content"
)
NAMES = "LEFT JOIN organisation o ON o.uscc = e.uscc LEFT JOIN unit u ON u.uscc = e.unit"
# Entries come in the order of their commits: how long the log was when a day began bounds those of the day.
SIZE_BEFORE = (
    "coalesce((SELECT size FROM log_checkpoint WHERE signed_at < {}::timestamp AT TIME ZONE %(zone)s"
    " ORDER BY signed_at DESC, size DESC LIMIT 1), 0)"
)
NARROWING = {
    "unit": "e.unit = %(unit)s",
    "account": "e.content::jsonb ->> 'by' = %(account)s",
    "matter": "e.item = %(matter)s",
    "uscc": "e.uscc = %(uscc)s",
    "channel": "e.content::jsonb ->> 'channel' = %(channel)s",
    "from_": f"e.sequence > {SIZE_BEFORE.format('%(from_)s::date')}",
    "to": f"e.sequence <= {SIZE_BEFORE.format('(%(to)s::date + 1)')}",
}
ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class LookFacts:
    """A look. `by` is empty where the reader is not to know the account: `record` is then the reference.

    `entries` are the sequences of what was seen, `answer` the digest of the answer as it was given.
    """

    sequence: int
    record: UUID
    uscc: str
    organisation: str
    unit: str
    unit_name: str
    matter: str
    matter_name: Label
    at: datetime.datetime
    batch: UUID | None
    by: str
    channel: str
    purpose: str
    case_number: str
    items: tuple[str, ...]
    edition: str
    found: int
    entries: tuple[int, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class LookFilter:
    """Empty values do not narrow; both days are included."""

    unit: str = ""
    account: str = ""
    matter: str = ""
    uscc: str = ""
    channel: str = ""
    from_: datetime.date | None = None
    to: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class LookPage:
    """Newest first; `next` is the sequence to go on after, or None on the last page."""

    looks: tuple[LookFacts, ...]
    next: int | None


def of_organisation(
    uscc: str,
    *,
    from_: datetime.date | None = None,
    to: datetime.date | None = None,
    after: int | None = None,
    size: int = 50,
) -> LookPage:
    """Return the looks at an organisation as it may know them itself: every one, without the account."""
    return _page(LookFilter(uscc=uscc, from_=from_, to=to), after, size, names_account=False)


def page(narrow: LookFilter, *, after: int | None = None, size: int = 50) -> LookPage:
    """Return the looks of everybody, as an auditor reads them."""
    return _page(narrow, after, size, names_account=True)


def every(narrow: LookFilter) -> Iterator[LookFacts]:
    """Yield all the looks, newest first, page by page."""
    following: int | None = None
    while True:
        found = page(narrow, after=following, size=LARGEST_PAGE)
        yield from found.looks
        if (following := found.next) is None:
            return


def count(narrow: LookFilter) -> int:
    where, values = _narrowed(narrow)
    ((found,),) = rows(f"SELECT count(*) FROM entry e WHERE {where}", values)
    return int(found)


def _page(narrow: LookFilter, after: int | None, size: int, *, names_account: bool) -> LookPage:
    size = max(1, min(size, LARGEST_PAGE))
    where, values = _narrowed(narrow)
    if after is not None:
        where += " AND e.sequence < %(after)s"
        values["after"] = after
    sql = (
        f"SELECT {COLUMNS} FROM (SELECT * FROM entry e WHERE {where}"
        f" ORDER BY e.sequence DESC LIMIT %(size)s) e {NAMES} ORDER BY e.sequence DESC"
    )
    found = rows(sql, {**values, "size": size + 1})
    looks = tuple(looked(one, names_account=names_account) for one in found[:size])
    return LookPage(looks, looks[-1].sequence if len(found) > size else None)


def _narrowed(narrow: LookFilter) -> tuple[str, dict[str, object]]:
    given = {name: value for name in NARROWING if (value := getattr(narrow, name))}
    return " AND ".join(["e.kind = 'query'", *(NARROWING[name] for name in given)]), {**given, "zone": ZONE}


def looked(found: Row, *, names_account: bool = True) -> LookFacts:
    """Return the look of a row of `COLUMNS`."""
    sequence, record, uscc, organisation, unit, unit_name, matter, at, batch, content = found
    said: Mapping[str, object] = json.loads(content)
    return LookFacts(
        sequence=sequence,
        record=record,
        uscc=uscc,
        organisation=organisation,
        unit=unit,
        unit_name=unit_name,
        matter=matter,
        matter_name=matter_name(matter),
        at=at,
        batch=batch,
        by=str(said["by"]) if names_account else "",
        channel=str(said["channel"]),
        purpose=str(said["purpose"]),
        case_number=str(said["case_number"]),
        items=_texts(said["items"]),
        edition=str(said["edition"]),
        found=int(str(said["found"])),
        entries=tuple(map(int, _texts(said["entries"]))),
        answer=str(said["answer"]),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()
