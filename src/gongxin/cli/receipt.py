"""`gongxin receipt`: check a receipt, without a database and without us."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from gongxin.ledger import receipt as receipts
from gongxin.ledger.key import NotAKey, parse_verifier
from gongxin.ledger.seal import SealBroken


@click.group()
def receipt() -> None:
    """回执。Receipts."""


@receipt.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--key", help="平台公钥 / the platform's verifier key")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def verify(file: Path, key: str | None, as_json: bool) -> None:
    """核验回执的签名和日志位置。Check a receipt's signature and its place in the log.

    不给 --key 时用回执自带的公钥，只能证明内容未被改动。
    """
    try:
        verifier = parse_verifier(key) if key else None
        found = receipts.read(file.read_text("utf-8"), verifier)
    except (SealBroken, NotAKey, UnicodeDecodeError) as refusal:
        if as_json:
            click.echo(json.dumps({"genuine": False, "reason": str(refusal)}, ensure_ascii=False))
            raise SystemExit(1) from refusal
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(
            json.dumps({"genuine": True, "key_known": key is not None, **asdict(found)}, ensure_ascii=False)
        )
        return
    for name, value in asdict(found).items():
        if name != "checkpoint":
            click.echo(f"{name:24} {value}")
    unknown = (
        "" if key else "；公钥取自回执本身，请与平台公布的核对 / the key is the receipt's own: compare it"
    )
    click.echo(f"签名有效{unknown} / genuine")
