import django.db.models.deletion
import pendopo.kernel.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('queue', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assistance',
            fields=[
                ('id', models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('wheelchair', 'Wheelchair'), ('sign_language', 'Sign language interpreter'), ('regional_language', 'Help in a regional language'), ('companion', 'Looking for a companion'), ('guide', 'Somebody to show the way')], max_length=20)),
                ('asked_from', models.CharField(choices=[('phone', 'by phone'), ('kiosk', 'at a kiosk'), ('greeter', 'at the entrance')], max_length=8)),
                ('business_date', models.DateField()),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('taken', 'Somebody is coming'), ('done', 'Done'), ('withdrawn', 'Not needed any more')], max_length=10)),
                ('changed_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField()),
                ('device', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.device')),
                ('mall', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='assistance', to='directory.mall')),
                ('taken_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='assistance', to='queue.visit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('asked', 'taken'))), fields=['mall', 'business_date'], name='assistance_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'taken')), ('visit__isnull', False)), fields=('visit', 'kind'), name='one_request_per_visit_and_kind'), models.UniqueConstraint(condition=models.Q(('device__isnull', False), ('state__in', ('asked', 'taken')), ('visit__isnull', True)), fields=('device', 'kind', 'business_date'), name='one_request_per_kiosk_and_kind'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), ('taken_by__isnull', False), _connector='OR'), name='taken_request_has_taker')],
            },
        ),
    ]
