from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('queue', '0005_paper_numbers'),
    ]

    operations = [
        migrations.AddField(
            model_name='desklease',
            name='by_hand',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
