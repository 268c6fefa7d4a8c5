"""The rules a unified social credit code is judged by: ids, words for officers, shapes of other things.

The shapes are regular expressions that Python and DuckDB (RE2) read alike, tried in this order on a
normalised text that is not eighteen characters of the code's alphabet.
"""

from dataclasses import dataclass

from gongxin.law.citation import Article
from gongxin.law.label import Label
from gongxin.organisations.severity import Severity

STANDARD = Article("GB32100")
ORGANISATION_CODE = Article("GB11714")
DIVISIONS = Article("GBT2260")


@dataclass(frozen=True, slots=True)
class CodeRule:
    """One thing that can be wrong with a code: what it is, and how to mend it."""

    rule: str
    severity: Severity
    message: Label
    hint: Label
    basis: Article


def _error(rule: str, message: Label, hint: Label, basis: Article = STANDARD) -> CodeRule:
    return CodeRule(f"uscc.{rule}", Severity.ERROR, message, hint, basis)


def _warning(rule: str, message: Label, hint: Label, basis: Article = STANDARD) -> CodeRule:
    return CodeRule(f"uscc.{rule}", Severity.WARNING, message, hint, basis)


LOOK_UP = Label(
    "请按营业执照或登记证书填写 18 位统一社会信用代码。",
    "Copy the 18 characters of the code from the licence or certificate of registration.",
)
OWN_COLUMN = Label(
    "请将旧号码填入相应的代码列，并在本列填写 18 位统一社会信用代码。",
    "Move the old number to its own column and write the 18-character code here.",
)
TAKE_OUT = Label(
    "本平台不接收自然人信息，请删除该号码；如为个体工商户，请填写 92 开头的统一社会信用代码。",
    "Natural persons' data is not accepted: delete it; a sole trader has a code beginning with 92.",
)

RULES = {
    rule.rule: rule
    for rule in (
        _error("missing", Label("未填写统一社会信用代码", "The code is missing"), LOOK_UP),
        _error(
            "placeholder",
            Label(
                "填写的是占位代码（全 0），不是统一社会信用代码",
                "This is the all-zero placeholder, not a code",
            ),
            Label(
                "占位代码仅用于尚无代码的个体工商户，且须同时填写工商注册号。",
                "It stands for a sole trader without a code, whose registration number is then required.",
            ),
        ),
        _error("length", Label("长度不是 18 位", "The code does not have 18 characters"), LOOK_UP),
        _error(
            "alphabet",
            Label(
                "含有不允许的字符（不使用 I、O、S、V、Z 和符号）",
                "It has characters that no code has (I, O, S, V, Z, symbols)",
            ),
            Label(
                "请核对：字母 O 多为数字 0，I 多为 1，Z 多为 2，S 多为 5。",
                "Check: O is usually 0, I is 1, Z is 2, S is 5.",
            ),
        ),
        _error(
            "check_character",
            Label("第 18 位校验码不符", "The check character (18th) is wrong"),
            Label(
                "代码中至少有一位写错，请与证照逐位核对。",
                "At least one character is wrong: compare it with the licence.",
            ),
        ),
        _error(
            "identity_number",
            Label("填写的是居民身份证号码", "This is a citizen's identity number"),
            TAKE_OUT,
            Article("PIPL"),
        ),
        _error(
            "mobile_number",
            Label("填写的是手机号码", "This is a mobile telephone number"),
            TAKE_OUT,
            Article("PIPL"),
        ),
        _error(
            "several_codes",
            Label("一格内填写了多个代码", "There are several codes in one cell"),
            Label(
                "请每行只写一个代码，其余另起一行。", "Write one code a row, and a row for each other one."
            ),
        ),
        _error(
            "registration_number_15",
            Label("填写的是 15 位工商注册号", "This is a 15-digit business registration number"),
            OWN_COLUMN,
        ),
        _error(
            "registration_number_13",
            Label("填写的是 13 位旧工商注册号", "This is a 13-digit old registration number"),
            OWN_COLUMN,
        ),
        _error(
            "registration_number_text",
            Label("填写的是“字第…号”形式的旧注册号", "This is an old registration number in words"),
            OWN_COLUMN,
        ),
        _error(
            "tax_number_15",
            Label("填写的是 15 位税务登记号", "This is a 15-character tax registration number"),
            OWN_COLUMN,
        ),
        _error(
            "institution_certificate_12",
            Label("填写的是 12 位事业单位证书号", "This is a 12-digit public institution certificate number"),
            OWN_COLUMN,
        ),
        _error(
            "organisation_code_9",
            Label("填写的是 9 位组织机构代码", "This is a 9-character organisation code"),
            OWN_COLUMN,
            ORGANISATION_CODE,
        ),
        _error(
            "text_in_cell",
            Label("填写的是文字或夹有文字，不是代码", "This is text, or a code with text around it"),
            LOOK_UP,
        ),
        _warning(
            "organisation_code",
            Label(
                "第 9—17 位（组织机构代码）校验码不符",
                "The inner organisation code (9th-17th) fails its check",
            ),
            Label(
                "少数真实代码如此，请与证照核对；无误则不必修改。",
                "A few real codes do: compare it with the licence, and leave it if it is right.",
            ),
            ORGANISATION_CODE,
        ),
        _warning(
            "kind",
            Label(
                "前 2 位不在登记管理部门和机构类别表中",
                "The first two characters name no known department and kind",
            ),
            LOOK_UP,
        ),
        _warning(
            "region",
            Label(
                "第 3—8 位不是现行或历史行政区划代码",
                "The 3rd-8th characters are no division code, past or present",
            ),
            LOOK_UP,
            DIVISIONS,
        ),
    )
}

MISSING_WORDS = (
    "",
    "无",
    "空",
    "暂无",
    "没有",
    "未知",
    "不详",
    "NULL",
    "NONE",
    "NAN",
    "N/A",
    "NA",
    "-",
    "--",
    "/",
    "0",
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WELL_FORMED = "[0-9A-HJ-NPQRTUWXY]{18}"
PLACEHOLDER = "0{17}[0X]"
BIRTHDAY = "(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"
IDENTITY_NUMBER = f"[1-8][0-9]{{5}}{BIRTHDAY}[0-9]{{3}}[0-9X]"

SHAPES = (
    ("uscc.several_codes", "[0-9A-Z]{26,}|(?s:.*)[0-9A-Z]{13,18}[^0-9A-Z]+[0-9A-Z]{13,18}(?s:.*)"),
    ("uscc.registration_number_15", "[0-9]{15}"),
    ("uscc.registration_number_13", "[0-9]{13}"),
    ("uscc.tax_number_15", "[0-9]{6}[0-9A-Z]{8}[0-9X]"),
    ("uscc.mobile_number", r"(\+?86-?)?1[3-9][0-9]{9}"),
    ("uscc.institution_certificate_12", "[0-9]{12}"),
    ("uscc.organisation_code_9", "[0-9A-Z]{8}-?[0-9X]"),
    ("uscc.registration_number_text", "(?s:.*)字第?[0-9]+号?"),
    ("uscc.alphabet", "[!-~]{18}"),
    ("uscc.text_in_cell", "(?s:.*)[^0-9A-Z](?s:.*)"),
)
ELSE = "uscc.length"
