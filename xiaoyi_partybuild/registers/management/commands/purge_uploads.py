"""manage.py purge_uploads: list the uploaded files whose time is over; with --delete, remove them."""

import time

from django.core.management import BaseCommand

from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import lifetime
from xiaoyi_partybuild.registers.models import Upload


class Command(BaseCommand):
    help = "List uploaded files whose time is over (UPLOAD_KEEP_DAYS, UPLOAD_WAIT_DAYS). Records and journal always stay."

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="remove them; without it they are only listed")

    def handle(self, *args, **options):
        uploads, count = Upload.objects.visible_to(SYSTEM), 0
        for one in lifetime.due(uploads, now=time.time()):
            count += 1
            self.stdout.write(f"{one.token}  {one.upload or '没有记录的文件'}  保存期 {one.days} 天")
            if options["delete"]:
                lifetime.remove(one)
        self.stdout.write(f"已删除 {count} 份" if options["delete"] else f"到期 {count} 份，加上 --delete 才会删除")
