"""Set the demo up where it is not yet, say who may sign in, and serve it. A second run serves at once and loses nothing."""

import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from orgs import regions
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.demo import accounts, importing, life, serving, static

PASSWORD_FILE = "demo_password.txt"  # noqa: S105 - the name of the file that keeps it
MISUSED = 2


class Command(BaseCommand):
    help = "建好演示数据并打开演示网站；再次运行直接打开，不会丢失内容"

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
        parser.add_argument("--no-serve", action="store_true", help="只准备数据，不打开网站")

    def handle(self, *, port, no_serve, **options):
        self._refuse_misuse(port, no_serve)
        self._prepare()
        if no_serve:
            return
        if not serving.serve(port, ready=lambda: self._say(f"网站已打开：http://{serving.HOST}:{port}/ （按 Ctrl-C 结束）")):
            raise CommandError("网站或后台任务意外结束，原因见上面的输出")
        self._say("网站已关闭")

    def _refuse_misuse(self, port, no_serve):
        if settings.PRODUCTION:
            raise CommandError("SITE_PROFILE=production 时不能建演示数据", returncode=MISUSED)
        if not 0 < port < 65536:
            raise CommandError(f"端口 {port} 不对，请用 1 到 65535 之间的数", returncode=MISUSED)
        if not (no_serve or serving.is_free(port)):
            raise CommandError(f"端口 {port} 已被占用，请换一个，例如 make demo PORT={port + 10}", returncode=MISUSED)

    def _prepare(self):
        call_command("migrate", interactive=False, verbosity=0)
        static.collect()
        regions.load(by=SYSTEM)
        wanted, now = os.environ.get("DEMO_PASSWORD", ""), timezone.now()
        password = accounts.password(wanted, settings.DATA_DIR / PASSWORD_FILE)
        importer = accounts.ensure(accounts.IMPORTER, password, by=SYSTEM, now=now)
        for name, counts in importing.bring_in(by=importer, on=timezone.localdate(now)):
            self._say(f"已导入 {name}：新增 {counts['create']} 行，更新 {counts['update']} 行，不收 {counts['reject']} 行")
        life.tell(by=importer, on=timezone.localdate(now))
        known = [account for account in accounts.ALL if accounts.ensure(account, password, by=SYSTEM, now=now)]
        if wanted:
            accounts.set_passwords(wanted, by=SYSTEM)
        self._introduce(known, password)

    def _introduce(self, known, password):
        for account in known:
            self._say(f"  {account.username:<12}{account.role.label}")
        self._say(f"演示账号的密码：{password}")

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
