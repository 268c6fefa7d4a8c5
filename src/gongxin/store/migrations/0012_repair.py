"""Repair: what other platforms are told and decided, trainings, and what becomes repairable by day."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

STANDS = Q(kind="record", superseded_by__isnull=True, repairable_on__isnull=False)
GUARDS = """
CREATE TRIGGER repair_message_stays BEFORE UPDATE OR DELETE ON repair_message
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER foreign_repair_stays BEFORE DELETE ON foreign_repair
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER training_attendance_stays BEFORE DELETE ON training_attendance
    FOR EACH ROW WHEN (OLD.attended IS NOT NULL) EXECUTE FUNCTION refuse_removal();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0011_case")]
    operations = [
        migrations.CreateModel(
            name="Platform",
            fields=[
                ("code", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=300, unique=True)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("added_by", models.CharField(max_length=150)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "platform",
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="RepairMessage",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("id", models.UUIDField(unique=True)),
                ("kind", models.CharField(max_length=24)),
                ("record", models.UUIDField()),
                ("uscc", models.CharField(max_length=18)),
                ("case", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("text", models.TextField()),
            ],
            options={
                "db_table": "repair_message",
                "indexes": [models.Index(fields=["record"], name="repair_message_of_record")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("repaired", "repaired_for_a_time", "restored"))),
                        name="repair_message_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairDispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="store.repairmessage",
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="store.platform",
                    ),
                ),
                ("attempts", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "repair_dispatch",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at"],
                        name="repair_dispatch_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message", "platform"), name="repair_dispatch_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), ("next_at__isnull", True), _connector="OR"
                        ),
                        name="repair_dispatch_sent_is_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForeignRepair",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="store.platform",
                    ),
                ),
                ("kind", models.CharField(max_length=24)),
                ("uscc", models.CharField(max_length=18)),
                ("document_number", models.CharField(max_length=128)),
                ("decided_on", models.DateField(null=True)),
                ("repaired_on", models.DateField()),
                ("record", models.UUIDField(null=True)),
                ("unit", models.CharField(blank=True, max_length=18)),
                ("text", models.TextField()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.CharField(max_length=150)),
                ("case", models.UUIDField(null=True)),
                ("dismissed_by", models.CharField(blank=True, max_length=150)),
                ("dismissed_because", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "foreign_repair",
                "indexes": [models.Index(fields=["unit", "-received_at"], name="foreign_repair_of_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("repaired", "repaired_for_a_time", "restored"))),
                        name="foreign_repair_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case__isnull", True), ("dismissed_by", ""), _connector="OR"),
                        name="foreign_repair_settled_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingCourse",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("unit", models.CharField(max_length=18)),
                ("held_on", models.DateField()),
                ("place", models.CharField(max_length=200)),
                ("minutes", models.IntegerField()),
                ("seats", models.IntegerField()),
                ("content", models.TextField(blank=True)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "db_table": "training_course",
                "indexes": [models.Index(fields=["-held_on"], name="training_course_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0), ("seats__gt", 0)),
                        name="training_course_has_seats",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingAttendance",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="store.trainingcourse",
                    ),
                ),
                ("uscc", models.CharField(max_length=18)),
                ("asked", models.IntegerField()),
                ("signed_up_by", models.CharField(max_length=150)),
                ("signed_up_at", models.DateTimeField()),
                ("attended", models.IntegerField(null=True)),
                ("confirmed_by", models.CharField(blank=True, max_length=150)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("certificate", models.CharField(blank=True, max_length=24)),
                ("sequence", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "training_attendance",
                "indexes": [models.Index(fields=["uscc"], name="training_of_organisation")],
                "constraints": [
                    models.UniqueConstraint(fields=("course", "uscc"), name="training_attendance_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("certificate__gt", "")),
                        fields=("certificate",),
                        name="training_certificate_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("asked__gt", 0)), name="training_asked_some"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("attended__isnull", True),
                                ("certificate", ""),
                                ("confirmed_at__isnull", True),
                                ("confirmed_by", ""),
                            ),
                            models.Q(
                                ("attended", 0),
                                ("certificate", ""),
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__gt", ""),
                            ),
                            models.Q(
                                ("attended__gt", 0),
                                ("certificate__gt", ""),
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__gt", ""),
                            ),
                            _connector="OR",
                        ),
                        name="training_confirmed_whole",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            "entry", models.Index(fields=["repairable_on"], name="entry_repairable", condition=STANDS)
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
