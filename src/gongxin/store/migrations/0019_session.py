"""Sessions by the digest of their key: who is signed in signs in again. New scopes of programs."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Both tables of earlier versions held keys as browsers send them.
FORGET = "DELETE FROM django_session; DROP TABLE IF EXISTS usersessions_usersession;"
DIGEST = "ALTER TABLE session ADD CONSTRAINT session_digest CHECK (session_key ~ '^[0-9a-f]{64}$');"

# Programs that could submit could read what they submitted, and handle commitments; `report` opened nothing.
SCOPES = "".join(
    f"""
UPDATE {table} SET scopes = array_to_string(
    ARRAY(SELECT DISTINCT one FROM unnest(string_to_array(scopes, ' ')
        || CASE WHEN 'intake' = ANY(string_to_array(scopes, ' ')) THEN ARRAY['commitment', 'own'] END) one
        WHERE one <> 'report' ORDER BY one), ' ');
"""
    for table in ("client", "client_token")
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("store", "0018_campaign"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_data", models.TextField()),
                ("expire_date", models.DateTimeField(db_index=True)),
                (
                    "session_key",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("began_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("address", models.CharField(blank=True, max_length=64)),
                ("browser", models.CharField(blank=True, max_length=200)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "session"},
        ),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(DIGEST, migrations.RunSQL.noop),
        migrations.RunSQL(SCOPES, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="alarm", name="alarm_not_about_oneself"),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", ""),
                    models.Q(("decided_by", models.F("account")), _negated=True),
                    _connector="OR",
                ),
                name="alarm_not_about_oneself",
            ),
        ),
    ]
