"""`gongxin report`: issue credit reports, and check one without a database and without us."""

import datetime
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongxin.cli.day import MomentOption, today
from gongxin.cli.main import with_database, with_settings

if TYPE_CHECKING:
    from gongxin.reports.report_order import ReportOrder
    from gongxin.reports.verification import Trust

KINDS = ("public", "full", "no_violation")
CHANGED, UNKNOWN_SIGNER = 1, 3
KEY_LINE = "gongxin-log-key: "
WORDS = {
    "genuine": "与签发时一致，签章可信：--key 给出的，或本机平台自己的"
    " / genuine: unchanged, and signed by the key given or by this machine's own platform",
    "changed": "不是签发时的样子，或者不是信用报告 / changed since it was signed, or no credit report",
    "unknown_signer": "签名完好，但签发者未经核对：用 --key 给出平台公布的证书或公钥"
    " / unchanged, but by a signer nobody vouched for: give the platform's key with --key",
}
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def report() -> None:
    """信用报告：出具、核验、签章证书。Credit reports."""


@report.command()
@click.argument("uscc")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="公开版、完整版、专项 / which one")
@click.option("--from", "from_", type=DAY, help="专项报告的起始日 / first day of the period")
@click.option("--to", type=DAY, help="专项报告的截止日 / last day of the period")
@click.option(
    "--field", "fields", multiple=True, help="专项报告的领域代码，可多次 / a field of administration"
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--as-of", type=DAY, help="截至哪一天，默认今天 / the day it speaks of, today by default")
@click.option(
    "--known-at",
    type=MomentOption(),
    help="按哪一刻所知，如 2026-10-01T09:00 / as known at a moment",
)
@click.option("--purpose", default="命令行出具信用报告", help="非公开报告的用途 / what it is for")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="文件夹 / folder"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def issue(uscc: str, purpose: str, out: Path, as_json: bool, **wanted: object) -> None:
    """出具一份信用报告：PDF 和 JSON。Issue a report as PDF and JSON."""
    with_database()
    from gongxin.actions.grant import CONSOLE
    from gongxin.actions.look import NoPurpose
    from gongxin.queries.organisation import UnknownOrganisation
    from gongxin.reports.area import UnknownArea
    from gongxin.reports.issuing import Issuer
    from gongxin.reports.issuing import issue as issue_report
    from gongxin.reports.report_order import PeriodMissing
    from gongxin.reports.seal import NoSeal

    by = Issuer("command", CONSOLE, purpose=purpose)
    at = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    try:
        issued = issue_report(_order(uscc.upper(), wanted), by, at=at)
    except (UnknownOrganisation, UnknownArea, PeriodMissing, NoPurpose, NoSeal) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    out.mkdir(parents=True, exist_ok=True)
    files = {"pdf": out / f"{issued.number}.pdf", "json": out / f"{issued.number}.json"}
    files["pdf"].write_bytes(issued.pdf)
    files["json"].write_text(issued.twin, "utf-8")
    if as_json:
        named = {form: str(file) for form, file in files.items()}
        click.echo(json.dumps({"number": issued.number, "sequence": issued.sequence, **named}))
        return
    click.echo(f"{issued.number}  日志第 {issued.sequence} 条 / entry {issued.sequence}")
    for file in files.values():
        click.echo(str(file))


def _order(uscc: str, wanted: dict[str, object]) -> "ReportOrder":
    from gongxin.reports.report_order import PeriodMissing, ReportKind, ReportOrder

    first, last, as_of = (_day(wanted[name]) for name in ("from_", "to", "as_of"))
    if (first is None) != (last is None):
        raise PeriodMissing
    fields, known_at = wanted["fields"], wanted["known_at"]
    assert isinstance(fields, tuple)
    assert known_at is None or isinstance(known_at, datetime.datetime)
    return ReportOrder(
        uscc,
        ReportKind(str(wanted["kind"])),
        str(wanted["language"]),
        as_of or today(),
        known_at=known_at,
        period=(first, last) if first and last else None,
        areas=fields,
    )


def _day(value: object) -> datetime.date | None:
    return value.date() if isinstance(value, datetime.datetime) else None


@report.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写入文件 / write to a file")
def key(out: Path | None) -> None:
    """打印签章证书和日志公钥，供核验者使用。Print certificate and log key for those who verify."""
    with_settings()
    text, digest = _own_key()
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
    click.echo(f"SHA-256 {digest}", err=True)


def _own_key() -> tuple[str, str]:
    """Return what others need to verify our reports, and the fingerprint of the certificate."""
    from gongxin.actions.key import verifier
    from gongxin.reports.seal import NoSeal, certificate_text, fingerprint, seal

    try:
        chain = seal(at=datetime.datetime.now(datetime.UTC)).chain
    except NoSeal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    return "".join(map(certificate_text, chain)) + f"{KEY_LINE}{verifier().text()}\n", fingerprint(chain[0])


@report.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="gongxin report key 的输出，或证书的 PEM 文件 / what to trust",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def verify(file: Path, key_file: Path | None, as_json: bool) -> None:
    """核验一份报告的 PDF 或 JSON，不用数据库，不联网。Verify a report, offline.

    不给 --key 时只信任本机平台自己的签章。Without --key only this machine's own platform is trusted.

    退出码：0 真实；1 被改动或不是报告；2 用法错误；3 未被改动，但签发者未经核对。
    """
    from gongxin.reports.verification import verify as check

    found = check(file.read_bytes(), _trust(key_file))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        click.echo(WORDS[found.verdict])
        for name in ("number", "signer", "fingerprint", "content_digest", "pdf_digest", "reason"):
            if value := getattr(found, name):
                click.echo(f"{name:16} {value}")
    if found.verdict != "genuine":
        raise SystemExit(CHANGED if found.verdict == "changed" else UNKNOWN_SIGNER)


def _own_text() -> str:
    """Return the keys of the platform on this machine; empty where there is none, and none is made."""
    if not os.environ.get("GONGXIN_SEAL_CERTIFICATE") and not any(
        (folder / "seal.pem").is_file() for folder in _platform_folders()
    ):
        return ""
    with_settings()
    return _own_key()[0]


def _platform_folders() -> tuple[Path, ...]:
    """Return where this machine's platform may keep its data, as the settings look for it."""
    if given := os.environ.get("GONGXIN_DATA"):
        return (Path(given).expanduser(),)
    return Path(__file__).parents[3] / ".gongxin", Path.home() / ".local/share/gongxin"


def _trust(file: Path | None) -> "Trust | None":
    from gongxin.reports.verification import NotTrustworthy, trust_from

    try:
        text = file.read_text("utf-8") if file else _own_text()
        return trust_from(text) if text else None
    except (NotTrustworthy, UnicodeDecodeError) as refusal:
        raise click.UsageError(str(refusal)) from refusal
