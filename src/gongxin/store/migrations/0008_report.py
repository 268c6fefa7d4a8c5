"""Credit reports that were issued, the batches of them, and the row of their numbers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0007_notice")]
    operations = [
        migrations.CreateModel(
            name="CreditReport",
            fields=[
                ("number", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=2)),
                ("uscc", models.CharField(max_length=18)),
                ("as_of", models.DateField()),
                ("known_at", models.DateTimeField(null=True)),
                ("period_from", models.DateField(null=True)),
                ("period_to", models.DateField(null=True)),
                ("areas", models.JSONField(default=list)),
                ("issued_at", models.DateTimeField()),
                ("channel", models.CharField(max_length=16)),
                ("by", models.CharField(max_length=150)),
                ("unit", models.CharField(blank=True, max_length=18)),
                ("authority", models.CharField(blank=True, max_length=24)),
                ("batch", models.UUIDField(null=True)),
                ("entries", models.IntegerField()),
                ("facts_digest", models.CharField(max_length=64)),
                ("content_digest", models.CharField(max_length=64)),
                ("pdf_digest", models.CharField(max_length=64)),
                ("json_digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "credit_report",
                "indexes": [models.Index(fields=["uscc", "-issued_at"], name="credit_report_of_organisation"), models.Index(fields=["-issued_at"], name="credit_report_by_time"), models.Index(fields=["pdf_digest"], name="credit_report_pdf"), models.Index(fields=["json_digest"], name="credit_report_json")],
                "constraints": [models.CheckConstraint(condition=models.Q(("kind__in", ["public", "full", "no_violation"])), name="credit_report_kind_known"), models.CheckConstraint(condition=models.Q(models.Q(("period_from__isnull", True), ("period_to__isnull", True)), models.Q(("period_from__isnull", False), ("period_to__isnull", False)), _connector="OR"), name="credit_report_period_whole"), models.UniqueConstraint(condition=models.Q(("batch__isnull", False)), fields=("batch", "uscc"), name="credit_report_once_in_batch")],
            },
        ),
        migrations.CreateModel(
            name="CreditReportBatch",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=2)),
                ("period_from", models.DateField(null=True)),
                ("period_to", models.DateField(null=True)),
                ("areas", models.JSONField(default=list)),
                ("as_of", models.DateField()),
                ("by", models.CharField(max_length=150)),
                ("unit", models.CharField(max_length=18)),
                ("purpose", models.CharField(max_length=200)),
                ("codes", models.JSONField()),
                ("refused", models.JSONField(default=dict)),
                ("ordered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "credit_report_batch",
                "indexes": [models.Index(fields=["unit", "-ordered_at"], name="credit_report_batch_of_unit")],
                "constraints": [],
            },
        ),
        migrations.RunSQL(
            "CREATE SEQUENCE credit_report_number", reverse_sql="DROP SEQUENCE credit_report_number"
        ),
    ]
