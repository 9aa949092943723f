from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appointments', '0003_attendance'),
    ]

    operations = [
        migrations.AddField(
            model_name='lineday',
            name='paper_numbers',
            field=models.IntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='lineday',
            constraint=models.CheckConstraint(condition=models.Q(('last_number__lte', 90000)), name='machine_stops_before_paper'),
        ),
        migrations.AddConstraint(
            model_name='lineday',
            constraint=models.CheckConstraint(condition=models.Q(('paper_numbers__gte', 0), ('paper_numbers__lte', 999)), name='pad_never_exceeded'),
        ),
    ]
