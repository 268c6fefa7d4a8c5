"""Look names up by index. Every lookup is capped, so that a syllable half of all names share stays quick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from gongxin.organisations.name import bigrams
from gongxin.queries.reading import rows

CANDIDATES = 300
PER_LOOKUP = 100
COMMON = 250_000  # names that hold a pair: from here on reading names in turn is quicker than the index
SECONDS_ESTIMATE_KEPT = 600
COLUMNS = "o.uscc, o.name, o.kind, o.status, n.name, n.key, n.core, n.is_current"
JOINED = "JOIN organisation o ON o.uscc = n.uscc"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name found, and the organisation that bears or bore it."""

    uscc: str
    name: str
    kind: str
    status: str
    matched_name: str
    key: str
    core: str
    is_current: bool
    by_code: bool = False


def matching(key: str, core: str, code: str) -> Sequence[Candidate]:
    """Return organisations whose code begins so, or whose name or core is, or begins, as given."""
    if code:
        sql = (
            "SELECT uscc, name, kind, status, name, '', '', true, true FROM organisation"
            f" WHERE uscc LIKE %(code)s ORDER BY uscc LIMIT {CANDIDATES}"
        )
        return [Candidate(*found) for found in rows(sql, {"code": f"{code}%"})]
    conditions = [
        "n.key = %(key)s",
        "n.core = %(core)s",
        "n.key LIKE %(key_first)s",
        "n.core LIKE %(core_first)s",
        "n.core LIKE %(key_first)s",
    ]
    values = {"key": key, "core": core, "core_first": f"{core}%", "key_first": f"{key}%"}
    return _any_of(conditions, values)


def like(patterns: Sequence[str]) -> Sequence[Candidate]:
    """Return names whose core fits one of the LIKE patterns; each should begin with a character."""
    values = {f"p{place}": pattern for place, pattern in enumerate(patterns)}
    return _any_of([f"n.core LIKE %({name})s" for name in values], values)


def containing(part: str) -> Sequence[Candidate]:
    """Return names that contain the part, of two characters or more."""
    pairs = bigrams(part)
    values: dict[str, object] = {"part": f"%{part}%", "pairs": pairs}
    index = "" if all(_is_common(pair) for pair in pairs) else "name_bigrams(key) @> %(pairs)s AND "
    sql = (
        f"SELECT {COLUMNS} FROM (SELECT * FROM organisation_name"
        f" WHERE {index}key LIKE %(part)s LIMIT {CANDIDATES}) n {JOINED}"
    )
    return [Candidate(*found) for found in rows(sql, values)]


def _any_of(conditions: Sequence[str], values: Mapping[str, object]) -> Sequence[Candidate]:
    branches = " UNION ALL ".join(
        f"(SELECT * FROM organisation_name n WHERE {condition} LIMIT {PER_LOOKUP})"
        for condition in conditions
    )
    sql = f"SELECT {COLUMNS} FROM ({branches}) n {JOINED}"
    return [Candidate(*found) for found in rows(sql, values)]


def is_rare(part: str) -> bool:
    """Say whether few enough names hold the part to be looked at one by one."""
    return any(not _is_common(pair) for pair in bigrams(part))


def _is_common(pair: str) -> bool:
    return _names_expected(pair, int(monotonic() // SECONDS_ESTIMATE_KEPT)) > COMMON


@lru_cache(maxsize=4096)
def _names_expected(pair: str, _slot: int) -> int:
    """Return how many names the planner expects to hold the pair; it costs no reading."""
    sql = "EXPLAIN (FORMAT JSON) SELECT FROM organisation_name WHERE name_bigrams(key) @> %(pairs)s"
    ((plan,),) = rows(sql, {"pairs": [pair]})
    return int(plan[0]["Plan"]["Plan Rows"])
