import django.db.models.deletion
import pendopo.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_holiday_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='device',
            name='software',
            field=models.CharField(blank=True, db_default='', default='', max_length=24),
        ),
        migrations.CreateModel(
            name='OutsideLine',
            fields=[
                ('id', models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('failing_since', models.DateTimeField(null=True)),
                ('lost_since', models.DateTimeField(null=True)),
                ('by_hand', models.BooleanField(default=False)),
                ('mall', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outside_line', to='directory.mall')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('by_hand', False), ('lost_since__isnull', False), _connector='OR'), name='said_by_hand_that_it_is_lost')],
            },
        ),
    ]
