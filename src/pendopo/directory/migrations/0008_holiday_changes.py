from django.db import migrations, models

import pendopo.kernel.identifiers


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0007_device_doors"),
    ]

    operations = [
        migrations.CreateModel(
            name="HolidayChange",
            fields=[
                ("id", models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ("region_code", models.CharField(blank=True, default="", max_length=13)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=60)),
            ],
            options={
                "indexes": [models.Index(fields=["region_code", "changed_at"], name="holiday_change_by_region")],
            },
        ),
    ]
