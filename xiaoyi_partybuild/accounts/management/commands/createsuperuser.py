"""Nobody here stands above the rights: the stock command only says what to use instead."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Not available: there are no superusers. Use create_administrator."

    def handle(self, **options):
        raise CommandError("本系统没有超级用户；请用 create_administrator 建立系统管理员和安全管理员", returncode=2)
