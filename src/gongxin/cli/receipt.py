"""`gongxin receipt`: check a receipt, without a database and without us."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from gongxin.ledger import check_receipt, delivery_manifest, repair_message
from gongxin.ledger import receipt as receipts
from gongxin.ledger.check_receipt import CheckReceipt
from gongxin.ledger.delivery_manifest import DeliveryManifest
from gongxin.ledger.key import NotAKey, Verifier, parse_verifier
from gongxin.ledger.receipt import Receipt
from gongxin.ledger.repair_message import RepairMessage
from gongxin.ledger.seal import SealBroken


@click.group()
def receipt() -> None:
    """回执。Receipts."""


@receipt.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--key", help="平台公钥 / the platform's verifier key")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def verify(file: Path, key: str | None, as_json: bool) -> None:
    """核验回执或核查凭证的签名和日志位置。Check the signature of a receipt and its place in the log.

    不给 --key 时用回执自带的公钥，只能证明内容未被改动。
    """
    try:
        verifier = parse_verifier(key) if key else None
        found = _read(file.read_text("utf-8"), verifier)
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
        if name not in ("checkpoint", "organisations"):
            click.echo(f"{name:24} {value}")
    for one in found.organisations if isinstance(found, CheckReceipt) else ():
        click.echo(
            f"{one.uscc}  日志 {one.sequence}  条目 {len(one.entries)} / entry {one.sequence} of the log"
        )
    unknown = (
        "" if key else "；公钥取自回执本身，请与平台公布的核对 / the key is the receipt's own: compare it"
    )
    click.echo(f"签名有效{unknown} / genuine")


def _read(text: str, verifier: Verifier | None) -> Receipt | CheckReceipt | DeliveryManifest | RepairMessage:
    """Read a receipt of any kind: of a batch, of a query, the manifest of a delivery, a repair told of."""
    if f'"{check_receipt.PURPOSE}"' in text:
        return check_receipt.read(text, verifier)
    if f'"purpose": "{delivery_manifest.PURPOSE}"' in text:
        return delivery_manifest.read(text, verifier)
    if f'"purpose": "{repair_message.PURPOSE}"' in text:
        return repair_message.read(text, verifier)
    return receipts.read(text, verifier)
