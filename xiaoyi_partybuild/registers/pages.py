"""What a detail page shows of imports: beside each value its cell, and in the history the way to the own imports."""

from dataclasses import replace

from django.db.models import Model
from django.urls import reverse

from . import provenance
from .models import Upload

FIRST_CIRCLED, CIRCLED = ord("①"), 20


class Origins:
    """The origins of all rows of a page. imports: one Origin for each import among them, the newest first."""

    def __init__(self, instances):
        self._found = provenance.of_all(instances)
        newest = {origin.upload: origin for fields in self._found.values() for origin in fields.values()}
        self.imports = [newest[upload] for upload in sorted(newest, reverse=True)]

    def of(self, instance):
        """{field name: Origin}."""
        return self._found.get(provenance.key_of(instance), {})

    def sign(self, origin):
        """What tells several imports apart; "" when there is only one."""
        place = [one.upload for one in self.imports].index(origin.upload)
        if len(self.imports) == 1:
            return ""
        return chr(FIRST_CIRCLED + place) if place < CIRCLED else f"（{place + 1}）"


class ImportedValues:
    """Mixed into a DetailPage. `shown_rows(context)`: the rows whose values the record shows."""

    def shown_rows(self, context):
        return [self.object]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if context["is_history"]:
            return context | {"history": self._with_addresses(context["history"])}
        return context | {"origins": Origins(self.shown_rows(context))}

    def _with_addresses(self, history):
        own = Upload.objects.visible_to(self.request.user).filter(batch__in={entry.batch for entry in history})
        addresses = {batch: reverse("registers:done", args=[token]) for batch, token in own.values_list("batch", "token")}
        return [replace(entry, address=addresses.get(entry.batch, "")) for entry in history]


def rows_in(record):
    """The stored rows that a frozen record of a page holds, in whichever of its fields."""
    held = [value for name in record.__dataclass_fields__ for value in _as_list(getattr(record, name))]
    return list({provenance.key_of(one): one for one in held if isinstance(one, Model)}.values())


def _as_list(value):
    return value if isinstance(value, (list, tuple)) else [value]
