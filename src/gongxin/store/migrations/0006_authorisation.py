"""Authorisations and queries on them; contracts with agencies and what was delivered."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# Whoever writes: the terms of what was given stay as they were, and what has ended does not begin again.
GUARDS = """
CREATE FUNCTION guard_authorisation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept authorisation := NEW;
BEGIN
    kept.confirmed_by := OLD.confirmed_by;
    kept.confirmed_at := OLD.confirmed_at;
    kept.revoked_by := OLD.revoked_by;
    kept.revoked_at := OLD.revoked_at;
    kept.revoked_because := OLD.revoked_because;
    kept.sequence := OLD.sequence;
    IF kept IS DISTINCT FROM OLD OR OLD.revoked_at IS NOT NULL
       OR (OLD.confirmed_at IS NOT NULL AND NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at) THEN
        RAISE EXCEPTION 'authorisation % can only be confirmed once and revoked once', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_contract() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept contract := NEW;
BEGIN
    kept.released_by := OLD.released_by;
    kept.released_at := OLD.released_at;
    kept.cancelled_by := OLD.cancelled_by;
    kept.cancelled_at := OLD.cancelled_at;
    kept.cancelled_because := OLD.cancelled_because;
    IF kept IS DISTINCT FROM OLD OR OLD.cancelled_at IS NOT NULL
       OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at) THEN
        RAISE EXCEPTION 'contract % can only be released once and cancelled once', OLD.id
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER authorisation_guarded BEFORE UPDATE ON authorisation
    FOR EACH ROW EXECUTE FUNCTION guard_authorisation();
CREATE TRIGGER authorisation_stays BEFORE DELETE ON authorisation
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER contract_guarded BEFORE UPDATE ON contract FOR EACH ROW EXECUTE FUNCTION guard_contract();
CREATE TRIGGER contract_stays BEFORE DELETE ON contract FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER authorised_query_stays BEFORE UPDATE OR DELETE ON authorised_query
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER delivery_stays BEFORE DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER delivered_organisation_stays BEFORE DELETE ON delivered_organisation
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_query'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authorisation',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('uscc', models.CharField(max_length=18)),
                ('recipient', models.CharField(max_length=18)),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None)),
                ('purpose', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField()),
                ('letter', models.CharField(blank=True, max_length=64)),
                ('letter_kind', models.CharField(blank=True, max_length=8)),
                ('given_by', models.CharField(max_length=150)),
                ('given_at', models.DateTimeField()),
                ('confirmed_by', models.CharField(blank=True, max_length=150)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('revoked_by', models.CharField(blank=True, max_length=150)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_because', models.CharField(blank=True, max_length=200)),
                ('sequence', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'authorisation',
                'indexes': [models.Index(fields=['uscc', 'recipient'], name='authorisation_of'), models.Index(fields=['recipient', 'valid_until'], name='authorisation_to')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='authorisation_in_order'), models.CheckConstraint(condition=models.Q(('items__len__gte', 1)), name='authorisation_names_items'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='authorisation_says_why'), models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('letter', ''), models.Q(('confirmed_by', models.F('given_by')), _negated=True), _connector='OR'), name='authorisation_by_letter_takes_two'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('sequence__isnull', True)), models.Q(('confirmed_at__isnull', False), ('sequence__isnull', False)), _connector='OR'), name='authorisation_confirmed_is_on_record')],
            },
        ),
        migrations.CreateModel(
            name='AuthorisedQuery',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('recipient', models.CharField(max_length=18)),
                ('uscc', models.CharField(max_length=18)),
                ('by', models.CharField(max_length=150)),
                ('channel', models.CharField(max_length=8)),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
                ('purpose', models.CharField(blank=True, max_length=200)),
                ('authorisations', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('asked_at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=8)),
                ('sequence', models.BigIntegerField(null=True)),
                ('answer', models.CharField(blank=True, max_length=64)),
                ('receipt', models.TextField(blank=True)),
                ('key', models.CharField(blank=True, max_length=255)),
                ('request', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'db_table': 'authorised_query',
                'indexes': [models.Index(fields=['uscc', '-asked_at'], name='authorised_query_about'), models.Index(fields=['recipient', '-asked_at'], name='authorised_query_by')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'answered'), ('sequence__isnull', False)), models.Q(('answer', ''), ('outcome', 'refused'), ('receipt', ''), ('sequence__isnull', True)), _connector='OR'), name='authorised_query_outcome'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('recipient', 'key'), name='authorised_query_key_once')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('unit', models.CharField(max_length=18)),
                ('number', models.CharField(max_length=64)),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None)),
                ('monthly_quota', models.IntegerField()),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField()),
                ('concluded_by', models.CharField(max_length=150)),
                ('concluded_at', models.DateTimeField()),
                ('released_by', models.CharField(blank=True, max_length=150)),
                ('released_at', models.DateTimeField(null=True)),
                ('cancelled_by', models.CharField(blank=True, max_length=150)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_because', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'db_table': 'contract',
                'constraints': [models.UniqueConstraint(fields=('unit', 'number'), name='contract_number_once'), models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='contract_in_order'), models.CheckConstraint(condition=models.Q(('items__len__gte', 1)), name='contract_names_items'), models.CheckConstraint(condition=models.Q(('monthly_quota__gte', 1)), name='contract_quota_positive'), models.CheckConstraint(condition=models.Q(('released_at__isnull', True), models.Q(('released_by', models.F('concluded_by')), _negated=True), _connector='OR'), name='contract_takes_two'), models.CheckConstraint(condition=models.Q(('cancelled_at__isnull', True), models.Q(('cancelled_because', ''), _negated=True), _connector='OR'), name='contract_cancelled_says_why')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.contract')),
                ('unit', models.CharField(max_length=18)),
                ('by', models.CharField(max_length=150)),
                ('channel', models.CharField(max_length=8)),
                ('purpose', models.CharField(max_length=200)),
                ('month', models.DateField()),
                ('requested_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('state', models.CharField(max_length=16)),
                ('stopped_because', models.TextField(blank=True)),
                ('asked', models.IntegerField()),
                ('manifest', models.TextField(blank=True)),
                ('sequence', models.BigIntegerField(null=True)),
                ('key', models.CharField(blank=True, max_length=255)),
                ('request', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'db_table': 'delivery',
                'indexes': [models.Index(fields=['contract', 'month'], name='delivery_of_month'), models.Index(fields=['unit', '-requested_at'], name='delivery_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'delivered', 'stopped'])), name='delivery_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'delivered'), _negated=True), models.Q(('sequence__isnull', False), models.Q(('manifest', ''), _negated=True)), _connector='OR'), name='delivery_delivered_is_on_record'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('unit', 'key'), name='delivery_key_once')],
            },
        ),
        migrations.CreateModel(
            name='DeliveredOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.delivery')),
                ('place', models.IntegerField()),
                ('uscc', models.CharField(max_length=18)),
                ('looked_up_at', models.DateTimeField(null=True)),
                ('entries', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('authorisations', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
            ],
            options={
                'db_table': 'delivered_organisation',
                'indexes': [models.Index(fields=['uscc'], name='delivered_organisation_code')],
                'constraints': [models.UniqueConstraint(fields=('delivery', 'place'), name='delivered_organisation_place'), models.UniqueConstraint(fields=('delivery', 'uscc'), name='delivered_organisation_once')],
            },
        ),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop),
    ]
