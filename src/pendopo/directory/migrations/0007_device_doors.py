import pendopo.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_roles_of_post'),
    ]

    operations = [
        migrations.CreateModel(
            name='PairingAttempt',
            fields=[
                ('id', models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('network_tag', models.CharField(max_length=64)),
                ('tried_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name='device',
            name='place_tag',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='device',
            name='earlier_tag',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='device',
            name='earlier_seen_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='device',
            name='doubled_at',
            field=models.DateTimeField(null=True),
        ),
    ]
