"""Identifiers older than the unified code, told apart by shape and by check character."""

import re
from collections.abc import Callable
from enum import StrEnum

from gongxin.law.label import Label
from gongxin.organisations.uscc import SUBJECT_ALPHABET, normalise, organisation_code_check


class IdentifierKind(StrEnum):
    """The old identifiers that a record may carry beside or instead of the unified code."""

    REGISTRATION_NUMBER = "registration_number"
    ORGANISATION_CODE = "organisation_code"
    TAX_NUMBER = "tax_number"
    INSTITUTION_CERTIFICATE = "institution_certificate"
    SOCIAL_CERTIFICATE = "social_certificate"

    @property
    def label(self) -> Label:
        """The name that pages show."""
        return LABELS[self]


LABELS = {
    IdentifierKind.REGISTRATION_NUMBER: Label("工商注册号", "Business registration number"),
    IdentifierKind.ORGANISATION_CODE: Label("组织机构代码", "Organisation code"),
    IdentifierKind.TAX_NUMBER: Label("税务登记号", "Tax registration number"),
    IdentifierKind.INSTITUTION_CERTIFICATE: Label("事业单位证书号", "Public institution certificate number"),
    IdentifierKind.SOCIAL_CERTIFICATE: Label("社会组织登记证号", "Social organisation certificate number"),
}

SHAPES = {
    IdentifierKind.REGISTRATION_NUMBER: re.compile(r"[0-9]{13}|[0-9]{15}"),
    IdentifierKind.ORGANISATION_CODE: re.compile(r"[0-9A-Z]{8}[0-9X]"),
    IdentifierKind.TAX_NUMBER: re.compile(r"[0-9]{6}[0-9A-Z]{8}[0-9X]"),
    IdentifierKind.INSTITUTION_CERTIFICATE: re.compile(r"[0-9]{12}"),
    IdentifierKind.SOCIAL_CERTIFICATE: re.compile(r"\w*(社|民|基|证|登)\w*字第?[0-9]+号?"),
}


def normalise_identifier(text: str) -> str:
    """Return the form in which identifiers are kept and compared: as codes, without hyphens."""
    return normalise(text).replace("-", "")


def recognise(text: str) -> tuple[IdentifierKind, ...]:
    """Return the kinds the text can be; those whose check character fails come last."""
    code = normalise_identifier(text)
    fitting = [kind for kind, shape in SHAPES.items() if shape.fullmatch(code)]
    return tuple(sorted(fitting, key=lambda kind: not is_sound(kind, code)))


def is_sound(kind: IdentifierKind, code: str) -> bool:
    """Say whether the check character is right; kinds without one are always sound."""
    judge = CHECKS.get(kind)
    return judge is None or judge(code)


def registration_number_check(first14: str) -> str:
    """Return the 15th digit of a registration number (ISO 7064, mod 11,10)."""
    rest = 10
    for digit in first14:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - rest) % 10)


def _registration_number(code: str) -> bool:
    return len(code) == 13 or registration_number_check(code[:14]) == code[14]


def _organisation_code(code: str) -> bool:
    return set(code[:8]) <= set(SUBJECT_ALPHABET) and organisation_code_check(code[:8]) == code[8]


def _tax_number(code: str) -> bool:
    return _organisation_code(code[6:])


CHECKS: dict[IdentifierKind, Callable[[str], bool]] = {
    IdentifierKind.REGISTRATION_NUMBER: _registration_number,
    IdentifierKind.ORGANISATION_CODE: _organisation_code,
    IdentifierKind.TAX_NUMBER: _tax_number,
}
