"""A signed credit report of 60 penalties as PDF: beside WeasyPrint with the same content, font and signature.

Both processes are warm, as a server is: each makes reports of ever other penalties, and only those after the
first few count.
"""

import csv
import html
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench.city import ITEM, ON, only_file, penalties
from bench.measuring import Figure, at_least, at_most, in_turns, lines, ratio_to, report, work_folder

ENTRIES = 60
WARM = 3
REPORTS = {"gongxin": 30, "WeasyPrint": 5}
AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
Content = dict[str, Any]


def figures(options: Namespace) -> list[Figure]:
    folder = penalties(options.rows, options.organisations)
    runs = in_turns("bench.report", {name: [str(folder)] for name in REPORTS}, rounds=options.rounds)
    found = lines(runs, {"gongxin": "us", "WeasyPrint": "peer"})
    median = float(str(found[0].facts["median_ms"]))
    verdicts = [
        at_most("ms for a report, signed", 80, median),
        at_least("times WeasyPrint", 8, ratio_to(found, "WeasyPrint")),
    ]
    return [Figure("report", f"A signed report of {ENTRIES} records as PDF", "reports", found, verdicts)]


def contents(folder: Path) -> Iterator[Content]:
    """Yield contents of reports, each with penalties that no other has."""
    from gongxin.catalogue.reader import edition
    from gongxin.ledger.credit_report import number_of
    from gongxin.reports.entry_content import both
    from gongxin.reports.section import layout

    item, given = edition(ON).item(ITEM), layout()
    drop = {
        item.subject.name, item.subject.uscc, item.subject.category, item.decided_on, item.document_number,
        *item.subject.old_identifiers, *(unit.uscc for unit in (item.authority, item.source) if unit),
    }  # fmt: skip
    fields = [field for field in item.kept_fields if field.code not in drop]
    with only_file(folder).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        place = 0
        while batch := list(islice(rows, ENTRIES)):
            if len(batch) < ENTRIES:
                return
            place += 1
            entries = [_entry(row, fields, both(item.field(item.decided_on).label)) for row in batch]
            group = {"item": ITEM, "name": both(item.name), "count": ENTRIES, "entries": entries}
            sections = [
                {
                    "section": one.code,
                    "title": both(one.title),
                    "groups": [group] if ITEM in one.items else [],
                }
                for one in given.sections
                if one.code != "local"
            ]
            first = batch[0]
            yield {
                "format": "1.0",
                "issuer": both(given.issuer),
                "number": number_of(place, ON),
                "kind": "public",
                "uscc": first["CF_XDR_SHXYM"],
                "name": first["CF_XDR_MC"],
                "issued_at": AT.isoformat(),
                "as_of": ON.isoformat(),
                "known_at": None,
                "log_size": 1_000_000,
                "registration": [
                    {"label": {"zh": name, "en": name}, "value": value, "value_en": value}
                    for name, value in (("名称", first["CF_XDR_MC"]), ("登记机关", first["CF_CFJG"]))
                ],
                "marks": [],
                "summary": [
                    {
                        "section": one["section"],
                        "title": one["title"],
                        "count": ENTRIES if one["groups"] else 0,
                    }
                    for one in sections[1:]
                ],
                "sections": sections,
                "note": None,
                "advice": [],
                "advice_basis": {"zh": "", "en": ""},
            }


def _entry(row: dict[str, str], fields: Any, decided: dict[str, str]) -> Content:
    return {
        "title": row["CF_WFXW"],
        "document_number": row["CF_WSH"],
        "authority": row["CF_CFJG"],
        "unit_name": row["CF_SJLY"],
        "decided_on": row["CF_JDRQ"],
        "decided_label": decided,
        "tier": "ordinary",
        "shown_until": "2027-11-20",
        "repairable_on": "2027-02-20",
        "fields": [
            {
                "code": field.code,
                "label": {"zh": field.label.zh, "en": field.label.en},
                "value": row[field.code],
                "value_en": row[field.code],
            }
            for field in fields
            if row[field.code] and (field.code != "CF_SJLY" or row["CF_SJLY"] != row["CF_CFJG"])
        ],
    }


def gongxin(folder: Path) -> None:
    _settings()
    from gongxin.reports.printing import printed

    _time("gongxin", folder, lambda content: printed(content, language="zh", at=AT))


def weasyprint(folder: Path) -> None:
    _settings()
    import noto_cjk_sans_otc
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from gongxin.reports.sealing import seal_pdf

    font = next(Path(noto_cjk_sans_otc.__file__).parent.glob("*.ttc"))
    fonts = FontConfiguration()
    style = CSS(string=STYLE.replace("FONT", font.as_uri()), font_config=fonts)

    def made(content: Content) -> bytes:
        pdf = HTML(string=page(content)).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        return seal_pdf(pdf, reason=content["number"], at=AT)

    _time("WeasyPrint", folder, made)


STYLE = """
@font-face { font-family: "Noto Sans CJK SC"; src: url(FONT); }
@page { size: A4; margin: 25mm 20mm 22mm;
  @bottom-right { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font-size: 8pt } }
body { font: 9pt/1.6 "Noto Sans CJK SC" }
table { width: 100%; border-collapse: collapse; margin-bottom: 3mm }
th, td { border-top: 0.5pt solid #c5cdd8; border-bottom: 0.5pt solid #c5cdd8; padding: 1.2mm 1.6mm;
  text-align: left; vertical-align: top }
thead th { background: #f3f5f8 }
"""


def page(content: Content) -> str:
    """The same content as HTML: the same facts and the same rows of two or four cells."""
    from gongxin.reports.printing import for_print

    told = for_print(content, "zh")
    parts = [f"<h1>公共信用信息报告</h1><p>{html.escape(told['name'])}</p><p>{told['number_grouped']}</p>"]
    for section in told["sections"]:
        parts.append(f"<h2>{section['title']['zh']}</h2>")
        parts.extend(_table(entry) for group in section["groups"] for entry in group["entries"])
    title = html.escape(told["name"])
    head = f'<!doctype html><html lang="zh"><head><title>{title}</title></head>'
    return f"{head}<body>{''.join(parts)}</body></html>"


def _table(entry: Content) -> str:
    rows = []
    for row in entry["rows"]:
        cells = [html.escape(cell) for cell in row["cells"]]
        if len(cells) == 4:
            rows.append(f"<tr><td>{cells[0]}<td>{cells[1]}<td>{cells[2]}<td>{cells[3]}")
        else:
            rows.append(f"<tr><td>{cells[0]}<td colspan=3>{cells[1]}")
    head = html.escape(f"{entry['document_number']} {entry['decided_on']}")
    foot = html.escape(f"失信程度 一般 公示至 {entry['shown_until']} 报送单位 {entry['unit_name']}")
    body = f"{''.join(rows)}<tr><td colspan=4>{foot}"
    return f"<table><thead><tr><th colspan=4>{head}</thead><tbody>{body}</table>"


def _time(name: str, folder: Path, made: Callable[[Content], bytes]) -> None:
    wanted = list(islice(contents(folder), WARM + REPORTS[name]))
    took, busy, size = [], [], 0
    for content in wanted:
        before, before_busy = perf_counter(), process_time()
        size = len(made(content))
        took.append(perf_counter() - before)
        busy.append(process_time() - before_busy)
    took, busy = took[WARM:], busy[WARM:]
    report(sum(took), len(took), median_ms=_median_ms(took), processor_ms=_median_ms(busy), bytes=size)


def _median_ms(seconds: list[float]) -> float:
    return round(sorted(seconds)[len(seconds) // 2] * 1000, 1)


def _settings() -> None:
    os.environ["GONGXIN_DATA"] = str((work_folder() / "report").resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongxin.settings"
    import django

    django.setup()


if __name__ == "__main__":
    {"gongxin": gongxin, "WeasyPrint": weasyprint}[sys.argv[1]](Path(sys.argv[2]))
