"""A filled-in example of what an organisation hands in, on paper."""

from collections.abc import Sequence

from gongxin.law.label import Label
from gongxin.procedures.sample import Sample
from gongxin.reports.typst import compile_pdf

TEMPLATE = "sample"


def sample_pdf(sample: Sample, *, language: str) -> bytes:
    """Return the same file whenever asked; `language` is zh or en."""
    content = {
        "title": _both(sample.title),
        "addressee": _both(sample.addressee),
        "facts": [{"label": _both(one.label), "value": _both(one.value)} for one in sample.facts],
        "paragraphs": _each(sample.paragraphs),
        "enclosed": _each(sample.enclosed),
        "signature": _both(sample.signature),
        "signed_on": sample.signed_on.isoformat(),
    }
    return compile_pdf(TEMPLATE, content, language=language)


def _each(labels: Sequence[Label]) -> list[dict[str, str]]:
    return [_both(one) for one in labels]


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
