"""manage.py disable_idle_accounts: disable accounts that nobody has signed in to for settings.IDLE_ACCOUNT_DAYS."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts import idle
from xiaoyi_partybuild.accounts.models import User


class Command(BaseCommand):
    help = "Disable accounts that nobody has signed in to for 90 days; each is told in the record."

    def handle(self, **options):
        now = timezone.now()
        unused = [user for user in User.objects.visible_to(SYSTEM).filter(is_active=True) if idle.is_idle(user, now=now)]
        for user in unused:
            idle.disable(user)
            self.stdout.write(f"已停用 {user.username}（{user.name}）")
        self.stdout.write(f"共停用 {len(unused)} 个账号")
