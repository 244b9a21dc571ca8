"""manage.py purge: list what has been kept long enough; with --delete, let go of it."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from branches import retention
from orgs import lifetime as comparisons
from xiaoyi_partybuild.access import events, limits, subjects
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts.management import naming
from xiaoyi_partybuild.registers import lifetime
from xiaoyi_partybuild.registers.models import Upload

OVER = "保存期已过"


class Command(BaseCommand):
    help = "List files, comparisons, counters and persons whose time is over. Nothing goes without --delete; counts stay."

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="let go of it; without it everything is only listed")

    def handle(self, *, delete, **options):
        if delete:
            with events.watched(events.Kind.PURGED, refused=CommandError):
                facts = self._gone_through(delete) | {"counters": limits.sweep(now=timezone.now())}
                events.tell(events.Kind.PURGED, facts=facts)
            subjects.wipe()
            self.stdout.write(f"已清理 {facts['counters']} 个过期的计数")
        else:
            self._gone_through(delete)
            self.stdout.write("以上只是列出，加上 --delete 才会删除")

    def _gone_through(self, delete):
        on = timezone.localdate()
        facts = {"files": self._files(delete), "comparisons": self._comparisons(delete)}
        return facts | {"persons": sum(self._persons(term, on, delete) for term in retention.TERMS)}

    def _files(self, delete):
        due = list(lifetime.due(Upload.objects.visible_to(SYSTEM), now=time.time()))
        for one in due:
            self.stdout.write(f"{one.token}  {one.upload or '没有记录的文件'}  保存期 {one.days} 天")
            if delete:
                lifetime.remove(one)
        self.stdout.write(f"上传的文件：{'已删除' if delete else '到期'} {len(due)} 份")
        return len(due)

    def _comparisons(self, delete):
        now = timezone.now()
        count = comparisons.purge(now) if delete else comparisons.due(now).count()
        self.stdout.write(f"两册核对的内容：{'已清空' if delete else '到期'} {count} 次")
        return count

    def _persons(self, term, on, delete):
        title, due_on, names = term
        rows = [about for row in due_on(on) for about in self._held(row, names)]
        for row in rows:
            self.stdout.write(f"{naming.named(row)}  {title}")
        if delete and rows:
            with transaction.atomic():
                subjects.erase(rows, by=SYSTEM, reason=OVER, names=names)
        self.stdout.write(f"{title}：{'已清空' if delete else '到期'} {len(rows)} 条")
        return len(rows)

    @staticmethod
    def _held(row, names):
        """The rows about the person that still say who it is."""
        return [one for one in ([row] if names else subjects.rows_about(row)) if not subjects.is_erased(one, names=names)]
