"""manage.py who_saw: who has seen one person's data in a time, from the record."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from xiaoyi_partybuild.access import subjects
from xiaoyi_partybuild.accounts.management import naming
from xiaoyi_partybuild.registers.register import REGISTRY

NEVER, FOR_EVER = "2000-01-01", "2100-12-31"


class Command(BaseCommand):
    help = "List who saw, changed or took along one person's data. Workbooks are listed that may hold the person."

    def add_arguments(self, parser):
        parser.add_argument("subject", help=naming.HELP)
        parser.add_argument("--from", dest="since", default=NEVER, help="the first day, for example 2026-11-01")
        parser.add_argument("--to", dest="until", default=FOR_EVER, help="the last day")

    def handle(self, *, subject, since, until, **options):
        row = naming.subject(subject)
        time = {"since": naming.moment(since), "until": naming.moment(until, end=True)}
        rows = subjects.rows_about(row)
        seen = list(subjects.seen(rows, **time))
        lists = list(subjects.listed([row, *_homes(row)], **time))
        taken = list(subjects.taken_along(_registers({type(one) for one in rows}), **time))
        for title, found in (("看过或改过", seen), ("打开过所在的名单", lists), ("带走过可能有此人的名册", taken)):
            self.stdout.write(f"{title}：{len(found)} 次")
            for one in found:
                self.stdout.write(_line(one))


def _homes(row):
    """What a page shows the person on: the Party organizations the row is linked to."""
    links = [field for field in row._meta.concrete_fields if field.is_relation and getattr(row, field.attname)]
    return [getattr(row, field.name) for field in links]


def _registers(models):
    return [slug for slug, one in REGISTRY.items() if models & {part.model for part in one.parts}]


def _line(event):
    moment = f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"
    said = " ".join(filter(None, (str(event), event.text, str(event.facts.get("column", "")), event.reason)))
    return f"  {moment}  {event.by or '系统'}（{event.address or '本机'}）  {said}"
