"""Cases of procedures, their steps and documents, and what they do to how a record shows."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# A case moves by steps, each of which is an entry of the ledger; a due date alone may be computed anew, where a
# calendar was published. What a step was given, and the title, go with the record that they are about.
GUARDS = """
CREATE FUNCTION guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept case_file := NEW;
BEGIN
    kept.due_on := OLD.due_on;
    kept.title := OLD.title;
    IF kept IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    kept.state := OLD.state;
    kept.terms := OLD.terms;
    kept.closed_on := OLD.closed_on;
    kept.version := OLD.version;
    IF kept IS DISTINCT FROM OLD OR NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'case % moves by one step at a time', OLD.number USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION check_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM case_step s JOIN case_file c ON c.id = s.case_id
                   WHERE c.id = NEW.id AND s.number = c.version AND s.state = c.state) THEN
        RAISE EXCEPTION 'case % stands where no step led it', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION check_case_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM entry WHERE sequence = NEW.sequence AND kind = 'case' AND record = NEW.case_id
                   AND version = NEW.number) THEN
        RAISE EXCEPTION 'step % of a case is not in the ledger', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION guard_case_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept case_step := NEW;
BEGIN
    kept.values := OLD.values;
    IF kept IS DISTINCT FROM OLD OR NEW.values <> '{}'::jsonb THEN
        RAISE EXCEPTION 'step % of a case cannot be changed', OLD.number
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_record_mark() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept record_mark := NEW;
BEGIN
    kept.ended_by := OLD.ended_by;
    IF kept IS DISTINCT FROM OLD OR OLD.ended_by IS NOT NULL THEN
        RAISE EXCEPTION 'a mark of % can only be ended once', OLD.record
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION check_record_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM entry WHERE sequence IN (NEW.sequence, NEW.ended_by)
        AND kind NOT IN ('record', 'withdrawal', 'erasure')) < (CASE WHEN NEW.ended_by IS NULL THEN 1 ELSE 2 END)
    THEN
        RAISE EXCEPTION 'a mark of % rests on no step in the ledger', NEW.record
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER case_guarded BEFORE UPDATE ON case_file FOR EACH ROW EXECUTE FUNCTION guard_case();
CREATE TRIGGER case_stays BEFORE DELETE ON case_file FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE CONSTRAINT TRIGGER case_is_on_record AFTER INSERT OR UPDATE ON case_file
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_case();
CREATE TRIGGER case_step_guarded BEFORE UPDATE ON case_step FOR EACH ROW EXECUTE FUNCTION guard_case_step();
CREATE TRIGGER case_step_stays BEFORE DELETE ON case_step FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE CONSTRAINT TRIGGER case_step_is_on_record AFTER INSERT ON case_step
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_case_step();
CREATE TRIGGER case_document_stays BEFORE UPDATE OR DELETE ON case_document
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER record_mark_guarded BEFORE UPDATE ON record_mark
    FOR EACH ROW EXECUTE FUNCTION guard_record_mark();
CREATE TRIGGER record_mark_stays BEFORE DELETE ON record_mark FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE CONSTRAINT TRIGGER record_mark_is_on_record AFTER INSERT OR UPDATE ON record_mark
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_record_mark();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0010_feed")]
    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=16, unique=True)),
                ("procedure", models.CharField(max_length=48)),
                ("uscc", models.CharField(max_length=18)),
                ("provider", models.CharField(blank=True, max_length=18)),
                ("about", models.CharField(max_length=16)),
                ("subject", models.UUIDField(null=True)),
                ("title", models.JSONField()),
                ("state", models.CharField(max_length=32)),
                ("version", models.IntegerField()),
                ("terms", models.JSONField()),
                ("due_on", models.DateField(null=True)),
                ("filed_on", models.DateField()),
                ("filed_by", models.CharField(max_length=150)),
                ("channel", models.CharField(max_length=8)),
                ("ground", models.CharField(blank=True, max_length=32)),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "case_file",
                "indexes": [
                    models.Index(fields=["uscc", "-filed_on"], name="case_of_organisation"),
                    models.Index(fields=["subject"], name="case_about"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["provider", "due_on"],
                        name="case_of_unit",
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=["due_on"],
                        name="case_open_by_due",
                    ),
                    models.Index(fields=["provider", "-filed_on"], name="case_of_unit_newest"),
                    models.Index(fields=["-filed_on", "number"], name="case_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about__in", ("record", "look", "evaluation", "commitment", "campaign"))
                        ),
                        name="case_about_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("desk", "window", "api", "office"))),
                        name="case_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="case_version_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            models.Q(("closed_on__gte", models.F("filed_on")), ("due_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="case_closed_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True), ("subject__isnull", False)),
                        fields=("procedure", "subject"),
                        name="case_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=48)),
                ("file_kind", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=200)),
                ("size", models.IntegerField()),
                ("given_by", models.CharField(max_length=150)),
                ("given_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="store.case"
                    ),
                ),
            ],
            options={
                "db_table": "case_document",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "digest", "kind"), name="case_document_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseStep",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("step", models.CharField(max_length=48)),
                ("by", models.CharField(max_length=150)),
                ("by_unit", models.CharField(blank=True, max_length=18)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("state", models.CharField(max_length=32)),
                ("reason", models.TextField(blank=True)),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("values", models.JSONField()),
                ("sequence", models.BigIntegerField(unique=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="store.case"
                    ),
                ),
            ],
            options={
                "db_table": "case_step",
                "indexes": [models.Index(fields=["on", "step"], name="case_step_by_day")],
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="case_step_once")],
            },
        ),
        migrations.CreateModel(
            name="RecordMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record", models.UUIDField()),
                ("kind", models.CharField(max_length=16)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("sequence", models.BigIntegerField()),
                ("ended_by", models.BigIntegerField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="store.case"
                    ),
                ),
            ],
            options={
                "db_table": "record_mark",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_by__isnull", True)),
                        fields=["record", "kind", "from_on", "until_on"],
                        name="record_mark_standing",
                    ),
                    models.Index(fields=["record", "sequence"], name="record_mark_ever"),
                    models.Index(fields=["sequence"], name="record_mark_begun"),
                    models.Index(fields=["ended_by"], name="record_mark_ended"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("annotated", "suspended", "repaired"))),
                        name="record_mark_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="record_mark_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_by__isnull", True),
                            ("ended_by__gt", models.F("sequence")),
                            _connector="OR",
                        ),
                        name="record_mark_ended_later",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_by__isnull", True), ("until_on__isnull", True)),
                        fields=("record", "kind", "case"),
                        name="record_mark_one_open",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
    ]
