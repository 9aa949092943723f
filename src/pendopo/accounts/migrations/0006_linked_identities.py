import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pendopo.kernel.identifiers


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_passkeys"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkedIdentity",
            fields=[
                ("id", models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ("issuer", models.CharField(max_length=300)),
                ("subject", models.CharField(max_length=255)),
                ("linked_at", models.DateTimeField()),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="linked_identities", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "subject"), name="subject_is_one_person"),
                    models.UniqueConstraint(fields=("issuer", "user"), name="one_subject_for_a_person"),
                ],
            },
        ),
    ]
