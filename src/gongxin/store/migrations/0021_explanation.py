"""Explanations as lists of numbers; the digests of runs made before are of the earlier form."""

import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PLACE = 10**12
OF_AMOUNTS = ("sum", "maximum", "days_since")


def converted(text: str, model: Mapping[str, Any]) -> str:
    """Return an explanation, by indicator until now, as lists by the place of each part in the model."""
    indicators, vetoes = model.get("indicators", []), model.get("vetoes", [])
    told = json.loads(text)
    points: list[int] = []
    entries: list[int] = []
    amounts: list[str] = []
    for place, part in enumerate([*indicators, *vetoes]):
        found = told.get(part["code"])
        if part.get("measure") in OF_AMOUNTS:
            amounts.append(f"{Decimal(found['value'] if found else 0):.6f}")
        if found:
            points.append(place * PLACE + PLACE // 2 + int(Decimal(found["points"]) * 100))
            entries.extend(place * PLACE + sequence for sequence in found["entries"])
    return f'{{"amounts": [{", ".join(amounts)}], "entries": {entries}, "points": {points}}}'


def convert(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Results are only ever added; this once their guard looks away."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.ctid::text, r.explanation, m.text FROM evaluation_result r"
            " JOIN evaluation_run n ON n.id = r.run JOIN evaluation_model m ON m.digest = n.model"
        )
        models_read: dict[str, Mapping[str, Any]] = {}
        rows = []
        for place, explanation, text in cursor.fetchall():
            if text not in models_read:
                models_read[text] = tomllib.loads(text)
            rows.append((converted(explanation, models_read[text]), place))
        if not rows:
            return
        cursor.execute("ALTER TABLE evaluation_result DISABLE TRIGGER evaluation_result_stays")
        cursor.execute(
            "UPDATE evaluation_result r SET explanation = given.text"
            " FROM unnest(%s::text[], %s::text[]) given (text, place) WHERE r.ctid = given.place::tid",
            [[text for text, _ in rows], [place for _, place in rows]],
        )
        cursor.execute("ALTER TABLE evaluation_result ENABLE TRIGGER evaluation_result_stays")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0020_oversight")]
    operations: ClassVar = [
        # Runs on record are of form 1.
        migrations.AddField("evaluationrun", "form", models.SmallIntegerField(default=1)),
        migrations.AlterField("evaluationrun", "form", models.SmallIntegerField(default=2)),
        migrations.RunPython(convert, migrations.RunPython.noop),
    ]
