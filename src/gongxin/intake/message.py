"""What each generic rule says. `{field}` is the field's label, `{value}` the cell."""

from dataclasses import dataclass

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.organisations.severity import Severity

STANDARD = Article("DP-2018")
PRIVACY = Article("PIPL")
COLLECTING = Article("SH", "9")


@dataclass(frozen=True, slots=True)
class Message:
    """The sentence of a rule, the repair, and the provision it rests on where there is one."""

    message: Label
    hint: Label
    article: Article | None = None
    severity: Severity = Severity.ERROR


DATES = Label(
    "写成 2026-05-12、2026/05/12、20260512 或 2026年5月12日；长期写 2099/12/31。",
    "Write 2026-05-12, 2026/05/12 or 20260512; 2099/12/31 for no end.",
)
TAKE_OUT = Label(
    "删去该号码；本平台不收任何自然人信息。",
    "Take the number out: no natural person's data is accepted.",
)
OWN_CODE = Label(
    "请按登记证照填写 18 位统一社会信用代码；没有代码的填写旧登记号码。",
    "Give the 18-character code as on the certificate, or an old registration number.",
)

MESSAGES = {
    "required.missing": Message(
        Label("“{field}”未填写", "{field} is missing"),
        Label("补填“{field}”；写“无”“空”等同于未填。", "Fill in {field}; 无 or 空 counts as missing."),
    ),
    "record.erased": Message(
        Label("这条记录已依法删除，不再收录", "This record was erased by law and is not taken again"),
        Label(
            "请勿再报；有异议的联系运营单位。",
            "Do not send it again; object to the operator if you disagree.",
        ),
    ),
    "text.too_long": Message(
        Label("“{field}”超过 {length} 字", "{field} is longer than {length} characters"),
        Label("压缩到 {length} 字以内。", "Shorten it to {length} characters."),
    ),
    "date.unreadable": Message(Label("“{field}”不是日期：{value}", "{field} is not a date: {value}"), DATES),
    "date.in_future": Message(
        Label("“{field}”晚于今天：{value}", "{field} lies in the future: {value}"),
        Label(
            "核对年份；尚未作出的决定不报送。", "Check the year; what is not yet decided is not submitted."
        ),
    ),
    "decimal.unreadable": Message(
        Label("“{field}”不是数字：{value}", "{field} is not a number: {value}"),
        Label(
            "只写数字，如 0.03；单位见表头。",
            "Write the number only, such as 0.03; the header names the unit.",
        ),
    ),
    "decimal.too_precise": Message(
        Label("“{field}”小数超过 {scale} 位：{value}", "{field} has more than {scale} decimals: {value}"),
        Label("保留 {scale} 位小数以内，并核对单位。", "Keep {scale} decimals at most, and check the unit."),
    ),
    "integer.unreadable": Message(
        Label("“{field}”不是整数：{value}", "{field} is not a whole number: {value}"),
        Label("只写整数，不带单位。", "Write a whole number without a unit."),
    ),
    "code.unknown": Message(
        Label("“{field}”不在代码表中：{value}", "{field} is not on the list of codes: {value}"),
        Label("改为下列之一：{codes}", "Use one of: {codes}"),
    ),
    "region.unknown": Message(
        Label(
            "“{field}”不是现行或历史行政区划代码：{value}",
            "{field} is no division code, past or present: {value}",
        ),
        Label("按 GB/T 2260 填写 6 位代码。", "Give the six digits of GB/T 2260."),
        Article("GBT2260"),
        Severity.WARNING,
    ),
    "industry.unknown": Message(
        Label("“{field}”不是国民经济行业代码：{value}", "{field} is no industry code: {value}"),
        Label("按 GB/T 4754 填写门类字母或代码。", "Give the letter or code of GB/T 4754."),
        None,
        Severity.WARNING,
    ),
    "personal.identity_number": Message(
        Label("“{field}”中有居民身份证号码：{value}", "{field} holds an identity-card number: {value}"),
        TAKE_OUT,
        PRIVACY,
    ),
    "personal.mobile": Message(
        Label("“{field}”中有手机号码：{value}", "{field} holds a mobile number: {value}"), TAKE_OUT, PRIVACY
    ),
    "personal.bank_card": Message(
        Label("“{field}”中有银行卡号：{value}", "{field} holds a bank-card number: {value}"),
        TAKE_OUT,
        PRIVACY,
    ),
    "subject.natural_person": Message(
        Label(
            "相对人是自然人，本行不收，内容不保存",
            "The party is a natural person: the row is refused and nothing of it kept",
        ),
        Label("从文件中删去本行。", "Take the row out of the file."),
        PRIVACY,
    ),
    "subject.unidentified": Message(
        Label(
            "没有“{field}”，也没有旧登记号码，无法确定主体",
            "Neither {field} nor an old registration number: nobody is named",
        ),
        OWN_CODE,
        STANDARD,
    ),
    "subject.unmatched": Message(
        Label(
            "登记库中找不到这一主体，已转人工比对",
            "The register does not know this organisation; an officer will look",
        ),
        OWN_CODE,
        COLLECTING,
    ),
    "subject.by_old_identifier": Message(
        Label(
            "没有统一社会信用代码，报送时将按旧登记号码查找主体",
            "No code: the old number will be looked up on submission",
        ),
        OWN_CODE,
        None,
        Severity.WARNING,
    ),
    "subject.name_differs": Message(
        Label(
            "名称与登记库中该代码的名称不一致：{value}",
            "The register knows this code under another name: {value}",
        ),
        Label(
            "核对名称和代码；名称已变更的可不改。", "Check name and code; leave it if the name has changed."
        ),
        None,
        Severity.WARNING,
    ),
    "row.ragged": Message(
        Label("本行有 {value} 格，与表头的列数不符", "The row has {value} cells, which the header does not"),
        Label(
            "核对分隔符和引号：文字中有分隔符的要加引号。",
            "Check separators and quotation marks in this row.",
        ),
    ),
    "row.not_an_object": Message(
        Label("本行不是完整的 JSON 对象", "The line is not a whole JSON object"),
        Label('每行写一个对象，如 {"字段": "值"}。', "Write one object a line."),
    ),
    "row.nested": Message(
        Label("“{value}”的值是嵌套结构", "The value of {value} is nested"),
        Label("值只能是文字、数字，或文字的数组。", "Values are text, numbers, or lists of text."),
    ),
    "row.duplicate_in_file": Message(
        Label("与本文件中前面的一行完全相同", "The same as an earlier row of this file"),
        Label("删去重复的行；平台只收一次。", "Take the repetition out; it is taken once."),
        None,
        Severity.WARNING,
    ),
    "identity.conflict_in_file": Message(
        Label(
            "同一文号、同一主体在本文件中有内容不同的行",
            "This file has the same record twice with different content",
        ),
        Label("核对后只保留正确的一行。", "Keep the right one."),
    ),
}
