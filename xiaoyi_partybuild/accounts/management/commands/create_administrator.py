"""Make the first account of a new site: a system administrator, with a random password that is printed once."""

import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from orgs import regions
from orgs.models import Region
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts.models import Grant, User
from xiaoyi_partybuild.accounts.roles import Role

PASSWORD_BYTES = 15


class Command(BaseCommand):
    help = "Create a system administrator. All other accounts are made by that person under 维护."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name", help="姓名")

    def handle(self, *, username, name, **options):
        if User.objects.visible_to(SYSTEM).filter(username__iexact=username).exists():
            raise CommandError(f"用户名“{username}”已有人使用，请换一个", returncode=2)
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        with transaction.atomic():
            regions.load(by=SYSTEM)
            self._create(username, name, password)
        self.stdout.write(f"已建立系统管理员 {username}，密码只显示这一次：{password}")

    def _create(self, username, name, password):
        user = User(username=username, name=name)
        user.set_password(password)
        try:
            user.clean_fields()
        except ValidationError as error:
            raise CommandError("；".join(error.messages), returncode=2) from error
        writing.save(user, by=SYSTEM)
        home = Region.objects.visible_to(SYSTEM).get(code=regions.CITY_CODE)
        writing.save(Grant(user=user, role=Role.ADMIN, region=home, start=timezone.localdate()), by=SYSTEM)
