"""manage.py seal_record: seal the record up to now; the worker does this by itself twice a minute."""

from django.core.management import BaseCommand

from xiaoyi_partybuild.access import chain


class Command(BaseCommand):
    help = "Seal what was written into the record since the last time. The worker does this by itself."

    def handle(self, *args, **options):
        self.stdout.write(f"新封签 {chain.seal_all()} 行")
