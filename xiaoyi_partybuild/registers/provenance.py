"""From which file, sheet and cell a stored value came, by whom and when. Undone imports no longer count."""

from dataclasses import dataclass

from .models import Source

CORRECTED = "（导入时改过）"


@dataclass(frozen=True)
class Origin:
    """Where one value stands: 名册2026.xlsx 的 Sheet2!C7; is_corrected: a person put another in its place on the way."""

    file: str
    sheet: str
    cell: str
    by: object
    at: object
    is_corrected: bool = False

    def __str__(self):
        place = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{self.file} 的 {place}{CORRECTED if self.is_corrected else ''}"


def of(instance):
    """{field name: Origin} for the values of one row, the latest import first to speak."""
    origins = {}
    for source in _sources(instance._meta.label_lower, instance.pk):
        upload = source.upload
        for name, cell in source.cells.items():
            origin = Origin(upload.name, source.sheet, cell, upload.by, upload.batch.at, name in source.fixed)
            origins.setdefault(name, origin)
    return origins


def _sources(model, pk):
    rows = Source.objects.filter(model=model, object_pk=pk, upload__batch__undone_by=None)
    return rows.select_related("upload__by", "upload__batch").order_by("-pk")
