import django.db.models.deletion
from django.db import migrations, models

import pendopo.kernel.identifiers


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0003_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="within",
            field=models.CharField(blank=True, default="", max_length=400),
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("size_bytes", models.IntegerField()),
                ("content", models.BinaryField(null=True)),
                ("rows", models.BinaryField(null=True)),
                ("sheets", models.JSONField(default=list)),
                ("founded", models.BooleanField(default=False)),
                ("imported_at", models.DateTimeField()),
                ("imported_by", models.CharField(max_length=60)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(blank=True, default="", max_length=60)),
                ("mall", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="directory.mall")),
            ],
            options={
                "indexes": [models.Index(fields=["mall", "imported_at"], name="import_by_mall")],
            },
        ),
    ]
