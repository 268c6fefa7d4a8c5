"""What the database itself refuses, whoever asks, and the indexes that find a name by two characters."""

from django.db import migrations

ENTRY = """
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF kept IS NOT DISTINCT FROM OLD AND NEW.content IS NULL AND NEW.salt IS NULL AND EXISTS (
        -- Newer than the last checkpoint: it is of this very transaction.
        SELECT FROM entry erasure
        WHERE erasure.kind = 'erasure'
          AND erasure.sequence > (SELECT coalesce(max(size), 0) FROM log_checkpoint)
          AND erasure.content::jsonb @> jsonb_build_object(
              'erased', jsonb_build_array(jsonb_build_object('sequence', OLD.sequence)))
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'entry % cannot be changed', OLD.sequence USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER entry_guarded BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION guard_entry();
CREATE TRIGGER entry_stays BEFORE DELETE ON entry FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER entry_whole BEFORE TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();

-- The one way to empty a content. The application's role cannot update these columns itself.
CREATE FUNCTION erase_entry(erased bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp
AS $$ UPDATE entry SET content = NULL, salt = NULL WHERE sequence = erased $$;

ALTER TABLE entry ADD CONSTRAINT entry_digest_sizes
    CHECK (octet_length(commitment) = 32 AND (salt IS NULL OR octet_length(salt) = 16));
"""

LOG = """
CREATE FUNCTION guard_tile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> OLD.id OR NEW.level <> OLD.level OR NEW.number <> OLD.number OR NEW.width <= OLD.width
       OR substr(NEW.hashes, 1, 32 * OLD.width) <> OLD.hashes THEN
        RAISE EXCEPTION 'tile %/% only grows', OLD.level, OLD.number USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tile_guarded BEFORE UPDATE ON log_tile FOR EACH ROW EXECUTE FUNCTION guard_tile();
CREATE TRIGGER tile_stays BEFORE DELETE ON log_tile FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER tile_whole BEFORE TRUNCATE ON log_tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER checkpoint_stays BEFORE UPDATE OR DELETE ON log_checkpoint
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER checkpoint_whole BEFORE TRUNCATE ON log_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();

ALTER TABLE log_tile ADD CONSTRAINT log_tile_size CHECK (octet_length(hashes) = 32 * width);
ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;
ALTER TABLE log_checkpoint ADD CONSTRAINT log_checkpoint_size CHECK (octet_length(root) = 32);
"""

# A trigger for each row would cost more than the COPY itself. So a statement that adds entries leaves one mark,
# and at commit the mark is settled: the new entries continue the log without a hole, follow their earlier
# versions, and tiles and checkpoint end where the entries end.
CLOSING = """
CREATE TABLE ledger_opening (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    size bigint NOT NULL
);

CREATE FUNCTION open_ledger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_opening (size) SELECT coalesce(max(size), 0) FROM log_checkpoint;
    RETURN NULL;
END $$;

CREATE FUNCTION close_ledger() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    ends bigint := (SELECT coalesce(max(size), 0) FROM log_checkpoint);
    added bigint;
    reaches bigint;
    versions boolean;
BEGIN
    DELETE FROM ledger_opening WHERE id = NEW.id;
    SELECT count(*), coalesce(max(sequence), NEW.size), coalesce(bool_or(version > 1), false)
      INTO added, reaches, versions FROM entry WHERE sequence > NEW.size;
    IF added <> ends - NEW.size OR reaches <> ends THEN
        RAISE EXCEPTION 'the ledger does not close: % entries after %, the last is %, the checkpoint says %',
            added, NEW.size, reaches, ends USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF ends <> (SELECT coalesce(max(number * 256 + width), 0) FROM log_tile
                WHERE level = 0 AND number = (SELECT max(number) FROM log_tile WHERE level = 0)) THEN
        RAISE EXCEPTION 'the tiles do not end at %', ends USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF versions AND EXISTS (
        SELECT FROM entry later
        WHERE later.sequence > NEW.size AND later.version > 1 AND NOT EXISTS (
            SELECT FROM entry earlier
            WHERE earlier.record = later.record AND earlier.version = later.version - 1
              AND earlier.superseded_by = later.sequence)
    ) THEN
        RAISE EXCEPTION 'a version does not follow the one before it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_opens AFTER INSERT ON entry FOR EACH STATEMENT EXECUTE FUNCTION open_ledger();
CREATE CONSTRAINT TRIGGER ledger_closes AFTER INSERT ON ledger_opening
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION close_ledger();
"""

# `superseded_by` is set at the same commit; what it points to is checked for the whole statement at once.
SUPERSEDING = """
CREATE FUNCTION check_superseding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM earlier LEFT JOIN entry later ON later.sequence = earlier.superseded_by
        WHERE earlier.superseded_by IS NOT NULL
          AND (later.record IS DISTINCT FROM earlier.record OR later.version IS DISTINCT FROM earlier.version + 1)
    ) THEN
        RAISE EXCEPTION 'an entry can only be superseded by the next version of its record'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_superseding AFTER UPDATE ON entry
    REFERENCING NEW TABLE AS earlier FOR EACH STATEMENT EXECUTE FUNCTION check_superseding();
"""

NAMES = """
CREATE FUNCTION name_bigrams(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT array_agg(DISTINCT substr(name, place, 2)) FROM generate_series(1, length(name) - 1) AS place);

CREATE INDEX organisation_name_bigrams ON organisation_name USING gin (name_bigrams(key)) 
    WITH (gin_pending_list_limit = 1024);
CREATE INDEX organisation_name_key ON organisation_name (key text_pattern_ops);
CREATE INDEX organisation_name_core ON organisation_name (core text_pattern_ops);
CREATE INDEX organisation_code ON organisation (uscc text_pattern_ops);
"""

# The planner's picture of the tables is wrong right after a large batch; only their owner may refresh it.
STATISTICS = """
CREATE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE entry, organisation, organisation_name, old_identifier;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [
        migrations.RunSQL(statements, reverse_sql=migrations.RunSQL.noop)
        for statements in (ENTRY, LOG, CLOSING, SUPERSEDING, NAMES, STATISTICS)
    ]
