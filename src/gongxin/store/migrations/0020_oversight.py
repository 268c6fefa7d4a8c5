"""Figures of oversight."""

from typing import ClassVar

from django.db import migrations, models

GUARD = """
CREATE TRIGGER oversight_figure_stays BEFORE UPDATE OR DELETE ON oversight_figure
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0019_session")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="OversightFigure",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("indicator", models.CharField(max_length=64)),
                ("rule", models.CharField(max_length=64)),
                ("on", models.DateField()),
                ("size", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("figures", models.JSONField()),
            ],
            options={
                "db_table": "oversight_figure",
                "indexes": [
                    models.Index(fields=["indicator", "-on", "-id"], name="oversight_figure_newest"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
