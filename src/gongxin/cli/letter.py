"""`gongxin letter`: samples of every letter, to look at the city's own templates and words."""

from pathlib import Path

import click

from gongxin.cli.main import with_settings


@click.command()
@click.argument("name", metavar="PROCEDURE")
@click.argument("kind", type=click.Choice(["acceptance", "material", "decision", "refusal", "information"]))
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="语言 / language")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="写入的 PDF / the file"
)
def letter(name: str, kind: str, language: str, out: Path) -> None:
    """写一份文书样张，用于检查本市的模板和文字。Write a sample letter, to check the city's template.

    \b
    gongxin letter repair refusal --out sample.pdf
    """
    with_settings()
    from gongxin.law.reading import InvalidLaw
    from gongxin.procedures.index import UnknownProcedure
    from gongxin.reports.letter import NoLetter, sample
    from gongxin.reports.typst import TemplateBroken

    try:
        out.write_bytes(sample(name, kind, language))
    except (UnknownProcedure, NoLetter, TemplateBroken, InvalidLaw) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"样张已写入 {out}。 / The sample is in {out}.")
