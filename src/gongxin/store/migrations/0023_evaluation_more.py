"""Explanations as lists of numbers; the digests of runs made before are of the earlier form."""

import json
import tomllib
from decimal import Decimal
from typing import ClassVar

from django.db import migrations, models

PLACE = 10**12
OF_AMOUNTS = ("sum", "maximum", "days_since")


def converted(text, model):
    """Return an explanation, by indicator until now, as lists by the place of each part in the model."""
    indicators, vetoes = model.get("indicators", []), model.get("vetoes", [])
    told, points, entries, amounts = json.loads(text), [], [], []
    for place, part in enumerate([*indicators, *vetoes]):
        found = told.get(part["code"])
        if part.get("measure") in OF_AMOUNTS:
            amounts.append(f"{Decimal(found['value'] if found else 0):.6f}")
        if found:
            points.append(place * PLACE + PLACE // 2 + int(Decimal(found["points"]) * 100))
            entries.extend(place * PLACE + sequence for sequence in found["entries"])
    return f'{{"amounts": [{", ".join(amounts)}], "entries": {entries}, "points": {points}}}'


def convert(apps, schema_editor):
    """Results are only ever added; this once their guard looks away."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.ctid::text, r.explanation, m.text FROM evaluation_result r"
            " JOIN evaluation_run n ON n.id = r.run JOIN evaluation_model m ON m.digest = n.model"
        )
        models_read = {}
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
    dependencies: ClassVar = [("store", "0022_intake")]
    operations: ClassVar = [
        # Runs on record are of form 1.
        migrations.AddField("evaluationrun", "form", models.SmallIntegerField(default=1)),
        migrations.AlterField("evaluationrun", "form", models.SmallIntegerField(default=2)),
        migrations.RunPython(convert, migrations.RunPython.noop),
    ]
