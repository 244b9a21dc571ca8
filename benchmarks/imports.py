"""Import of organizations beside django-import-export on the same file and database: python -m benchmarks.imports [ROWS]

Each run has a process and an empty database of its own. Ours: isolated parsing, layout, matching, plan, journal, source
cells, one transaction. The peer at its best (bulk, no difference report), and as its admin works (preview with differences,
then the import). Needs benchmarks/requirements.txt.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import site

RUNS = ("ours", "peer, bulk", "peer, preview and import")


def main(rows):
    with tempfile.TemporaryDirectory() as room:
        path = Path(room, "register.xlsx")
        _in_a_process("file", rows, path)
        print(f"{rows:,} organizations, 16 columns, {path.stat().st_size / 1e6:.1f} MB")
        print(f"{'run':<28}{'seconds':>9}{'rows/s':>9}{'peak MB':>9}{'again s':>9}")
        for name in RUNS:
            told = json.loads(_in_a_process(name, rows, path))
            again = f"{told['again']:>9.2f}" if "again" in told else f"{'—':>9}"
            print(f"{name:<28}{told['seconds']:>9.2f}{rows / told['seconds']:>9,.0f}{told['peak']:>9.0f}{again}")


def _in_a_process(name, rows, path):
    command = [sys.executable, "-m", "benchmarks.imports", name, str(rows), str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]


def one(name, rows, path):
    """One run, in this process; the last line printed is its result as JSON."""
    department = site.start()
    if name == "file":
        from benchmarks import workbook

        workbook.write(path, workbook.invent(rows, by=department))
        print("{}")
        return
    run = {"ours": ours, "peer, bulk": peer_bulk, "peer, preview and import": peer_as_its_admin}[name]
    base = _peak_megabytes()
    began = time.perf_counter()
    run(path, department, rows)
    told = {"seconds": time.perf_counter() - began, "peak": _peak_megabytes() - base}
    if name != "peer, preview and import":
        began = time.perf_counter()
        run(path, department, rows)
        told["again"] = time.perf_counter() - began
    print(json.dumps(told))


def _peak_megabytes():
    """Of this process and the largest of its children together."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def ours(path, department, rows):
    from django.utils import timezone

    from orgs.models import Organization
    from xiaoyi_partybuild.registers import apply

    apply.import_file(str(path), by=department, on=timezone.localdate(), register="organizations")
    assert Organization.objects.visible_to(department).count() == rows


def peer_bulk(path, department, rows):
    result = _resource(use_bulk=True, skip_diff=True, batch_size=5000).import_data(_dataset(path), raise_errors=True)
    assert not result.has_errors()


def peer_as_its_admin(path, department, rows):
    for dry_run in (True, False):
        result = _resource().import_data(_dataset(path), dry_run=dry_run, raise_errors=True)
        assert not result.has_errors()


def _dataset(path):
    from import_export.formats.base_formats import XLSX

    return XLSX().create_dataset(Path(path).read_bytes())


def _resource(**options):
    """The peer's declaration of the same register; types and fields by their labels, regions by a cached look-up."""
    from import_export import fields, resources, widgets

    from benchmarks.workbook import COLUMNS
    from orgs.models import Organization, Region

    class Labels(widgets.CharWidget):
        def __init__(self, choices):
            super().__init__()
            self.values = {label: value for value, label in choices}

        def clean(self, value, row=None, **kwargs):
            return self.values[value] if value else ""

    def widget(field):
        if field.name == "region":
            return widgets.CachedForeignKeyWidget(Region, "name")
        return Labels(field.choices) if field.choices else widgets.CharWidget()

    attributes = {
        name: fields.Field(attribute=name, column_name=header, widget=widget(Organization._meta.get_field(name)))
        for header, name in COLUMNS
    }
    meta = type(
        "Meta",
        (),
        {"model": Organization, "import_id_fields": ["credit_code"], "fields": list(attributes)} | options,
    )
    return type("OrganizationResource", (resources.ModelResource,), attributes | {"Meta": meta})()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        one(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
