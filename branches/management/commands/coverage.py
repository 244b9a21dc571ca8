"""Print K1–K11 as of a day, as a table for people or as JSON for programs."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branches import breakdown, coverage
from branches.breakdown import By
from branches.coverage import INDICATORS
from branches.models import Branch
from orgs.models import Organization, Region
from xiaoyi_partybuild.access import dates
from xiaoyi_partybuild.access.scoping import SYSTEM

HOME_REGION = "141181"


class Command(BaseCommand):
    help = "Coverage figures K1–K11 as of a day."

    def add_arguments(self, parser):
        parser.add_argument("--on", help="the day, for example 2019-12-31; default today")
        parser.add_argument("--by", choices=By.values, default=By.TOTAL)
        parser.add_argument("--region", default=HOME_REGION, help="code of the region to count")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, on, by, region, json, **options):
        day = self._day(on)
        facts = coverage.with_facts(Organization.objects.visible_to(SYSTEM).registered(on=day), on=day)
        branches = Branch.objects.visible_to(SYSTEM)
        rows = breakdown.rows(facts, branches, by=by, on=day, region=self._region(region))
        self.stdout.write(as_json(rows, by=by, on=day) if json else as_text(rows, on=day))

    def _day(self, text):
        try:
            return dates.day_asked({"on": text}, today=timezone.localdate())
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from error

    def _region(self, code):
        region = Region.objects.visible_to(SYSTEM).filter(code=code).first()
        if region is None:
            raise CommandError(f"没有区划代码为“{code}”的区域，请先运行 load_regions 或改用已有的代码", returncode=2)
        return region


def as_json(rows, *, by, on):
    return json.dumps(breakdown.as_data(rows, by=by, on=on), ensure_ascii=False, indent=2)


def as_text(rows, *, on):
    lines = [f"截至 {on}"]
    for row in rows:
        lines.append(row.name)
        for code, ratio in row.ratios.items():
            lines.append(f"  {code:<4}{figure(ratio):>18}  {INDICATORS[code].name}")
    return "\n".join(lines)


def figure(ratio):
    if ratio.denominator is None:
        return "—" if ratio.numerator is None else str(ratio.numerator)
    share = "—" if ratio.share is None else f"{ratio.share:.1%}"
    return f"{share}  {ratio.numerator}/{ratio.denominator}"
