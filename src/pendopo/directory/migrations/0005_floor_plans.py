import django.db.models.deletion
import pendopo.kernel.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_duty'),
    ]

    operations = [
        migrations.CreateModel(
            name='FloorPlan',
            fields=[
                ('id', models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('picture', models.CharField(max_length=64)),
                ('media_type', models.CharField(max_length=20)),
                ('width', models.IntegerField()),
                ('height', models.IntegerField()),
                ('step_free', models.JSONField(blank=True, default=list)),
                ('mall', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='directory.mall')),
            ],
        ),
        migrations.CreateModel(
            name='PlanMark',
            fields=[
                ('id', models.UUIDField(default=pendopo.kernel.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('counter', 'Counter'), ('kiosk', 'Kiosk'), ('facility', 'Facility'), ('entrance', 'Entrance')], max_length=8)),
                ('x', models.SmallIntegerField()),
                ('y', models.SmallIntegerField()),
                ('counter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mark', to='directory.counter')),
                ('device', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mark', to='directory.device')),
                ('facility', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mark', to='directory.facility')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='directory.floorplan')),
            ],
        ),
        migrations.AddIndex(
            model_name='floorplan',
            index=models.Index(fields=['picture'], name='plan_by_picture'),
        ),
        migrations.AddConstraint(
            model_name='floorplan',
            constraint=models.UniqueConstraint(fields=('mall', 'name'), name='one_plan_per_name'),
        ),
        migrations.AddConstraint(
            model_name='floorplan',
            constraint=models.CheckConstraint(condition=models.Q(('height__gt', 0), ('width__gt', 0)), name='plan_has_a_size'),
        ),
        migrations.AddConstraint(
            model_name='planmark',
            constraint=models.CheckConstraint(condition=models.Q(('x__gte', 0), ('x__lte', 1000), ('y__gte', 0), ('y__lte', 1000)), name='mark_lies_on_its_plan'),
        ),
        migrations.AddConstraint(
            model_name='planmark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counter__isnull', False), ('device__isnull', True), ('facility__isnull', True), ('kind', 'counter')), models.Q(('counter__isnull', True), ('device__isnull', False), ('facility__isnull', True), ('kind', 'kiosk')), models.Q(('counter__isnull', True), ('device__isnull', True), ('facility__isnull', False), ('kind', 'facility')), models.Q(('counter__isnull', True), ('device__isnull', True), ('facility__isnull', True), ('kind', 'entrance')), _connector='OR'), name='mark_is_of_its_kind'),
        ),
    ]
