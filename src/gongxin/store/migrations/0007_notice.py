"""What organisations and units are told: notices, the outbox, contacts; and complaints about looks."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0006_authorisation")]
    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("look", models.UUIDField()),
                ("uscc", models.CharField(max_length=18)),
                ("unit", models.CharField(max_length=18)),
                ("text", models.TextField(blank=True)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, max_length=16)),
                ("reasons", models.TextField(blank=True)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "complaint",
                "indexes": [models.Index(fields=["uscc", "-made_at"], name="complaint_of_organisation")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("look",),
                        name="complaint_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by", ""),
                                ("outcome", ""),
                                ("reasons", ""),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__gt", ""),
                                ("outcome__in", ["upheld", "dismissed"]),
                                ("reasons__gt", ""),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_decided_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("uscc", models.CharField(max_length=18)),
                ("channel", models.CharField(max_length=16)),
                ("address", models.CharField(max_length=500)),
                ("nonce", models.BinaryField()),
                ("set_by", models.CharField(max_length=150)),
                ("set_at", models.DateTimeField()),
                ("guesses", models.SmallIntegerField(default=0)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=150)),
            ],
            options={
                "db_table": "contact",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "webhook"])),
                        name="contact_channel_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", False), ("ended_at__isnull", True)),
                        fields=("uscc", "channel"),
                        name="contact_one_in_use",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("confirmed_at__isnull", True), ("ended_at__isnull", True)),
                        fields=("uscc", "channel"),
                        name="contact_one_to_confirm",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("uscc", models.CharField(blank=True, max_length=18)),
                ("unit", models.CharField(blank=True, max_length=18)),
                ("kind", models.CharField(max_length=48)),
                ("values", models.JSONField()),
                ("about", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("opened_by", models.CharField(blank=True, max_length=150)),
            ],
            options={
                "db_table": "notice",
                "indexes": [
                    models.Index(fields=["uscc", "-made_at"], name="notice_of_organisation"),
                    models.Index(fields=["unit", "-made_at"], name="notice_of_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit__gt", ""), ("uscc", "")),
                            models.Q(("unit", ""), ("uscc__gt", "")),
                            _connector="OR",
                        ),
                        name="notice_has_one_addressee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at__isnull", True), ("opened_by", "")),
                            models.Q(("opened_at__isnull", False), ("opened_by__gt", "")),
                            _connector="OR",
                        ),
                        name="notice_opened_by_somebody",
                    ),
                    models.UniqueConstraint(fields=("kind", "about", "uscc", "unit"), name="notice_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=200)),
                (
                    "contact",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.contact"),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="store.notice"
                    ),
                ),
            ],
            options={
                "db_table": "outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="outbox_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("contact", "notice"), name="outbox_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True), ("next_at__isnull", True), _connector="OR"
                        ),
                        name="outbox_sent_is_done",
                    ),
                ],
            },
        ),
    ]
