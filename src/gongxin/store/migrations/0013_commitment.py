"""Commitments: templates, what stands of each promise, plans of verification, sites that show them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# What was released is what somebody signed: its words are never changed, by whomever.
WORDING = """
CREATE FUNCTION guard_commitment_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.released_at IS NOT NULL THEN
        RAISE EXCEPTION 'wording % is released and stays', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER commitment_version_guarded BEFORE UPDATE ON commitment_version
    FOR EACH ROW EXECUTE FUNCTION guard_commitment_version();
CREATE TRIGGER commitment_version_stays BEFORE DELETE ON commitment_version
    FOR EACH ROW EXECUTE FUNCTION refuse_removal();
"""

# Commitments that came in before there were plans.
STANDING = """
INSERT INTO commitment (record, number, uscc, unit, kind, committed_on, valid_until, is_due, due_on, due_by,
    performance, found_on, signed_by, pdf_digest, proposed_by)
SELECT record, said ->> 'commitment_number', uscc, said ->> 'accepting_unit_uscc', said ->> 'kind', decided_on,
    valid_until, is_due, CASE WHEN is_complete THEN valid_until END,
    CASE WHEN is_complete AND valid_until IS NOT NULL THEN 'completion' ELSE '' END,
    coalesce(said ->> 'performance', ''), CAST(said ->> 'performance_found_on' AS date), '', '', ''
FROM (
    SELECT e.record, e.uscc, e.decided_on, e.valid_until, s.said,
        s.said ->> 'kind' IN ('证明事项型', '涉企经营许可型', '审批替代型', '容缺受理型', '信用修复型') AS is_due,
        s.said ->> 'kind' = '容缺受理型' AS is_complete
    FROM entry e CROSS JOIN LATERAL (SELECT CAST(e.content AS jsonb) AS said) s
    WHERE e.item = 'credit_commitment' AND e.kind = 'record' AND e.superseded_by IS NULL AND e.content IS NOT NULL
) known;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0012_repair")]
    operations = [
        migrations.CreateModel(
            name='CommitmentPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(max_length=18)),
                ('kind', models.CharField(max_length=64)),
                ('working_days', models.IntegerField()),
                ('said_by', models.CharField(max_length=150)),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'commitment_plan',
                'constraints': [models.UniqueConstraint(fields=('unit', 'kind'), name='commitment_plan_once'), models.CheckConstraint(condition=models.Q(('working_days__gte', 1)), name='commitment_plan_positive')],
            },
        ),
        migrations.CreateModel(
            name='CommitmentSerial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division', models.CharField(max_length=6)),
                ('day', models.DateField()),
                ('last', models.IntegerField()),
            ],
            options={
                'db_table': 'commitment_serial',
                'constraints': [models.UniqueConstraint(fields=('division', 'day'), name='commitment_serial_once')],
            },
        ),
        migrations.CreateModel(
            name='CommitmentSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(max_length=18)),
                ('origin', models.CharField(max_length=200)),
                ('said_by', models.CharField(max_length=150)),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'commitment_site',
                'constraints': [models.UniqueConstraint(fields=('unit', 'origin'), name='commitment_site_once')],
            },
        ),
        migrations.CreateModel(
            name='CommitmentTemplate',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('unit', models.CharField(max_length=18)),
                ('kind', models.CharField(max_length=64)),
                ('matter', models.CharField(max_length=512)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
                ('ended_by', models.CharField(blank=True, max_length=150)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'commitment_template',
                'indexes': [models.Index(fields=['unit', 'kind'], name='commitment_template_of_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('unit', 'kind', 'matter'), name='commitment_template_once')],
            },
        ),
        migrations.CreateModel(
            name='CommitmentVersion',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.IntegerField()),
                ('content', models.TextField()),
                ('liability', models.TextField()),
                ('basis', models.CharField(blank=True, max_length=500)),
                ('openness', models.CharField(max_length=16)),
                ('valid_months', models.IntegerField(null=True)),
                ('verify_in', models.IntegerField(null=True)),
                ('papers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('complete_in', models.IntegerField(null=True)),
                ('written_by', models.CharField(max_length=150)),
                ('written_at', models.DateTimeField()),
                ('released_by', models.CharField(blank=True, max_length=150)),
                ('released_at', models.DateTimeField(null=True)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.commitmenttemplate')),
            ],
            options={
                'db_table': 'commitment_version',
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('record', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20)),
                ('uscc', models.CharField(max_length=18)),
                ('unit', models.CharField(max_length=18)),
                ('kind', models.CharField(max_length=64)),
                ('committed_on', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('is_due', models.BooleanField()),
                ('due_on', models.DateField(null=True)),
                ('due_by', models.CharField(blank=True, max_length=16)),
                ('performance', models.CharField(blank=True, max_length=8)),
                ('found_on', models.DateField(null=True)),
                ('about', models.UUIDField(null=True)),
                ('signed_by', models.CharField(blank=True, max_length=150)),
                ('signed_at', models.DateTimeField(null=True)),
                ('pdf_digest', models.CharField(blank=True, max_length=64)),
                ('sequence', models.BigIntegerField(null=True)),
                ('proposed_by', models.CharField(blank=True, max_length=150)),
                ('proposed_on', models.DateField(null=True)),
                ('version', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='store.commitmentversion')),
            ],
            options={
                'db_table': 'commitment',
            },
        ),
        migrations.AddConstraint(
            model_name='commitmentversion',
            constraint=models.UniqueConstraint(fields=('template', 'number'), name='commitment_version_once'),
        ),
        migrations.AddConstraint(
            model_name='commitmentversion',
            constraint=models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('template',), name='commitment_version_one_draft'),
        ),
        migrations.AddConstraint(
            model_name='commitmentversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='commitment_version_numbered'),
        ),
        migrations.AddConstraint(
            model_name='commitmentversion',
            constraint=models.CheckConstraint(condition=models.Q(('openness__in', ('public', 'shared', 'authorised'))), name='commitment_version_openness_known'),
        ),
        migrations.AddConstraint(
            model_name='commitmentversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('released_at__isnull', True), ('released_by', '')), models.Q(('released_at__isnull', False), ('released_by__gt', ''), models.Q(('released_by', models.F('written_by')), _negated=True)), _connector='OR'), name='commitment_version_takes_two'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['number'], name='commitment_number'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['-committed_on', '-number'], name='commitment_newest'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['uscc', '-committed_on'], name='commitment_of_organisation'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['kind', '-committed_on'], name='commitment_of_kind'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(fields=['unit', 'committed_on'], name='commitment_of_unit'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(condition=models.Q(('is_due', True), ('performance', '')), fields=['unit', 'due_on'], name='commitment_to_verify'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(condition=models.Q(('version__isnull', False)), fields=['version'], name='commitment_of_version'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=models.Index(condition=models.Q(('about__isnull', False)), fields=['about'], name='commitment_about'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('due_by__in', ('', 'completion', 'template', 'plan', 'parameter'))), name='commitment_due_by_known'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(('performance__in', ['', 'full', 'part', 'none'])), name='commitment_performance_known'),
        ),
        migrations.AddConstraint(
            model_name='commitment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pdf_digest', ''), ('sequence__isnull', True), ('signed_at__isnull', True), ('signed_by', ''), ('version__isnull', True)), models.Q(('pdf_digest__gt', ''), ('sequence__isnull', False), ('signed_at__isnull', False), ('signed_by__gt', ''), ('version__isnull', False)), _connector='OR'), name='commitment_signed_whole'),
        ),
        migrations.RunSQL(WORDING, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(STANDING, reverse_sql=migrations.RunSQL.noop),
    ]
