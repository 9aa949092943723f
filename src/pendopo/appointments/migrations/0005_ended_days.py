from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appointments', '0004_paper_numbers'),
    ]

    operations = [
        migrations.AddField(
            model_name='lineday',
            name='end_reason',
            field=models.CharField(blank=True, default='', max_length=14),
        ),
        migrations.AddField(
            model_name='lineday',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='lineday',
            name='sends_home',
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name='lineday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('sends_home', False)), models.Q(('ended_at__isnull', False), ('paused_until__gt', models.F('closes_at')), ('paused_until__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='ended_day_gives_no_numbers'),
        ),
    ]
