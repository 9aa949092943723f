import django.db.models.fields.json
import django.db.models.functions.comparison
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_imports"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("service_minutes__range", (1, 240))), name="line_service_minutes_within_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_for_minutes__range", (5, 720))), name="line_held_for_minutes_within_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("recall_gap_seconds__range", (0, 300))), name="line_recall_gap_seconds_within_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("calls_at_most__range", (1, 10))), name="line_calls_at_most_within_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("rejoin_within_minutes__range", (0, 240))), name="line_rejoin_within_minutes_within_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("rejoin_head_start_minutes__range", (0, 120))),
                name="line_rejoin_head_start_minutes_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Range(
                        django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform("elderly", "head_starts"), models.IntegerField()
                        ),
                        (0, 120),
                    )
                ),
                name="line_head_start_elderly_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Range(
                        django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform("disability", "head_starts"), models.IntegerField()
                        ),
                        (0, 120),
                    )
                ),
                name="line_head_start_disability_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Range(
                        django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform("pregnant", "head_starts"), models.IntegerField()
                        ),
                        (0, 120),
                    )
                ),
                name="line_head_start_pregnant_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Range(
                        django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform("infant", "head_starts"), models.IntegerField()
                        ),
                        (0, 120),
                    )
                ),
                name="line_head_start_infant_within_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Range(
                        django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform("booking", "head_starts"), models.IntegerField()
                        ),
                        (0, 120),
                    )
                ),
                name="line_head_start_booking_within_bounds",
            ),
        ),
    ]
