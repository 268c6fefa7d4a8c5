"""Another platform's decision on paper, for the file of the case that recognises it."""

from gongxin.law.label import Label
from gongxin.queries.repair_exchange import ForeignFacts
from gongxin.reports.entry_content import both
from gongxin.reports.typst import compile_pdf

TEMPLATE = "foreign_repair"
KINDS = {
    "repaired": Label("信用修复", "Repair"),
    "repaired_for_a_time": Label("临时修复", "Temporary repair"),
    "restored": Label("修复终止或者撤销", "Repair ended or revoked"),
}


def foreign_pdf(one: ForeignFacts, *, language: str) -> bytes:
    """Return the message as it was signed, made readable."""
    message = one.message
    content = {
        "platform": one.platform,
        "facts": [
            {"label": both(label), "value": both(value)}
            for label, value in (
                (Label("通报种类", "Kind"), KINDS[message.kind]),
                (Label("组织", "Organisation"), _same(f"{message.organisation} {message.uscc}")),
                (Label("信息", "Record"), _same(message.title)),
                (Label("文书号", "Document"), _same(message.document_number)),
                (Label("决定日期", "Decided on"), _same(message.decided_on)),
                (Label("修复决定单位", "Repaired by"), _same(message.unit_name)),
                (Label("修复之日", "Repaired on"), _same(message.on)),
                (Label("对方办件", "Their case"), _same(message.case)),
                (Label("对方日志序号", "Entry of their log"), _same(str(message.sequence))),
            )
        ],
        "text": one.text,
    }
    return compile_pdf(TEMPLATE, content, language=language, at=one.received_at)


def _same(text: str) -> Label:
    return Label(text, text)
