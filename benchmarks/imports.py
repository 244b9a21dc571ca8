"""Import of organizations beside django-import-export on the same file and database: python -m benchmarks.imports [ROWS]

Each run has a process and an empty database of its own and takes in three files: the register (fresh), the same saved
once more (unchanged), and with one row in a hundred changed. Ours: isolated parsing, layout, matching, plan, checks, reach,
journal, source cells, one transaction; then, as the page takes them, what was brought last: with other bytes (saved again),
and with the same (identical). The peer at its best: bulk, cached look-ups, no difference report, unchanged rows skipped; and
as its admin works: preview with differences, then the import. The floor: parse and write the rows, nothing checked. Needs
benchmarks/requirements.txt.

Seconds are of the wall; cpu: of this process and its children, not of a database server. peak: what the first import adds
to the memory of the process and its largest child together.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import site

FRESH, SAME, CHANGED, AGAIN, IDENTICAL = "fresh", "unchanged", "1 % changed", "saved again", "identical"
FILES = (FRESH, SAME, CHANGED)
SLOW_ROWS = 10_000  # what is slower than bulk is measured on so many rows


def main(rows):
    with tempfile.TemporaryDirectory() as room:
        for size in {rows, min(rows, SLOW_ROWS)}:
            _in_a_process("files", size, room)
        told = {name: json.loads(_in_a_process(name, rows, room)) for name in ("floor", "ours", "peer, bulk")}
        few = min(rows, SLOW_ROWS)
        slow = {name: json.loads(_in_a_process(name, few, room)) for name in ("ours", "peer, preview and import")}
        size = Path(room, f"{FRESH} {rows}.xlsx").stat().st_size
        print(f"{rows:,} organizations, 20 columns, {size / 1e6:.1f} MB, {told['ours']['engine']}")
    _show(told, rows)
    if slow:
        print(f"\n{few:,} organizations")
        _show(slow, few)


def _show(told, rows):
    print(f"{'run':<28}{'file':<14}{'seconds':>9}{'cpu':>9}{'rows/s':>9}{'peak MB':>9}{'x ours':>9}")
    for name, runs in told.items():
        for file, (seconds, cpu, *peak) in runs["runs"].items():
            ours = told["ours"]["runs"][file][0]
            memory = f"{peak[0]:>9.0f}" if peak else f"{'':>9}"
            print(f"{name:<28}{file:<14}{seconds:>9.2f}{cpu:>9.2f}{rows / seconds:>9,.0f}{memory}{seconds / ours:>9.2f}")


def _in_a_process(name, rows, room):
    command = [sys.executable, "-m", "benchmarks.imports", name, str(rows), str(room)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1]


def one(name, rows, room):
    """One run, in this process; the last line printed is its result as JSON."""
    department = site.start()
    paths = {file: Path(room, f"{file} {rows}.xlsx") for file in FILES}
    if name == "files":
        _write(paths, rows, department)
        print("{}")
        return
    run = {"floor": Floor, "ours": Ours, "peer, bulk": PeerBulk, "peer, preview and import": PeerAsItsAdmin}[name](
        department
    )
    base, runs = _peak_megabytes(), {}
    for file in run.files:
        runs[file] = _measured(lambda path=paths[file]: run(path))
        if file == FRESH:
            runs[file].append(_peak_megabytes() - base)
        run.demand(rows, file)
        print(file, runs[file], flush=True)
    if name == "ours":
        run.bring(paths[FRESH])
        runs[AGAIN] = _measured(lambda: run.bring(paths[SAME]))
        runs[IDENTICAL] = _measured(lambda: run.bring(paths[FRESH]))
    print(json.dumps({"runs": runs, "engine": site.engine()}))


def _write(paths, rows, department):
    from benchmarks import workbook

    organizations = workbook.invent(rows, by=department)
    workbook.write(paths[FRESH], organizations)
    shutil.copy(paths[FRESH], paths[SAME])
    with paths[SAME].open("ab") as file:  # other bytes, the same workbook: an archive may end in a remark
        file.seek(-2, 2)
        file.write(b"\1\0.")
    workbook.change_some(organizations)
    workbook.write(paths[CHANGED], organizations)


def _measured(work):
    began, cpu = time.perf_counter(), _cpu()
    work()
    return [time.perf_counter() - began, _cpu() - cpu]


def _cpu():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak_megabytes():
    """Of this process and the largest of its children together."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


class Run:
    files = FILES

    def __init__(self, department):
        self.department = department

    def demand(self, rows, file):
        """What was measured was done."""
        from orgs.models import Organization

        stored = Organization.objects.visible_to(self.department)
        assert stored.count() == rows, (stored.count(), file)
        changed = stored.filter(legal_representative="赵敏").count()
        assert changed == (-(-rows // 100) if file == CHANGED else 0), (changed, file)


class Ours(Run):
    def __call__(self, path):
        from django.utils import timezone

        from xiaoyi_partybuild.registers import apply

        apply.import_file(path, by=self.department, on=timezone.localdate(), register="organizations")

    def bring(self, path):
        """As the page does it: bring the file, look it over, import it."""
        from django.utils import timezone

        from xiaoyi_partybuild.registers import apply

        today = timezone.localdate()
        upload = apply.receive(_pieces(path), path.name, by=self.department, register="organizations")
        if not apply.answer(upload, on=today):
            apply.check(upload, by=self.department, on=today)
        if upload.counts["create"] or upload.counts["update"]:
            apply.commit(upload, by=self.department, on=today)
        return upload


def _pieces(path):
    with path.open("rb") as file:
        while piece := file.read(64 * 1024):
            yield piece


class Floor(Run):
    """Cells to columns by the fastest plain means of either database."""

    files = (FRESH,)

    def __call__(self, path):
        from django.db import connection, transaction
        from python_calamine import CalamineWorkbook

        from benchmarks.workbook import COLUMNS
        from orgs.models import Organization, Region

        _, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        fields = [Organization._meta.get_field(name) for _, name in COLUMNS]
        values = [{label: value for value, label in field.choices} if field.choices else None for field in fields]
        regions = {one.name: one.pk for one in Region.objects.visible_to(self.department)}
        for place, field in enumerate(fields):
            if field.name == "region":
                values[place] = regions
            elif field.get_internal_type() == "BooleanField":
                values[place] = {"是": True, "否": False}
        table = [[one if known is None else known[one] for one, known in zip(row[1:], values, strict=True)] for row in rows]
        with transaction.atomic(), connection.cursor() as cursor:
            write = _copy if connection.vendor == "postgresql" else _execute_many
            write(cursor, Organization._meta.db_table, [field.column for field in fields], table)


def _execute_many(cursor, name, columns, table):
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", table)  # noqa: S608 - our names


def _copy(cursor, name, columns, table):
    import io

    lines = "\n".join("\t".join(map(str, row)) for row in table)
    cursor.copy_expert(f"COPY {name} ({', '.join(columns)}) FROM STDIN", io.StringIO(lines))


class PeerBulk(Run):
    def __call__(self, path):
        options = {"use_bulk": True, "batch_size": 5000, "skip_html_diff": True, "report_skipped": False}
        first = {"skip_diff": True, "force_init_instance": True} if path.name.startswith(FRESH) else {"skip_unchanged": True}
        result = _resource(**options, **first).import_data(_dataset(path), raise_errors=True)
        assert not result.has_errors()


class PeerAsItsAdmin(Run):
    files = (FRESH,)

    def __call__(self, path):
        for dry_run in (True, False):
            result = _resource().import_data(_dataset(path), dry_run=dry_run, raise_errors=True)
            assert not result.has_errors()


def _dataset(path):
    from import_export.formats.base_formats import XLSX

    return XLSX().create_dataset(Path(path).read_bytes())


def _resource(**options):
    """The peer's declaration of the same register; types and fields by their labels, regions by a cached look-up."""
    from import_export import fields, instance_loaders, resources, widgets

    from benchmarks.workbook import COLUMNS
    from orgs.models import Organization, Region

    class Labels(widgets.CharWidget):
        def __init__(self, choices):
            super().__init__()
            self.values = {label: value for value, label in choices}

        def clean(self, value, row=None, **kwargs):
            return self.values[value] if value else ""

    class YesNo(widgets.BooleanWidget):
        TRUE_VALUES, FALSE_VALUES = ["是"], ["否"]

    def widget(field):
        if field.name == "region":
            return widgets.CachedForeignKeyWidget(Region, "name")
        if field.get_internal_type() == "BooleanField":
            return YesNo()
        if field.get_internal_type() == "DecimalField":
            return widgets.DecimalWidget()
        return Labels(field.choices) if field.choices else widgets.CharWidget()

    attributes = {
        name: fields.Field(attribute=name, column_name=header, widget=widget(Organization._meta.get_field(name)))
        for header, name in COLUMNS
    }
    # without their regions the stored rows ask for them one by one when they are compared
    attributes["get_queryset"] = lambda self: Organization._default_manager.select_related("region")
    told = {
        "model": Organization,
        "import_id_fields": ["credit_code"],
        "fields": [name for _, name in COLUMNS],
        "instance_loader_class": instance_loaders.CachedInstanceLoader,
    }
    meta = type("Meta", (), told | options)
    return type("OrganizationResource", (resources.ModelResource,), attributes | {"Meta": meta})()


RUNS = {"floor": Floor, "ours": Ours, "peer, bulk": PeerBulk, "peer, preview and import": PeerAsItsAdmin}


if __name__ == "__main__":
    if len(sys.argv) > 2:
        one(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
