"""Write a register to a workbook in official layout; importing that file again changes nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xiaoyi_partybuild.access import dates
from xiaoyi_partybuild.registers import export, register, sheet, template
from xiaoyi_partybuild.registers.management.acting import acting


class Command(BaseCommand):
    help = "Write a register as of a day to an .xlsx file."

    def add_arguments(self, parser):
        parser.add_argument("slug", choices=sorted(register.REGISTRY))
        parser.add_argument("out", type=Path)
        parser.add_argument("--on", help="the day, for example 2019-12-31; default today")
        parser.add_argument("--by", metavar="USERNAME", help="write what this person may see; default everything")
        parser.add_argument("--template", action="store_true", help="write the empty form, to be filled in")

    def handle(self, *, slug, out, on, by, **options):
        person, day = acting(by), self._day(on)
        declared = register.get(slug)
        if options["template"]:
            template.write(declared, str(out), by=person, on=day)
            self.stdout.write(f"{declared.title}：模板 → {out}")
            return
        exported = export.build(declared, declared.listed(by=person, on=day), by=person, on=day)
        written = sheet.write(exported, str(out), unit=settings.OFFICE_NAME)
        self.stdout.write(f"{declared.title}：{written} 行 → {out}")

    def _day(self, text):
        try:
            return dates.day_asked({"on": text}, today=timezone.localdate())
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error
