"""Special campaigns and the ledger of the organisations in scope."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER campaign_stays BEFORE DELETE ON campaign FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER campaign_member_stays BEFORE DELETE ON campaign_member FOR EACH ROW EXECUTE FUNCTION refuse_removal();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0017_supervision")]
    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('name_zh', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('rule', models.CharField(max_length=32)),
                ('unit', models.CharField(max_length=18)),
                ('from_on', models.DateField()),
                ('until_on', models.DateField()),
                ('state', models.CharField(max_length=16)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
                ('opened_by', models.CharField(blank=True, max_length=150)),
                ('opened_on', models.DateField(null=True)),
                ('closing_by', models.CharField(blank=True, max_length=150)),
                ('said', models.TextField(blank=True)),
                ('closed_by', models.CharField(blank=True, max_length=150)),
                ('closed_on', models.DateField(null=True)),
                ('sequence', models.BigIntegerField(null=True)),
                ('counted', models.JSONField(default=dict)),
            ],
            options={
                'db_table': 'campaign',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('code',), name='campaign_code_once'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'open', 'closing', 'closed', 'withdrawn'))), name='campaign_state_known'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='campaign_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('opened_by', ''), ('opened_on', None)), models.Q(('opened_by__gt', ''), ('opened_on__isnull', False), models.Q(('opened_by', models.F('made_by')), _negated=True)), _connector='OR'), name='campaign_opened_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('closed_by', ''), ('closed_on', None)), models.Q(('closed_by__gt', ''), ('closed_on__isnull', False), models.Q(('closed_by', models.F('closing_by')), _negated=True)), _connector='OR'), name='campaign_closed_by_another')],
            },
        ),
        migrations.CreateModel(
            name='CampaignMember',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('uscc', models.CharField(max_length=18)),
                ('unit', models.CharField(max_length=18)),
                ('records', models.JSONField(default=list)),
                ('joined_on', models.DateField()),
                ('case', models.UUIDField(null=True)),
                ('left_on', models.DateField(null=True)),
                ('left_because', models.CharField(blank=True, max_length=500)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='store.campaign')),
            ],
            options={
                'db_table': 'campaign_member',
                'indexes': [models.Index(fields=['unit'], name='campaign_member_of_unit'), models.Index(fields=['uscc'], name='campaign_member_by_code')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'uscc'), name='campaign_member_once'), models.CheckConstraint(condition=models.Q(models.Q(('left_because', ''), ('left_on__isnull', True)), models.Q(('left_because__gt', ''), ('left_on__isnull', False)), _connector='OR'), name='campaign_member_left_whole')],
            },
        ),
        migrations.RunSQL(GUARD, reverse_sql=migrations.RunSQL.noop),
    ]
