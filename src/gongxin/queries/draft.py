"""Drafts of the city's catalogue, and what was released when by whom."""

import datetime
from dataclasses import dataclass, fields

from django.conf import settings

from gongxin.catalogue import draft as rule
from gongxin.catalogue.draft import CheckedDraft, ItemDraft
from gongxin.catalogue.label import Label
from gongxin.queries.reading import row, rows


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft; `said` is why it was sent back."""

    id: int
    item: str
    text: str
    note: str
    author: str
    state: str
    changed_at: datetime.datetime
    edition: str
    from_day: datetime.date | None
    decided_by: str
    decided_at: datetime.datetime | None
    said: str

    @property
    def kind(self) -> str:
        """Which list it changes: items, behaviours, measures or applications."""
        return rule.kind_and_code(self.item)[0]

    @property
    def code(self) -> str:
        return rule.kind_and_code(self.item)[1]


COLUMNS = ", ".join(field.name for field in fields(DraftFacts))
TRIED = "trial"  # the edition of a draft that has none yet


def drafts() -> tuple[DraftFacts, ...]:
    """Return every draft, those that wait first, then the newest."""
    order = "array_position(ARRAY['proposed', 'draft', 'released', 'withdrawn'], state::text), id DESC"
    return tuple(
        DraftFacts(*found)
        for found in rows(f"SELECT {COLUMNS} FROM catalogue_draft ORDER BY {order} LIMIT 200")
    )


def one(draft: int) -> DraftFacts | None:
    """Return one draft, or None."""
    found = row(f"SELECT {COLUMNS} FROM catalogue_draft WHERE id = %(id)s", {"id": draft})
    return DraftFacts(*found) if found else None


def checked(draft: DraftFacts, *, on: datetime.date) -> CheckedDraft | None:
    """Return what the catalogue check says of the draft; None without a city's folder."""
    if settings.GONGXIN_CITY is None:
        return None
    from_day = draft.from_day or on + datetime.timedelta(days=1)
    tried = ItemDraft(draft.item, draft.text, draft.edition or TRIED, from_day, Label(draft.item, draft.item))
    return rule.check(tried, settings.GONGXIN_CITY)
