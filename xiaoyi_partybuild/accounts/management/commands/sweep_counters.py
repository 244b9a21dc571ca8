"""manage.py sweep_counters: forget counted tries that are long over."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from xiaoyi_partybuild.access import limits


class Command(BaseCommand):
    help = "Forget counted tries of signing in that are over for a day."

    def handle(self, **options):
        self.stdout.write(f"已清理 {limits.sweep(now=timezone.now())} 个过期的计数")
