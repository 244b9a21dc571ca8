"""manage.py anchor_record: seal the record and write its head down elsewhere: RECORD_ANCHOR_FILE, the log, the screen."""

import json

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from xiaoyi_partybuild.access import anchors, chain


class Command(BaseCommand):
    help = "Seal the record, print its head and add it to RECORD_ANCHOR_FILE. The worker does this by itself every hour."

    def handle(self, *args, **options):
        chain.seal_all()
        told = anchors.take(now=timezone.now())
        if told is None:
            raise CommandError("还没有任何记录可以封签")
        self.stdout.write(json.dumps(told))
