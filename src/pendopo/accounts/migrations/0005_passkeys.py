import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pendopo.kernel.identifiers


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_browser_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("host", models.CharField(max_length=255)),
                ("credential", models.CharField(max_length=1400, unique=True)),
                ("public_key", models.TextField()),
                ("signatures", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="passkeys", to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
