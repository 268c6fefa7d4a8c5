"""Editions of models tried and released for use."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

GUARD = """
CREATE FUNCTION keep_decided_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decided_at IS NOT NULL THEN
        RAISE EXCEPTION 'the release % is decided and stays as it is', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER model_release_stays BEFORE UPDATE ON model_release
    FOR EACH ROW EXECUTE FUNCTION keep_decided_release();
"""
UNGUARD = "DROP TRIGGER model_release_stays ON model_release; DROP FUNCTION keep_decided_release();"


class Migration(migrations.Migration):
    dependencies = [("store", "0015_evaluation")]
    operations = [
        migrations.CreateModel(
            "Trial",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("model", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("against", models.CharField(max_length=32, blank=True)),
                ("on", models.DateField()),
                ("state", models.CharField(max_length=8)),
                ("ordered_by", models.CharField(max_length=150)),
                ("ordered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("size", models.BigIntegerField(null=True)),
                ("result", models.JSONField(null=True)),
                ("said", models.TextField(blank=True)),
            ],
            {
                "db_table": "model_trial",
                "indexes": [models.Index(fields=["model", "-ordered_at"], name="model_trial_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=("waiting", "running", "done", "failed")), name="model_trial_state"
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="done") | Q(result__isnull=False),
                        name="model_trial_done_has_result",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "ModelRelease",
            [
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("model", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64)),
                ("effective_on", models.DateField()),
                ("reasons", models.TextField()),
                ("proposed_by", models.CharField(max_length=150)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=150, blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_confirmed", models.BooleanField(default=False)),
                ("said", models.TextField(blank=True)),
                ("sequence", models.BigIntegerField(null=True)),
                ("trial", models.ForeignKey("store.trial", django.db.models.deletion.PROTECT)),
            ],
            {
                "db_table": "model_release",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(is_confirmed=False) | ~Q(decided_by=F("proposed_by")),
                        name="model_release_by_two",
                    ),
                    models.CheckConstraint(
                        condition=Q(is_confirmed=False) | Q(sequence__isnull=False),
                        name="model_release_on_record",
                    ),
                    models.UniqueConstraint(
                        fields=["model"],
                        condition=Q(decided_at__isnull=True),
                        name="model_release_one_waiting",
                    ),
                    models.UniqueConstraint(
                        fields=["model", "effective_on"],
                        condition=Q(is_confirmed=True),
                        name="model_release_once_a_day",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
