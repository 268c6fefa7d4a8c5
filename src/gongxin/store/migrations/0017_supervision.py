"""Draws, tasks of inspection and their results, warnings."""

import django.db.models.deletion
from django.db import migrations, models

# What was published stays: from the freezing on the plan, from the draw on the seed and what came of it.
GUARD = """
CREATE FUNCTION guard_draw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('drawn', 'withdrawn') AND NEW IS DISTINCT FROM OLD
       OR OLD.frozen_sequence IS NOT NULL AND (
          (NEW.unit, NEW.code, NEW.round, NEW.name_zh, NEW.name_en, NEW.field, NEW.field_from, NEW."on", NEW.due_on,
           NEW.team, NEW.floor, NEW.is_stratified, NEW.scope, NEW.units, NEW.avoided, NEW.seed_source, NEW.seed_on)
          IS DISTINCT FROM
          (OLD.unit, OLD.code, OLD.round, OLD.name_zh, OLD.name_en, OLD.field, OLD.field_from, OLD."on", OLD.due_on,
           OLD.team, OLD.floor, OLD.is_stratified, OLD.scope, OLD.units, OLD.avoided, OLD.seed_source, OLD.seed_on)
          OR (NEW.plan_digest, NEW.frozen_by, NEW.frozen_sequence, NEW.pool)
          IS DISTINCT FROM (OLD.plan_digest, OLD.frozen_by, OLD.frozen_sequence, OLD.pool)) THEN
        RAISE EXCEPTION 'draw % is published and stays as it is', OLD.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER draw_guarded BEFORE UPDATE ON draw FOR EACH ROW EXECUTE FUNCTION guard_draw();
CREATE TRIGGER draw_stays BEFORE DELETE ON draw FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER inspection_stays BEFORE DELETE ON inspection FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER warning_stays BEFORE DELETE ON warning FOR EACH ROW EXECUTE FUNCTION refuse_removal();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0016_release")]
    operations = [
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('unit', models.CharField(max_length=18)),
                ('code', models.CharField(max_length=40)),
                ('round', models.IntegerField()),
                ('name_zh', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('field', models.CharField(max_length=32)),
                ('field_from', models.DateField()),
                ('on', models.DateField()),
                ('due_on', models.DateField()),
                ('team', models.IntegerField()),
                ('floor', models.IntegerField()),
                ('is_stratified', models.BooleanField()),
                ('scope', models.JSONField(default=dict)),
                ('units', models.JSONField(default=list)),
                ('avoided', models.JSONField(default=list)),
                ('seed_source', models.CharField(max_length=500)),
                ('seed_on', models.DateField()),
                ('state', models.CharField(max_length=16)),
                ('said', models.CharField(blank=True, max_length=500)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
                ('frozen_by', models.CharField(blank=True, max_length=150)),
                ('frozen_at', models.DateTimeField(null=True)),
                ('frozen_sequence', models.BigIntegerField(null=True)),
                ('plan_digest', models.CharField(blank=True, max_length=64)),
                ('pool', models.IntegerField(null=True)),
                ('full', models.IntegerField(null=True)),
                ('strata', models.JSONField(default=list)),
                ('seed', models.TextField(blank=True)),
                ('seed_proof', models.CharField(blank=True, max_length=500)),
                ('seeded_by', models.CharField(blank=True, max_length=150)),
                ('seeded_at', models.DateTimeField(null=True)),
                ('drawn_by', models.CharField(blank=True, max_length=150)),
                ('drawn_at', models.DateTimeField(null=True)),
                ('drawn_sequence', models.BigIntegerField(null=True)),
                ('count', models.IntegerField(null=True)),
                ('files', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'draw',
                'indexes': [models.Index(fields=['unit', '-made_at'], name='draw_of_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('code', 'round'), name='draw_code_once'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'frozen', 'seeded', 'drawn', 'withdrawn'))), name='draw_state_known'), models.CheckConstraint(condition=models.Q(('floor__gte', 0), ('round__gte', 1), ('team__gte', 1)), name='draw_counts_positive'), models.CheckConstraint(condition=models.Q(models.Q(('frozen_at__isnull', True), ('frozen_by', ''), ('frozen_sequence', None), ('plan_digest', '')), models.Q(('frozen_at__isnull', False), ('frozen_by__gt', ''), ('frozen_sequence__isnull', False), models.Q(('frozen_by', models.F('made_by')), _negated=True)), _connector='OR'), name='draw_frozen_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('drawn_at__isnull', True), ('drawn_by', ''), ('drawn_sequence', None)), models.Q(('drawn_at__isnull', False), ('drawn_by__gt', ''), ('drawn_sequence__isnull', False), ('seeded_by__gt', ''), models.Q(('drawn_by', models.F('seeded_by')), _negated=True)), _connector='OR'), name='draw_drawn_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('uscc', models.CharField(max_length=18)),
                ('year', models.IntegerField()),
                ('due_on', models.DateField()),
                ('counts', models.BooleanField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'visit',
                'indexes': [models.Index(fields=['uscc', 'year'], name='visit_of_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Warning',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('rule', models.CharField(max_length=32)),
                ('unit', models.CharField(max_length=18)),
                ('uscc', models.CharField(max_length=18)),
                ('key', models.CharField(max_length=64)),
                ('record', models.UUIDField(null=True)),
                ('values', models.JSONField(default=dict)),
                ('raised_on', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=16)),
                ('reasons', models.CharField(blank=True, max_length=1000)),
                ('decided_by', models.CharField(blank=True, max_length=150)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'warning',
                'indexes': [models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['unit', 'due_on'], name='warning_waiting')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'unit', 'uscc', 'key'), name='warning_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by', ''), ('outcome', ''), ('reasons', '')), models.Q(('decided_at__isnull', False), ('decided_by__gt', ''), ('outcome__in', ('acted', 'known', 'unfounded')), ('reasons__gt', '')), _connector='OR'), name='warning_decided_whole')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('draw', models.UUIDField(null=True)),
                ('number', models.IntegerField(null=True)),
                ('uscc', models.CharField(max_length=18)),
                ('unit', models.CharField(max_length=18)),
                ('field', models.CharField(max_length=32)),
                ('stratum', models.CharField(blank=True, max_length=16)),
                ('places', models.JSONField(default=list)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('due_on', models.DateField()),
                ('placing', models.CharField(max_length=8)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
                ('record', models.UUIDField(null=True)),
                ('result_type', models.CharField(blank=True, max_length=2)),
                ('inspected_on', models.DateField(null=True)),
                ('linked_at', models.DateTimeField(null=True)),
                ('visit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='store.visit')),
            ],
            options={
                'db_table': 'inspection',
                'indexes': [models.Index(fields=['unit', 'due_on'], name='inspection_of_unit'), models.Index(fields=['uscc'], name='inspection_of_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('draw', 'routine', 'special', 'complaint'))), name='inspection_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('placing', 'spared'), ('visit__isnull', True)), models.Q(('placing__in', ['visit', 'merged']), ('visit__isnull', False)), _connector='OR'), name='inspection_in_a_visit'), models.CheckConstraint(condition=models.Q(models.Q(('inspected_on', None), ('linked_at', None), ('record__isnull', True), ('result_type', '')), models.Q(('inspected_on__isnull', False), ('linked_at__isnull', False), ('record__isnull', False), ('result_type__gt', '')), _connector='OR'), name='inspection_done_whole'), models.UniqueConstraint(condition=models.Q(('draw__isnull', False)), fields=('draw', 'uscc'), name='inspection_drawn_once'), models.UniqueConstraint(condition=models.Q(('record__isnull', False)), fields=('record',), name='inspection_record_once')],
            },
        ),
        migrations.RunSQL(GUARD, reverse_sql=migrations.RunSQL.noop),
    ]
