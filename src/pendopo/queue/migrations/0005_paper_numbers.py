from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('queue', '0004_watch'),
    ]

    operations = [
        migrations.AlterField(
            model_name='visit',
            name='channel',
            field=models.CharField(choices=[('kiosk', 'Kiosk'), ('desk', 'Counter'), ('hall', 'Phone in the hall'), ('home', 'From home'), ('paper', 'Paper given beforehand')], max_length=6),
        ),
    ]
