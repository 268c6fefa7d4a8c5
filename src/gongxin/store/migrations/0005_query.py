"""Looks as entries of the ledger, the queries they were made for, and alarms about them."""

from django.db import migrations, models

# Only what is a record, or says that one was withdrawn, can lose its content by law: a look is on record for good.
EVENTS = """
CREATE INDEX query_of_account ON entry ((content::jsonb ->> 'by'), sequence DESC) WHERE kind = 'query';

CREATE OR REPLACE FUNCTION erase_entry(erased bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM entry WHERE sequence = erased AND kind NOT IN ('record', 'withdrawal')) THEN
        RAISE EXCEPTION 'entry % is on record for good', erased USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE entry SET content = NULL, salt = NULL WHERE sequence = erased;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0004_sign_in")]
    operations = [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("rule", models.CharField(max_length=32)),
                ("unit", models.CharField(max_length=18)),
                ("account", models.CharField(max_length=150)),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("day", models.DateField()),
                ("looks", models.IntegerField()),
                ("limit", models.IntegerField()),
                ("first_sequence", models.BigIntegerField()),
                ("raised_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("reasons", models.TextField(blank=True)),
                ("referred_to", models.CharField(blank=True, max_length=200)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "alarm",
            },
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("unit", models.CharField(max_length=18)),
                ("account", models.CharField(max_length=150)),
                ("channel", models.CharField(max_length=8)),
                ("matter", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=32)),
                ("purpose", models.CharField(max_length=300)),
                ("case_number", models.CharField(max_length=100)),
                ("key", models.CharField(blank=True, max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("asked", models.TextField()),
                ("on", models.DateField()),
                ("state", models.CharField(max_length=16)),
                ("received_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("rows", models.IntegerField()),
                ("done", models.IntegerField(default=0)),
                ("organisations", models.IntegerField(default=0)),
                ("found", models.IntegerField(default=0)),
                ("sequence_from", models.BigIntegerField(null=True)),
                ("sequence_to", models.BigIntegerField(null=True)),
                ("log_size", models.BigIntegerField(null=True)),
                ("receipt", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
            ],
            options={
                "db_table": "query",
            },
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_of_organisation",
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_of_item",
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_of_unit",
        ),
        migrations.RemoveIndex(
            model_name="entry",
            name="entry_by_day",
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "record"), ("superseded_by__isnull", True)),
                fields=["uscc", "item", "-decided_on"],
                name="entry_of_organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "record"), ("superseded_by__isnull", True)),
                fields=["item", "-decided_on", "-sequence"],
                name="entry_of_item",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "record"), ("superseded_by__isnull", True)),
                fields=["unit", "-decided_on", "-sequence"],
                name="entry_of_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "record"), ("superseded_by__isnull", True)),
                fields=["-decided_on", "-sequence"],
                name="entry_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "query")),
                fields=["uscc", "-sequence"],
                name="query_of_organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "query")), fields=["unit", "-sequence"], name="query_of_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "query")), fields=["-sequence"], name="query_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("kind", "query"), ("superseded_by__isnull", True)),
                fields=["unit", "sequence"],
                name="query_awaiting_feedback",
            ),
        ),
        migrations.AddIndex(
            model_name="alarm",
            index=models.Index(fields=["-day", "-first_sequence"], name="alarm_newest"),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                fields=("rule", "unit", "account", "subject", "day"), name="alarm_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", True), ("decided_by", ""), ("outcome", ""), ("reasons", "")
                    ),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__gt", ""),
                        ("outcome__in", ["justified", "misuse", "mistaken"]),
                        ("reasons__gt", ""),
                    ),
                    _connector="OR",
                ),
                name="alarm_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("account")), _negated=True),
                name="alarm_not_about_oneself",
            ),
        ),
        migrations.AddIndex(
            model_name="query",
            index=models.Index(fields=["unit", "-received_at"], name="query_of_unit_newest"),
        ),
        migrations.AddConstraint(
            model_name="query",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("account", "key"),
                name="query_key_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="query",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["received", "answered"])), name="query_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="query",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", False), ("state", "answered")),
                    models.Q(("answer", ""), ("state", "received")),
                    _connector="OR",
                ),
                name="query_answered_whole",
            ),
        ),
        migrations.RunSQL(EVENTS, reverse_sql=migrations.RunSQL.noop),
    ]
