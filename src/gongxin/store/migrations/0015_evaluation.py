"""Evaluations: models as used, runs, results with their explanation. They only grow."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
CREATE TRIGGER evaluation_model_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation_model
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER evaluation_run_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation_run
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER evaluation_result_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation_result
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();

-- A run is what the log says it was: its entry carries the digest of the results.
CREATE FUNCTION check_evaluation_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM entry WHERE sequence = NEW.sequence AND kind = 'evaluation'
                   AND content::jsonb ->> 'results' = NEW.results) THEN
        RAISE EXCEPTION 'evaluation % is not in the ledger', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER evaluation_run_is_on_record AFTER INSERT ON evaluation_run
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_evaluation_run();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0014_letter")]
    operations = [
        migrations.CreateModel(
            name="EvaluationForgotten",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uscc", models.CharField(max_length=18)),
                ("at", models.DateTimeField()),
                ("renewed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "evaluation_forgotten",
                "indexes": [
                    models.Index(
                        condition=models.Q(("renewed_at__isnull", True)),
                        fields=["uscc"],
                        name="evaluation_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationModel",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=32)),
                ("from_on", models.DateField()),
                ("text", models.TextField()),
            ],
            options={
                "db_table": "evaluation_model",
                "constraints": [
                    models.UniqueConstraint(fields=("code", "edition"), name="evaluation_model_frozen")
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("catalogue", models.CharField(max_length=32)),
                ("on", models.DateField()),
                ("size", models.BigIntegerField()),
                ("engine", models.CharField(max_length=8)),
                ("is_of_all", models.BooleanField()),
                ("organisations", models.IntegerField()),
                ("results", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(blank=True, max_length=150)),
                ("sequence", models.BigIntegerField()),
                (
                    "model",
                    models.ForeignKey(
                        db_column="model",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="store.evaluationmodel",
                    ),
                ),
            ],
            options={
                "db_table": "evaluation_run",
                "indexes": [models.Index(fields=["model", "-on", "-id"], name="evaluation_run_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("engine__in", ["duckdb", "spark"])), name="evaluation_run_engine"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationResult",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "uscc", "run", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("uscc", models.CharField(max_length=18)),
                ("score", models.DecimalField(decimal_places=2, max_digits=6)),
                ("grade", models.CharField(max_length=16)),
                ("explanation", models.TextField()),
                (
                    "run",
                    models.ForeignKey(
                        db_column="run",
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="store.evaluationrun",
                    ),
                ),
            ],
            options={
                "db_table": "evaluation_result",
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(
                        fields=["run"], name="evaluation_result_of_run"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ("excellent", "good", "fair", "poor"))),
                        name="evaluation_grade",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
    ]
