"""The office: pulls, zero reports, code faults, drafts of the catalogue, what units want, why jobs failed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0008_report'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=24)),
                ('key', models.CharField(max_length=200)),
                ('codes', models.JSONField()),
                ('number', models.CharField(blank=True, max_length=64)),
                ('unit', models.CharField(max_length=18)),
                ('registering_unit', models.CharField(blank=True, max_length=200)),
                ('state', models.CharField(max_length=16)),
                ('found_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('is_there', models.BooleanField(default=True)),
            ],
            options={
                'db_table': 'code_fault',
            },
        ),
        migrations.CreateModel(
            name='CodeFaultStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=16)),
                ('state', models.CharField(max_length=16)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'code_fault_step',
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=64)),
                ('text', models.TextField()),
                ('note', models.TextField(blank=True)),
                ('author', models.CharField(max_length=150)),
                ('state', models.CharField(max_length=16)),
                ('changed_at', models.DateTimeField()),
                ('edition', models.CharField(blank=True, max_length=32)),
                ('from_day', models.DateField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=150)),
                ('decided_at', models.DateTimeField(null=True)),
                ('said', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'catalogue_draft',
            },
        ),
        migrations.CreateModel(
            name='JobFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('said', models.TextField()),
            ],
            options={
                'db_table': 'job_failure',
            },
        ),
        migrations.CreateModel(
            name='Pull',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64, unique=True)),
                ('unit', models.CharField(max_length=18)),
                ('item', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=8)),
                ('location', models.CharField(max_length=500)),
                ('pattern', models.CharField(blank=True, max_length=100)),
                ('statement', models.TextField(blank=True)),
                ('secret', models.CharField(blank=True, max_length=100)),
                ('mapping', models.JSONField(default=dict)),
                ('every_minutes', models.IntegerField()),
                ('at', models.TimeField(null=True)),
                ('is_paused', models.BooleanField(default=False)),
                ('made_by', models.CharField(max_length=150)),
                ('last_run_at', models.DateTimeField(null=True)),
                ('next_run_at', models.DateTimeField()),
                ('failures', models.IntegerField(default=0)),
            ],
            options={
                'db_table': 'pull',
            },
        ),
        migrations.CreateModel(
            name='PullRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=16)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('stamp', models.CharField(blank=True, max_length=64)),
                ('batch', models.UUIDField(null=True)),
                ('said', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'pull_run',
            },
        ),
        migrations.CreateModel(
            name='UnitSetting',
            fields=[
                ('unit', models.CharField(max_length=18, primary_key=True, serialize=False)),
                ('is_released_apart', models.BooleanField()),
                ('said_by', models.CharField(max_length=150)),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'unit_setting',
            },
        ),
        migrations.CreateModel(
            name='ZeroReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.CharField(max_length=18)),
                ('item', models.CharField(max_length=64)),
                ('period', models.DateField()),
                ('said_by', models.CharField(max_length=150)),
                ('said_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'zero_report',
            },
        ),
        migrations.AddField(
            model_name='batch',
            name='day',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='batch',
            name='mends',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='reviewcase',
            name='staged',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='reviewcase',
            name='staged_by',
            field=models.CharField(blank=True, max_length=150),
        ),
        migrations.AddField(
            model_name='reviewcase',
            name='subject_name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name='codefault',
            index=models.Index(fields=['state', 'unit'], name='code_fault_waiting'),
        ),
        migrations.AddConstraint(
            model_name='codefault',
            constraint=models.UniqueConstraint(fields=('kind', 'key'), name='code_fault_once'),
        ),
        migrations.AddConstraint(
            model_name='codefault',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'sent', 'corrected', 'explained', 'closed'])), name='code_fault_state_known'),
        ),
        migrations.AddField(
            model_name='codefaultstep',
            name='fault',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.codefault'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'released', 'withdrawn'])), name='draft_state_known'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'released'), _negated=True), models.Q(('decided_by', models.F('author')), _negated=True), _connector='OR'), name='draft_released_by_another'),
        ),
        migrations.AddIndex(
            model_name='jobfailure',
            index=models.Index(fields=['job', '-at'], name='job_failure_newest'),
        ),
        migrations.AddConstraint(
            model_name='pull',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['folder', 'http', 'sql'])), name='pull_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='pull',
            constraint=models.CheckConstraint(condition=models.Q(('every_minutes__gte', 1)), name='pull_interval_positive'),
        ),
        migrations.AddField(
            model_name='pullrun',
            name='pull',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='store.pull'),
        ),
        migrations.AddConstraint(
            model_name='zeroreport',
            constraint=models.UniqueConstraint(fields=('unit', 'item', 'period'), name='zero_report_once'),
        ),
        migrations.AddIndex(
            model_name='pullrun',
            index=models.Index(fields=['pull', '-started_at'], name='pull_run_newest'),
        ),
        migrations.AddConstraint(
            model_name='pullrun',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['received', 'unchanged', 'empty', 'failed'])), name='pull_run_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='pullrun',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'received')), fields=('pull', 'digest'), name='pull_run_file_once'),
        ),
    ]
