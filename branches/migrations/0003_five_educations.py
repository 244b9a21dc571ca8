"""The five educations of the programme, which the office may rename, end or add to."""

from django.db import migrations

NAMES = (
    "听党话、跟党走",
    "增信心、促发展",
    "增认知、树形象",
    "抓党建、促创新",
    "创品牌、塑样板",
)


def add(apps, schema_editor):
    education = apps.get_model("branches", "Education")
    for place, name in enumerate(NAMES, start=1):
        education.objects.get_or_create(name=f"“{name}”教育", defaults={"place": place})


class Migration(migrations.Migration):
    dependencies = [
        ("branches", "0002_organizational_life"),
    ]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
