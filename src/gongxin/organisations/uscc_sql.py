"""The same checks as `uscc`, as DuckDB SQL for millions of codes; a test proves that both say the same."""

from collections.abc import Collection, Sequence

from gongxin.organisations.kind import prefixes
from gongxin.organisations.region import regions
from gongxin.organisations.uscc import (
    CHANGED,
    CHANGED_TO,
    DROPPED,
    IDENTITY_CHECKS,
    IDENTITY_WEIGHTS,
    LOWER,
    SUBJECT_ALPHABET,
    SUBJECT_WEIGHTS,
    TABLE,
    UPPER,
    WEIGHTS,
)
from gongxin.organisations.uscc_rule import (
    ALPHABET,
    ELSE,
    IDENTITY_NUMBER,
    MISSING_WORDS,
    PLACEHOLDER,
    SHAPES,
    WELL_FORMED,
)


def normalised_sql(text: str) -> str:
    """Return SQL for `uscc.normalise`; what needs little is spared the slow translation."""
    kept = [(old, new) for old, new in zip(CHANGED, CHANGED_TO, strict=True) if TABLE[ord(old)]]
    dropped = DROPPED + "".join(old for old in CHANGED if TABLE[ord(old)] is None)
    old, new = "".join(old for old, _ in kept) + dropped, "".join(new for _, new in kept)
    changed = f"translate({text}, {_text(old)}, {_text(new)})"
    return (
        f"CASE WHEN regexp_full_match({text}, '[0-9A-Z]*') THEN {text} "
        f"WHEN regexp_full_match({text}, '[0-9A-Za-z ]*') THEN translate({text}, '{LOWER} ', '{UPPER}') "
        f"ELSE {changed} END"
    )


def error_sql(code: str) -> str:
    """Return SQL for the rule id of the one error of a normalised code, NULL where it has none."""
    shapes = " ".join(f"WHEN {_matches(code, shape)} THEN '{rule}'" for rule, shape in SHAPES)
    return (
        f"CASE WHEN {code} IS NULL THEN NULL "
        f"WHEN {_matches(code, WELL_FORMED)} THEN {_well_formed_sql(code)} "
        f"WHEN {code} IN ({_texts(MISSING_WORDS)}) THEN 'uscc.missing' {shapes} ELSE '{ELSE}' END"
    )


def warning_sql(code: str) -> dict[str, str]:
    """Return, for each warning, SQL that holds where a normalised code without an error deserves it."""
    inner = f"(11 - {_sum(code, SUBJECT_WEIGHTS, SUBJECT_ALPHABET, 9)} % 11 + 1)"
    return {
        "uscc.organisation_code": f"substr('0123456789X0', ({inner})::INT, 1) <> substr({code}, 17, 1)",
        "uscc.kind": f"substr({code}, 1, 2) NOT IN ({_texts(prefixes())})",
        "uscc.region": f"substr({code}, 3, 6) NOT IN {_regions()}",
    }


def faults_sql(table: str, column: str) -> str:
    """Return SQL selecting (code, rule), one row per finding, from a table of codes as they were given."""
    warnings = warning_sql("code")
    columns = ", ".join(f"{wrong} AS w{n}" for n, wrong in enumerate(warnings.values()))
    warned = ", ".join(
        f"CASE WHEN error IS NULL AND w{n} THEN '{rule}' END" for n, rule in enumerate(warnings)
    )
    # One pass: a filter on `error` would be pushed down and judge every code twice.
    return (  # the names are ours, never a user's
        f"WITH normal AS (SELECT {column} AS given, {normalised_sql(column)} AS code FROM {table}), "  # noqa: S608
        f"judged AS (SELECT given, {error_sql('code')} AS error, {columns} FROM normal) "
        f"SELECT given AS code, "
        f"unnest(list_filter([error, {warned}], lambda rule: rule IS NOT NULL)) AS rule FROM judged"
    )


def _well_formed_sql(code: str) -> str:
    sound = f"({_sum(code, WEIGHTS, ALPHABET, 1)} + instr('{ALPHABET}', substr({code}, 18, 1)) - 1) % 31 = 0"
    provinces = _texts([region[:2] for region in regions() if region.endswith("0000")])
    implausible = f"({warning_sql(code)['uscc.kind']} OR substr({code}, 3, 2) NOT IN ({provinces}))"
    place = f"{_sum(code, IDENTITY_WEIGHTS, '0123456789', 1)} % 11 + 1"
    identity = (
        f"{_matches(code, IDENTITY_NUMBER)} "
        f"AND substr('{IDENTITY_CHECKS}', ({place})::INT, 1) = substr({code}, 18, 1) "
        f"AND (NOT {sound} OR {implausible})"
    )
    return (
        f"CASE WHEN {_matches(code, PLACEHOLDER)} THEN 'uscc.placeholder' "
        f"WHEN {identity} THEN 'uscc.identity_number' WHEN NOT ({sound}) THEN 'uscc.check_character' END"
    )


def _regions() -> str:
    """One long text, split: seven thousand literals would take a fifth of a second to plan."""
    return f"(SELECT unnest(string_split('{','.join(regions())}', ',')))"


def _sum(code: str, weights: Sequence[int], alphabet: str, first: int) -> str:
    terms = (
        f"{weight} * (instr('{alphabet}', substr({code}, {place}, 1)) - 1)"
        for place, weight in enumerate(weights, first)
    )
    return f"({' + '.join(terms)})"


def _matches(text: str, shape: str) -> str:
    return f"regexp_full_match({text}, {_text(shape)})"


def _texts(values: Collection[str]) -> str:
    return ", ".join(_text(value) for value in values)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
