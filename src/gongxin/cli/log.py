"""`gongxin log`: prove the ledger from inside, audit it from outside."""

import json
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import click

from gongxin.cli.main import with_database, with_settings
from gongxin.ledger.audit import Audited, LogNotHonest
from gongxin.ledger.audit import audit as run_audit
from gongxin.ledger.checkpoint import CheckpointNotGenuine
from gongxin.ledger.key import NotAKey, Verifier, parse_verifier

SECONDS = 60
AT_MOST = 16 << 20  # bytes of one answer; the largest file of a log is far smaller


@click.group()
def log() -> None:
    """透明日志：自查、外部审计、检查点。The transparency log."""


@log.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def verify(as_json: bool) -> None:
    """从各表重算整个账本和日志。Recompute the whole ledger and log from the tables."""
    with_database()
    from gongxin.actions.log import head
    from gongxin.actions.verification import verify as recompute

    size = head().size
    problems = [str(problem) for problem in recompute()]
    if as_json:
        click.echo(json.dumps({"size": size, "problems": problems}, ensure_ascii=False))
    for problem in [] if as_json else problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    if not as_json:
        click.echo(f"{size} 条，全部相符。 / {size} entries, all sound.")


@log.command()
@click.option("--key", "key_only", is_flag=True, help="只打印验证公钥 / only the verifier key")
def checkpoint(key_only: bool) -> None:
    """打印最新检查点，或供外部审计使用的公钥。Print the newest checkpoint, or the key auditors need."""
    if key_only:
        with_settings()
        from gongxin.actions.key import verifier

        click.echo(verifier().text())
        return
    with_database()
    from gongxin.queries.log import EmptyLog
    from gongxin.queries.log import checkpoint as newest

    try:
        click.echo(newest().note, nl=False)
    except EmptyLog as refusal:
        raise click.ClickException(str(refusal)) from refusal


@log.command()
@click.argument("url")
@click.option(
    "--key", help="日志公钥；不给则首次取自该地址 / the log's key; else taken from the address once"
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="保存上次检查点的文件，默认 gongxin-audit-<主机>.json / where the last checkpoint is kept",
)
@click.option("--full", is_flag=True, help="从第一条重读 / read every entry again")
def audit(url: str, key: str | None, state: Path | None, full: bool) -> None:
    """只凭网络审计一个日志；变短或分叉的日志不予认可。Audit a log over HTTP alone.

    URL 是平台或其日志的地址，例如 https://credit.example。
    """
    fetch = _fetcher(url)
    state = state or Path(f"gongxin-audit-{urllib.parse.urlsplit(url).netloc.replace(':', '-')}.json")
    known = json.loads(state.read_text("utf-8")) if state.exists() else {}
    try:
        verifier = _verifier(key or known.get("key") or _published(fetch), known)
        found = run_audit(fetch, verifier, last=known.get("note"), full=full)
    except (LogNotHonest, CheckpointNotGenuine) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _keep(state, verifier, found)
    size, read = found.checkpoint.size, found.entries
    click.echo(
        f"日志 {size} 条，本次重读 {read} 条，全部相符。 / {size} entries, {read} read again, all sound."
    )


def _published(fetch: "_Fetch") -> str:
    """Take the key from the log itself, once, and say what that is worth."""
    text = fetch("key").decode("utf-8", "replace").strip()
    click.echo(
        f"公钥取自该地址本身，请从别处核对：{text}"
        " / The key is the address's own word: compare it with another source.",
        err=True,
    )
    return text


def _verifier(text: str, known: dict[str, str]) -> Verifier:
    if known.get("key", text) != text:
        raise click.ClickException(
            "公钥与上次不同，不予采信。确认更换后请另用新的状态文件。"
            " / The key is not that of last time. If the change is confirmed, start a new state file."
        )
    try:
        return parse_verifier(text)
    except NotAKey as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _keep(state: Path, verifier: Verifier, found: Audited) -> None:
    draft = state.with_name(f"{state.name}.draft")
    said = {"key": verifier.text(), "note": found.note}
    draft.write_text(json.dumps(said, ensure_ascii=False, indent=2), "utf-8")
    draft.replace(state)


class _Fetch:
    """GET below one address, and nothing else."""

    def __init__(self, url: str) -> None:
        has_path = urllib.parse.urlsplit(url).path.strip("/")
        self._base = url.rstrip("/") if has_path else f"{url.rstrip('/')}/log"

    def __call__(self, path: str) -> bytes:
        address = f"{self._base}/{path}"
        try:
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 checked by _fetcher
                body: bytes = answer.read(AT_MOST)
                return body
        except urllib.error.HTTPError as refusal:
            raise LogNotHonest(
                f"{address} 应当存在，服务器回答 {refusal.code}",
                f"{address} must be there; the answer is {refusal.code}",
            ) from refusal
        except OSError as error:
            raise click.ClickException(f"连接不上 {address}：{error} / cannot reach it") from error


def _fetcher(url: str) -> _Fetch:
    if not url.startswith(("http://", "https://")):
        raise click.ClickException(f"{url!r} 不是网址。 / {url!r} is no web address.")
    return _Fetch(url)
