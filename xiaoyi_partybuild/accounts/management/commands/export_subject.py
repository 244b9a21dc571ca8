"""manage.py export_subject: everything held about one person, for that person, as a workbook or JSON."""

import json
import os
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from xlsxwriter import Workbook

from xiaoyi_partybuild.access import events, subjects
from xiaoyi_partybuild.accounts.management import naming
from xiaoyi_partybuild.registers import provenance, taking
from xiaoyi_partybuild.registers.management.acting import acting


class Command(BaseCommand):
    help = "Write all that is held about one person to a new file (.xlsx or .json) that only its owner may read."

    def add_arguments(self, parser):
        parser.add_argument("subject", help=naming.HELP)
        parser.add_argument("out", type=Path)
        parser.add_argument("--by", metavar="USERNAME", help="who hands it out")

    def handle(self, *, subject, out, by, **options):
        person, row = acting(by), naming.subject(subject)
        with events.watched(events.Kind.SUBJECT_EXPORTED, by=person, about=row, refused=CommandError), _new(out) as file:
            sections = _sections(row)
            (_as_json if out.suffix == ".json" else _as_workbook)(sections, file)
            facts = {"sections": len(sections), "sha256": taking.digest_of(taking.pieces_of(file))}
            events.tell(events.Kind.SUBJECT_EXPORTED, by=person, about=row, facts=facts)
        self.stdout.write(f"{naming.named(row)}：{len(sections)} 部分 → {out}")


@contextmanager
def _new(path):
    """A file that was not there and that only its owner may read; gone again when anything fails."""
    try:
        file = open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")  # noqa: SIM115 - closed below
    except OSError as error:
        raise CommandError("这个文件写不成，可能已经有了；请换一个文件名", returncode=2) from error
    try:
        with file:
            yield file
    except BaseException:
        path.unlink()
        raise


def _sections(row):
    """[(title, [(what, value)])]: the rows, where their values came from, what was changed, who saw them."""
    rows = subjects.rows_about(row)
    found = [(f"{one._meta.verbose_name} {one.pk}", subjects.told(one)) for one in rows]
    found.append(("来源", [(name, str(origin)) for row in rows for name, origin in provenance.of(row).items()]))
    found.append(("修改", [_line(one.batch.at, one.batch.by, one.get_action_display()) for one in subjects.history(rows)]))
    found.append(("查看和导出", [_line(one.at, one.by, one.get_kind_display()) for one in _seen(rows)]))
    return found


def _line(at, by, what):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}", f"{by or '系统'} {what}"


def _seen(rows):
    first, last = naming.moment("2000-01-01"), naming.moment("2100-12-31", end=True)
    return subjects.seen(rows, since=first, until=last)


def _as_json(sections, file):
    told = [{"title": title, "lines": lines} for title, lines in sections]
    file.write(json.dumps(told, ensure_ascii=False, indent=1).encode())


def _as_workbook(sections, file):
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet("本人信息")
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 60)
        number = 0
        for title, lines in sections:
            page.write_string(number, 0, title)
            for number, (what, value) in enumerate(lines, start=number + 1):  # noqa: B020 - goes on counting
                page.write_string(number, 0, what)
                page.write_string(number, 1, str(value))
            number += 2
