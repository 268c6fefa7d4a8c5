"""People: kinds of units, accounts with a home unit, roles granted, and representatives of organisations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What somebody could do before is what the same person can do afterwards, since the account was made; a step on
# record says where it comes from.
FROM_MEMBERSHIP = """
INSERT INTO account (user_id, unit_id) SELECT user_id, unit_id FROM membership;

INSERT INTO role_grant (user_id, role, unit_id, uscc, granted_by, granted_at, reason, revoked_by)
SELECT user_id, role, unit_id, '', 'migration', date_joined, '升级时由原有权限转入', ''
FROM membership JOIN auth_user u ON u.id = user_id CROSS JOIN LATERAL (VALUES ('data_officer', may_submit), ('data_reviewer', may_decide))
    AS held (role, is_held)
WHERE is_held;

INSERT INTO grant_step (at, by, step, account, grant_id, role, unit, uscc, reason)
SELECT g.granted_at, g.granted_by, 'granted', u.username, g.id, g.role, g.unit_id, '', g.reason
FROM role_grant g JOIN auth_user u ON u.id = g.user_id;

SET CONSTRAINTS ALL IMMEDIATE;
"""

GUARDS = """
ALTER TABLE role_grant ADD CONSTRAINT role_grant_in_home_unit
    FOREIGN KEY (user_id, unit_id) REFERENCES account (user_id, unit_id);

-- What was granted, to whom, where, by whom and why stays as it was; it is ended once, and use is noted.
CREATE FUNCTION guard_role_grant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept role_grant := NEW;
BEGIN
    IF OLD.revoked_at IS NULL THEN
        kept.revoked_at := NULL;
        kept.revoked_by := '';
    END IF;
    kept.last_used_at := OLD.last_used_at;
    IF kept IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'grant % cannot be changed', OLD.id USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER role_grant_guarded BEFORE UPDATE ON role_grant FOR EACH ROW EXECUTE FUNCTION guard_role_grant();
CREATE TRIGGER role_grant_stays BEFORE DELETE ON role_grant FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER role_grant_whole BEFORE TRUNCATE ON role_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER grant_step_stays BEFORE UPDATE OR DELETE ON grant_step
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER grant_step_whole BEFORE TRUNCATE ON grant_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal();
"""

ROLES = (
    "data_officer", "data_reviewer", "query_clerk", "centre_operator", "centre_reviewer", "inspector", "auditor",
    "unit_administrator", "platform_administrator", "representative", "bank_user", "agency_user",
)  # fmt: skip
UNIT_KINDS = ("city", "district", "department", "institution", "centre", "bank", "agency")
STEPS = ("account_added", "account_closed", "password_reset", "granted", "revoked", "confirmed")
STATES = ("waiting", "opened", "approved", "refused", "withdrawn")
Q, PROTECT = models.Q, django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_invariants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "unit", "kind", models.CharField(max_length=16, default="department"), preserve_default=False
        ),
        migrations.AddConstraint(
            "unit", models.CheckConstraint(condition=Q(kind__in=UNIT_KINDS), name="unit_kind_known")
        ),
        migrations.CreateModel(
            "Account",
            fields=[
                ("user", models.OneToOneField(
                    to=settings.AUTH_USER_MODEL, on_delete=PROTECT, primary_key=True, serialize=False)),
                ("unit", models.ForeignKey(to="store.unit", on_delete=PROTECT)),
            ],
            options={
                "db_table": "account",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "unit"), name="account_in_one_unit")
                ],
            },
        ),
        migrations.CreateModel(
            "RoleGrant",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user", models.ForeignKey(to=settings.AUTH_USER_MODEL, on_delete=PROTECT)),
                ("role", models.CharField(max_length=24)),
                ("unit", models.ForeignKey(to="store.unit", null=True, on_delete=PROTECT)),
                ("uscc", models.CharField(max_length=18, blank=True)),
                ("granted_by", models.CharField(max_length=150)),
                ("granted_at", models.DateTimeField()),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(max_length=150, blank=True)),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "role_grant",
                "indexes": [
                    models.Index(fields=["uscc"], condition=~Q(uscc=""), name="role_grant_of_organisation")
                ],
                "constraints": [
                    models.CheckConstraint(condition=Q(role__in=ROLES), name="role_grant_role_known"),
                    models.CheckConstraint(
                        condition=Q(role="representative", unit__isnull=True) & ~Q(uscc="")
                        | ~Q(role="representative") & Q(unit__isnull=False, uscc=""),
                        name="role_grant_in_one_place",
                    ),
                    models.CheckConstraint(
                        condition=Q(revoked_at__isnull=True, revoked_by="")
                        | Q(revoked_at__isnull=False) & ~Q(revoked_by=""),
                        name="role_grant_revoked_by_somebody",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "role", "uscc"),
                        condition=Q(revoked_at__isnull=True),
                        name="role_grant_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "GrantStep",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("step", models.CharField(max_length=16)),
                ("account", models.CharField(max_length=150)),
                ("grant", models.ForeignKey(to="store.rolegrant", null=True, on_delete=PROTECT)),
                ("role", models.CharField(max_length=24, blank=True)),
                ("unit", models.CharField(max_length=18, blank=True)),
                ("uscc", models.CharField(max_length=18, blank=True)),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(max_length=500, blank=True)),
            ],
            options={
                "db_table": "grant_step",
                "indexes": [models.Index(fields=["account", "-at"], name="grant_step_of_account")],
                "constraints": [
                    models.CheckConstraint(condition=Q(step__in=STEPS), name="grant_step_known")
                ],
            },
        ),
        migrations.CreateModel(
            "Representation",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("user", models.ForeignKey(to=settings.AUTH_USER_MODEL, on_delete=PROTECT)),
                ("uscc", models.CharField(max_length=18)),
                ("letter", models.CharField(max_length=64)),
                ("letter_kind", models.CharField(max_length=8)),
                ("state", models.CharField(max_length=16)),
                ("requested_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("opened_by", models.CharField(max_length=150, blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(max_length=150, blank=True)),
                ("reason", models.CharField(max_length=500, blank=True)),
                ("grant", models.ForeignKey(to="store.rolegrant", null=True, on_delete=PROTECT)),
            ],
            options={
                "db_table": "representation",
                "constraints": [
                    models.CheckConstraint(condition=Q(state__in=STATES), name="representation_state_known"),
                    models.CheckConstraint(
                        condition=~Q(state="approved") | Q(grant__isnull=False),
                        name="representation_approved_has_grant",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="refused") | ~Q(reason=""),
                        name="representation_refused_with_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "uscc"),
                        condition=Q(state__in=("waiting", "opened")),
                        name="representation_asked_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FROM_MEMBERSHIP, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.DeleteModel("Membership"),
    ]  # fmt: skip
