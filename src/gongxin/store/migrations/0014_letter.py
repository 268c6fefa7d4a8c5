"""Letters and who fetched them; erasure under a rule: the database lets no content go that none covers."""

import django.db.models.deletion
from django.db import migrations, models

# To what 0002 asks of an erasure, to be of this very transaction and to name the entry, comes a rule that covers it. `request`: two people confirmed the organisation's request by steps of the log.
# `expired`: the query period of the record as it last stood is over. `order`: a person answers, with a basis.
ERASURE = """
CREATE FUNCTION erasure_covers(said jsonb, gone entry) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE said ->> 'rule'
        WHEN 'request' THEN EXISTS (
            SELECT FROM entry step
            WHERE step.kind = 'case' AND step.item = 'deletion' AND step.uscc = gone.uscc
              AND step.content::jsonb @> jsonb_build_object('subject', gone.record, 'step', 'delete'))
        WHEN 'expired' THEN coalesce((
            SELECT last.query_until < (now() AT TIME ZONE 'Asia/Shanghai')::date
            FROM entry last WHERE last.record = gone.record AND last.kind = 'record'
            ORDER BY last.version DESC LIMIT 1), false)
        WHEN 'order' THEN said #>> '{document,basis}' > '' AND said #>> '{document,reason}' > ''
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
          AND erasure_covers(erasure.content::jsonb, OLD)
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


class Migration(migrations.Migration):
    dependencies = [("store", "0013_commitment")]
    operations = [
        migrations.RunSQL(ERASURE, reverse_sql=migrations.RunSQL.noop),
    ]
