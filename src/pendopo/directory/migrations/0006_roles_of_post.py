from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0005_floor_plans"),
    ]

    operations = [
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("officer", "Counter officer"),
                    ("greeter", "Greeter"),
                    ("supervisor", "Agency supervisor"),
                    ("agency_head", "Agency head"),
                    ("manager", "Mall manager"),
                    ("admin", "Administrator"),
                    ("executive", "Executive"),
                    ("auditor", "Auditor"),
                    ("system", "System administrator"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=~Q(role="agency_head") | Q(agency__isnull=False), name="agency_head_has_an_agency"
            ),
        ),
    ]
