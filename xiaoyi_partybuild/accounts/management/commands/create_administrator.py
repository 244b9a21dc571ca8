"""Make the first accounts of a new site: its administrators, each with a one-time password that is printed once."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from orgs import regions
from orgs.models import Region
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts import passwords
from xiaoyi_partybuild.accounts.models import Grant, User
from xiaoyi_partybuild.accounts.roles import APART, Role


class Command(BaseCommand):
    help = "Create an administrator. A new site needs a system and a security administrator; they make all other accounts."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--role", choices=sorted(role.value for role in APART), default=Role.ADMIN.value)

    def handle(self, *, username, name, role, **options):
        if User.objects.visible_to(SYSTEM).filter(username__iexact=username).exists():
            raise CommandError(f"用户名“{username}”已有人使用，请换一个", returncode=2)
        now = timezone.now()
        with transaction.atomic():
            regions.load(by=SYSTEM)
            code = self._create(username, name, Role(role), now)
        until = timezone.localtime(now + passwords.CODE_LASTS)
        self.stdout.write(f"已建立{Role(role).label} {username}，请在 {until:%m-%d %H:%M} 前登录并更换密码")
        self.stdout.write(f"一次性密码只显示这一次：{code}")

    def _create(self, username, name, role, now):
        user = User(username=username, name=name)
        user.set_unusable_password()
        try:
            user.clean_fields()
        except ValidationError as error:
            raise CommandError("；".join(error.messages), returncode=2) from error
        writing.save(user, by=SYSTEM)
        home = Region.objects.visible_to(SYSTEM).get(code=regions.CITY_CODE)
        start = timezone.localdate(now)
        writing.save(Grant(user=user, role=role, region=home, start=start, confirmed_at=now), by=SYSTEM)
        return passwords.issue_code(user, by=SYSTEM, now=now)
