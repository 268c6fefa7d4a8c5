"""What somebody may see of organisations, put together for one question: facts, entries, what may follow."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from gongxin.catalogue.application import Measure, following, open_to
from gongxin.catalogue.item import Category
from gongxin.disclosure.policy import Viewer
from gongxin.disclosure.sight_sql import Condition, condition
from gongxin.ledger.seal import canonical
from gongxin.queries.entry import shown_entry
from gongxin.queries.entry_row import NAMES, columns
from gongxin.queries.evaluation import Standing, standing
from gongxin.queries.item import judged_item
from gongxin.queries.organisation import OrganisationFacts, by_codes
from gongxin.queries.reading import rows
from gongxin.queries.shown_entry import ShownEntry

PER_ITEM = 50  # of one organisation; the newest
AT_ONCE = 500  # organisations
REGISTRATION = "organisation_registration"
EVALUATION = "credit_evaluation"


@dataclass(frozen=True, slots=True)
class AnsweredEntry:
    """An entry with its leaf of the log in hexadecimal and the codes of the measures that may follow it."""

    entry: ShownEntry
    digest: str
    is_adverse: bool
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered about one organisation.

    `organisation` None: the register does not know the code. `counts` are all entries by item; of each item
    the PER_ITEM newest are in `entries`. `measures` are those that may be taken at all. `grades` are the
    platform's own evaluations.
    """

    uscc: str
    organisation: OrganisationFacts | None
    entries: tuple[AnsweredEntry, ...]
    counts: Mapping[str, int]
    measures: tuple[str, ...]
    grades: tuple[Standing, ...] = ()

    @property
    def found(self) -> int:
        """How many entries there are, the registration apart, which everybody has."""
        return sum(count for item, count in self.counts.items() if item != REGISTRATION)

    @property
    def adverse(self) -> int:
        """How many of the entries shown speak against the organisation."""
        return sum(one.is_adverse for one in self.entries)

    def as_json(self) -> dict[str, object]:
        """Return the answer as it is handed out; the look in the ledger commits to its canonical text."""
        return {
            "uscc": self.uscc,
            "organisation": _organisation(self.organisation),
            "entries": [_entry(one) for one in self.entries],
            "counts": dict(self.counts),
            "measures": list(self.measures),
            "grades": [one.as_json() for one in self.grades],
        }

    def digest(self) -> str:
        return digest(self.as_json())


def digest(answer: Mapping[str, object]) -> str:
    """Return the SHA-256 of an answer's canonical text, as a look in the ledger has it."""
    return sha256(canonical(answer).encode()).hexdigest()


def answers(
    codes: Collection[str],
    *,
    viewer: Viewer,
    on: datetime.date,
    known_at: datetime.datetime | None = None,
    measures: Sequence[Measure] = (),
) -> Iterator[Answer]:
    """Yield an answer for each code, in order, AT_ONCE at a time.

    `measures` are those of the matter that is asked in. Such answers are kept as JSON, and whoever opens one
    makes its values readable then: their entries come without fields.
    """
    wanted = list(dict.fromkeys(codes))
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        organisations, found = (
            by_codes(part),
            _entries(part, condition(viewer, on=on, known_at=known_at), viewer, with_fields=not measures),
        )
        graded = standing(part, on, viewer=viewer, known_at=known_at) if _sees_grades(viewer) else {}
        for code in part:
            entries, counts = found.get(code, ([], Counter()))
            shown = tuple(_answered(entry, leaf, measures) for entry, leaf in entries)
            taken = open_to(measures, has_adverse=any(one.is_adverse for one in shown))
            measured = tuple(one.code for one in taken)
            yield Answer(code, organisations.get(code), shown, counts, measured, graded.get(code, ()))


def _sees_grades(viewer: Viewer) -> bool:
    """Whether evaluations are among what may be seen: the platform's own go with those of other units."""
    return viewer.items is None or EVALUATION in viewer.items


def _entries(
    codes: Sequence[str], sight: Condition, viewer: Viewer, *, with_fields: bool
) -> Mapping[str, tuple[list[tuple[ShownEntry, str]], Counter[str]]]:
    sql = (
        f"SELECT {columns(sight)}, encode(e.commitment, 'hex'), e.of_item FROM (SELECT *,"
        " row_number() OVER (PARTITION BY uscc, item"
        " ORDER BY decided_on DESC NULLS LAST, sequence DESC) AS place,"
        " count(*) OVER (PARTITION BY uscc, item) AS of_item"
        f" FROM entry e WHERE e.uscc = ANY(%(codes)s) AND {sight.sql}) e {NAMES}"
        " WHERE e.place <= %(per_item)s ORDER BY e.decided_on DESC NULLS LAST, e.sequence DESC"
    )
    found: dict[str, tuple[list[tuple[ShownEntry, str]], Counter[str]]] = defaultdict(lambda: ([], Counter()))
    for *read, leaf, of_item in rows(sql, {**sight.values, "codes": codes, "per_item": PER_ITEM}):
        entry = shown_entry(tuple(read), viewer, with_fields=with_fields)
        entries, counts = found[entry.uscc]
        entries.append((entry, leaf))
        counts[entry.item] = of_item
    return found


def _answered(entry: ShownEntry, leaf: str, measures: Sequence[Measure]) -> AnsweredEntry:
    item = judged_item(entry.item, entry.edition)
    category = item.category if item else Category.OTHER
    follow = following(measures, category)
    return AnsweredEntry(entry, leaf, category is Category.ADVERSE, tuple(one.code for one in follow))


def _organisation(facts: OrganisationFacts | None) -> dict[str, object] | None:
    if facts is None:
        return None
    return {
        "name": facts.name,
        "kind": facts.kind.value,
        "status": facts.status,
        "region_name": facts.region_name,
        "industry_name": facts.industry_name.zh if facts.industry_name else "",
        "registering_unit": facts.registering_unit,
        "address": facts.address,
        "established_on": _day(facts.established_on),
        "ended_on": _day(facts.ended_on),
        "former_names": list(facts.former_names),
        "is_registered": facts.is_registered,
    }


def _entry(one: AnsweredEntry) -> dict[str, object]:
    entry = one.entry
    return {
        "sequence": entry.sequence,
        "digest": one.digest,
        "record": str(entry.record),
        "version": entry.version,
        "item": entry.item,
        "edition": entry.edition,
        "title": entry.title,
        "document_number": entry.document_number,
        "authority": entry.authority,
        "unit": entry.unit,
        "unit_name": entry.unit_name,
        "decided_on": _day(entry.decided_on),
        "valid_until": _day(entry.valid_until),
        "tier": entry.tier,
        "disclosure": entry.disclosure,
        "shown_from": _day(entry.shown_from),
        "shown_until": _day(entry.shown_until),
        "repairable_on": _day(entry.repairable_on),
        "query_until": _day(entry.query_until),
        "content": dict(entry.content),
        "marks": [one.as_json() for one in entry.standing_marks],
        "is_adverse": one.is_adverse,
        "measures": list(one.measures),
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
