"""Where a reader is in a long list, from the address."""

from dataclasses import dataclass

from django.http import QueryDict

SIZE = 50
LAST = 2_000


@dataclass(frozen=True, slots=True)
class Paging:
    """A page of `size` rows of `total`; pages count from 1."""

    page: int
    total: int
    size: int = SIZE

    @property
    def first(self) -> int:
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * self.size, self.total)

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.last < self.total else None


def page_asked(query: QueryDict) -> int:
    """Return the page that the address asks for; 1 for anything that is no page."""
    text = query.get("page", "")
    return min(int(text), LAST) if text.isascii() and text.isdigit() and int(text[:9]) else 1
