"""The unified social credit code (GB 32100-2015): normal form, checks, making one."""

import re
from dataclasses import dataclass

from gongxin.organisations.kind import prefixes
from gongxin.organisations.region import region
from gongxin.organisations.severity import Severity
from gongxin.organisations.uscc_rule import (
    ALPHABET,
    ELSE,
    IDENTITY_NUMBER,
    MISSING_WORDS,
    PLACEHOLDER,
    RULES,
    SHAPES,
    WELL_FORMED,
    CodeRule,
)

WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
SUBJECT_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"

VALUES = {character: value for value, character in enumerate(ALPHABET)}
SUBJECT_VALUES = {character: value for value, character in enumerate(SUBJECT_ALPHABET)}

# What normalising changes, character by character, so that SQL can do exactly the same.
WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
NARROW = "".join(map(chr, range(0x21, 0x7F)))
LOWER, UPPER = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DASHES = "‐‑‒–—―−"
DROPPED = "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff'‘’`" + "".join(
    map(chr, range(0x2000, 0x2010))
)
CHANGED = WIDE + LOWER + DASHES
CHANGED_TO = NARROW.upper() + UPPER + "-" * len(DASHES)
# The wide apostrophe and grave accent go the way of the narrow ones.
TABLE = {
    **{ord(old): new if new not in "'`" else None for old, new in zip(CHANGED, CHANGED_TO, strict=True)},
    **{ord(character): None for character in DROPPED},
}

_well_formed = re.compile(WELL_FORMED).fullmatch
_placeholder = re.compile(PLACEHOLDER).fullmatch
_identity = re.compile(IDENTITY_NUMBER).fullmatch
_shapes = tuple((rule, re.compile(shape).fullmatch) for rule, shape in SHAPES)


class NotEncodable(ValueError):
    """A code was to be made from parts that no code can have."""


@dataclass(frozen=True, slots=True)
class UsccCheck:
    """A normalised code and what is wrong with it; warnings are looked for only where there is no error."""

    code: str
    faults: tuple[CodeRule, ...]
    warnings: tuple[CodeRule, ...]

    @property
    def is_valid(self) -> bool:
        """Whether the code can be taken; it may carry warnings."""
        return not self.faults

    @property
    def findings(self) -> tuple[CodeRule, ...]:
        """Faults, then warnings."""
        return self.faults + self.warnings


def normalise(text: str) -> str:
    """Return the text in capitals and half width, without blanks and apostrophes."""
    return text.translate(TABLE)


def check(text: str) -> UsccCheck:
    """Return the normalised code with its findings: at most one error, else every warning that applies."""
    code = normalise(text)
    rule = _error(code)
    if rule:
        return UsccCheck(code, (RULES[rule],), ())
    return UsccCheck(code, (), tuple(RULES[rule] for rule in _warnings(code)))


def is_valid(text: str) -> bool:
    """Say whether the code passes every check that is an error."""
    return _error(normalise(text)) is None


def check_digit(first17: str) -> str:
    """Return the 18th character."""
    return ALPHABET[-sum(w * VALUES[c] for w, c in zip(WEIGHTS, first17, strict=True)) % 31]


def organisation_code_check(first8: str) -> str:
    """Return the check character of an organisation code, the 17th of a unified code."""
    total = sum(w * SUBJECT_VALUES[c] for w, c in zip(SUBJECT_WEIGHTS, first8, strict=True))
    return "0123456789X0"[11 - total % 11]


def identity_number_check(first17: str) -> str:
    """Return the last character of a citizen's identity number, to recognise and refuse one."""
    return IDENTITY_CHECKS[sum(w * int(c) for w, c in zip(IDENTITY_WEIGHTS, first17, strict=True)) % 11]


def make(department_kind: str, region_code: str, subject8: str) -> str:
    """Return the valid code of two, six and eight characters, with both check characters.

    Raises:
        NotEncodable: a part has the wrong length or a character outside the alphabet.
    """
    if [len(department_kind), len(region_code), len(subject8)] != [2, 6, 8]:
        raise NotEncodable(
            f"须为 2+6+8 位。 / 2, 6 and 8 characters: {department_kind} {region_code} {subject8}"
        )
    if odd := set(department_kind + region_code + subject8) - set(ALPHABET):
        raise NotEncodable(f"不允许的字符 {sorted(odd)}。 / Not in the alphabet: {sorted(odd)}")
    first17 = department_kind + region_code + subject8 + organisation_code_check(subject8)
    return first17 + check_digit(first17)


def _error(code: str) -> str | None:
    if _well_formed(code):
        return _error_well_formed(code)
    if code in MISSING_WORDS:
        return "uscc.missing"
    return next((rule for rule, matches in _shapes if matches(code)), ELSE)


def _error_well_formed(code: str) -> str | None:
    if _placeholder(code):
        return "uscc.placeholder"
    sound = check_digit(code[:17]) == code[17]
    if _is_identity_number(code) and not (sound and _is_plausible(code)):
        return "uscc.identity_number"
    return None if sound else "uscc.check_character"


def _is_identity_number(code: str) -> bool:
    return bool(_identity(code)) and identity_number_check(code[:17]) == code[17]


def _is_plausible(code: str) -> bool:
    return code[:2] in prefixes() and region(f"{code[2:4]}0000") is not None


def _warnings(code: str) -> list[str]:
    found = []
    if organisation_code_check(code[8:16]) != code[16]:
        found.append("uscc.organisation_code")
    if code[:2] not in prefixes():
        found.append("uscc.kind")
    if region(code[2:8]) is None:
        found.append("uscc.region")
    return found


assert all(RULES[rule].severity is Severity.ERROR for rule, _ in SHAPES)
