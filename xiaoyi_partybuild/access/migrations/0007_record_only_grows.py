"""What is in the record stays as it was written: see access/append_only.py."""

from django.db import migrations

from xiaoyi_partybuild.access import append_only

RECORD = ("Batch", "Change", "Event", "Seal")


def protect(apps, schema_editor):
    for name in RECORD:
        append_only.protect(schema_editor.connection, apps.get_model("access", name))


def release(apps, schema_editor):
    for name in RECORD:
        append_only.release(schema_editor.connection, apps.get_model("access", name))


class Migration(migrations.Migration):
    dependencies = [("access", "0006_seals")]

    operations = [migrations.RunPython(protect, release)]
