"""`gongxin backup` and `gongxin restore`."""

import json
from pathlib import Path

import click

from gongxin.cli.main import with_database, with_settings

MEBIBYTE = 1 << 20
FOLDER = click.Path(path_type=Path, file_okay=False)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="密钥口令所在文件；不给则不含密钥 / file with the passphrase of the keys; without it no keys",
)


@click.command()
@click.argument("folder", type=FOLDER)
@passphrase_option
@json_option
def backup(folder: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """备份到一个新文件夹，平台照常运行。Back up into a new folder while the platform runs."""
    with_database()
    from gongxin.actions.backup import DumpFailed, FolderTaken, back_up
    from gongxin.actions.key_box import PassphraseTooShort

    try:
        done = back_up(folder, passphrase=_passphrase(passphrase_file))
    except (FolderTaken, PassphraseTooShort, DumpFailed) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        said = {"folder": str(done.folder), "at": done.at.isoformat(), "size": done.size, "bytes": done.bytes}
        click.echo(json.dumps(said | {"has_keys": done.has_keys}, ensure_ascii=False))
        return
    click.echo(
        f"已备份到 {done.folder}：日志 {done.size} 条，{done.bytes / MEBIBYTE:.1f} MiB。"
        f" / Backed up: log of {done.size} entries."
    )
    if not done.has_keys:
        click.echo(
            "备份不含密钥。没有日志密钥就不能继续这本日志：请另行保管，或用 --passphrase-file 一并备份。"
            " / The keys are not in it. Keep them elsewhere, or give --passphrase-file.",
            err=True,
        )


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@passphrase_option
@json_option
def restore(folder: Path, passphrase_file: Path | None, as_json: bool) -> None:
    """从备份恢复到空的数据库，并重算整个日志。Restore into an empty place, and recompute the log."""
    with_settings()
    from gongxin.actions.backup import BackupBroken, DumpFailed
    from gongxin.actions.database import DatabaseDoesNotStart
    from gongxin.actions.key_box import WrongPassphrase
    from gongxin.actions.restore import NotEmpty, OtherKey
    from gongxin.actions.restore import restore as bring_back

    try:
        done = bring_back(folder, passphrase=_passphrase(passphrase_file))
    except (BackupBroken, WrongPassphrase, OtherKey, NotEmpty, DumpFailed, DatabaseDoesNotStart) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    problems = [str(problem) for problem in done.problems]
    if as_json:
        said = {"size": done.size, "lost": done.lost, "problems": problems}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(
            f"已恢复 {done.size} 条；{done.lost} 个批次要重新报送。"
            f" / Restored {done.size} entries; {done.lost} batches must be sent again."
        )
    if problems:
        raise SystemExit(1)


def _passphrase(file: Path | None) -> str | None:
    return None if file is None else file.read_text("utf-8").strip("\r\n")
