"""Sign-in: one-time passwords, programs of units with their secrets and tokens, and what workers remember together."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Attempts counted and codes spent, for all worker processes; Django's database cache reads and writes it.
# Unlogged: after a crash it starts empty.
SHARED_CACHE = """
CREATE UNLOGGED TABLE shared_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""

DIGESTS = """
ALTER TABLE client_secret ADD CONSTRAINT client_secret_digest CHECK (octet_length(digest) = 32);
ALTER TABLE client_token ADD CONSTRAINT client_token_digest CHECK (octet_length(digest) = 32);
"""


STEPS = ("account_added", "account_closed", "password_reset", "unlocked", "granted", "revoked", "confirmed")


class Migration(migrations.Migration):
    dependencies = [("store", "0003_people"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="OneTimePassword",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=150)),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "one_time_password"},
        ),
        migrations.CreateModel(
            name="Client",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=64)),
                ("scopes", models.CharField(max_length=200)),
                ("certificate", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=150)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(blank=True, max_length=150)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.unit"),
                ),
            ],
            options={
                "db_table": "client",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("certificate", ""))
                        | models.Q(("certificate__regex", "^[0-9a-f]{64}$")),
                        name="client_certificate_is_digest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClientSecret",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField(null=True)),
                (
                    "client",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.client"),
                ),
            ],
            options={"db_table": "client_secret"},
        ),
        migrations.CreateModel(
            name="ClientToken",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("scopes", models.CharField(max_length=200)),
                ("certificate", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField(db_index=True)),
                (
                    "client",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.client"),
                ),
            ],
            options={"db_table": "client_token"},
        ),
        migrations.RemoveConstraint(model_name="grantstep", name="grant_step_known"),
        migrations.AddConstraint(
            model_name="grantstep",
            constraint=models.CheckConstraint(condition=models.Q(step__in=STEPS), name="grant_step_known"),
        ),
        migrations.RunSQL(SHARED_CACHE, "DROP TABLE shared_cache"),
        migrations.RunSQL(DIGESTS, migrations.RunSQL.noop),
    ]
