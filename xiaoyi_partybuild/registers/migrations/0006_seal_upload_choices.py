"""Seal what people decided about their files: corrections may hold ID numbers."""

import json

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

from xiaoyi_partybuild.access.fields import Sealed

SEALED_LATER = "{"


def seal(apps, schema_editor):
    upload = apps.get_model("registers", "Upload")
    field = upload._meta.get_field("choices")
    for pk, written in _written(upload).filter(written__startswith=SEALED_LATER).values_list("pk", "written"):
        upload.objects.filter(pk=pk).update(choices=field.sealed(json.loads(written), pk))


def unseal(apps, schema_editor):
    upload = apps.get_model("registers", "Upload")
    field = upload._meta.get_field("choices")
    for pk, written in _written(upload).values_list("pk", "written"):
        opened = json.dumps(field.opened(written, pk)) if written else "{}"
        upload.objects.filter(pk=pk).update(choices=Sealed(opened))


def _written(upload):
    return upload.objects.annotate(written=Cast("choices", TextField()))


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_upload_choices_sealed")]

    operations = [migrations.RunPython(seal, unseal)]
