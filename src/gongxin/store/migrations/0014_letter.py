"""Letters and who fetched them; erasure under a rule: the database lets no content go that none covers."""

import django.db.models.deletion
from django.db import migrations, models

# To what 0002 asks of an erasure, to be of this very transaction and to name the entry, comes a rule that covers it. `request`: two people confirmed the organisation's request by steps of the log.
# `expired`: the query period of the record as it last stood is over. `order`: a person answers, with a basis.
ERASURE = """
CREATE FUNCTION erasure_covers(erasure entry, gone entry) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE erasure.content::jsonb ->> 'rule'
        WHEN 'request' THEN EXISTS (
            SELECT FROM entry step
            WHERE step.kind = 'case' AND step.item = 'deletion' AND step.uscc = gone.uscc
              AND step.content::jsonb @> jsonb_build_object('subject', gone.record, 'step', 'delete'))
        WHEN 'expired' THEN coalesce((
            SELECT last.query_until < (erasure.known_at AT TIME ZONE 'Asia/Shanghai')::date
            FROM entry last WHERE last.record = gone.record AND last.kind = 'record'
            ORDER BY last.version DESC LIMIT 1), false)
        WHEN 'order' THEN erasure.content::jsonb #>> '{document,basis}' > ''
            AND erasure.content::jsonb #>> '{document,reason}' > ''
        ELSE false
    END
$$;

CREATE OR REPLACE FUNCTION guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept entry := NEW;
BEGIN
    IF OLD.superseded_by IS NOT NULL AND NEW.superseded_by IS DISTINCT FROM OLD.superseded_by THEN
        RAISE EXCEPTION 'entry % is superseded by % for good', OLD.sequence, OLD.superseded_by
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    kept.superseded_by := OLD.superseded_by;
    IF kept IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    kept.content := OLD.content;
    kept.salt := OLD.salt;
    IF kept IS DISTINCT FROM OLD OR NEW.content IS NOT NULL OR NEW.salt IS NOT NULL THEN
        RAISE EXCEPTION 'entry % cannot be changed', OLD.sequence USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (
        -- Newer than the last checkpoint: it is of this very transaction.
        SELECT FROM entry erasure
        WHERE erasure.kind = 'erasure'
          AND erasure.sequence > (SELECT coalesce(max(size), 0) FROM log_checkpoint)
          AND erasure.content::jsonb @> jsonb_build_object(
              'erased', jsonb_build_array(jsonb_build_object('sequence', OLD.sequence)))
          AND erasure_covers(erasure, OLD)
    ) THEN
        RAISE EXCEPTION 'no rule lets the content of entry % go', OLD.sequence
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE INDEX entry_past_query ON entry (query_until) WHERE content IS NOT NULL AND query_until IS NOT NULL
    AND kind = 'record' AND superseded_by IS NULL;
CREATE INDEX entry_withdrawn ON entry (record) WHERE kind = 'withdrawal' AND content IS NOT NULL;
CREATE INDEX entry_deleted_on_request ON entry (uscc) WHERE kind = 'case' AND item = 'deletion';
"""

# Complaints are cases from now on. One that is open would be forgotten: it is decided first.
COMPLAINT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM complaint WHERE decided_at IS NULL) THEN
        RAISE EXCEPTION 'decide the open complaints first: complaints become cases with this version';
    END IF;
END $$;

UPDATE notice SET values = jsonb_build_object(
    'number', left(about::text, 8), 'state', values -> 'outcome', 'reason', rtrim(values ->> 'reasons', '。.'),
    'about', (values ->> 'unit') || ' ' || (values ->> 'looked_on')) WHERE kind = 'complaint_decided';
UPDATE notice SET values = jsonb_build_object(
    'number', left(about::text, 8), 'organisation', values -> 'organisation',
    'reason', rtrim(values ->> 'reasons', '。.'), 'about', values ->> 'looked_on') WHERE kind = 'complaint_upheld';
"""

# What was written and who fetched it stays on record; the file may go, its digest does not.
LETTERS = """
CREATE TRIGGER letter_stays BEFORE UPDATE OR DELETE ON letter FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER letter_fetch_stays BEFORE UPDATE OR DELETE ON letter_fetch
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0013_commitment")]
    operations = [
        migrations.RunSQL(ERASURE, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(COMPLAINT, reverse_sql=migrations.RunSQL.noop),
        migrations.DeleteModel(name="Complaint"),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("language", models.CharField(max_length=2)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("written_at", models.DateTimeField()),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="store.casestep"
                    ),
                ),
            ],
            options={
                "db_table": "letter",
                "constraints": [
                    models.UniqueConstraint(fields=("step", "language"), name="letter_once"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["zh", "en"])), name="letter_language_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterFetch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("by", models.CharField(max_length=150)),
                ("unit", models.CharField(blank=True, max_length=18)),
                ("at", models.DateTimeField()),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fetches", to="store.letter"
                    ),
                ),
            ],
            options={
                "db_table": "letter_fetch",
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "by", "unit"), name="letter_fetched_first"),
                ],
            },
        ),
        migrations.RunSQL(LETTERS, reverse_sql=migrations.RunSQL.noop),
    ]
