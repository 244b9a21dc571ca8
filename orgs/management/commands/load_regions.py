"""Load the project's own list of regions: Shanxi, Lüliang, Xiaoyi and its townships."""

from django.core.management.base import BaseCommand

from orgs import regions
from xiaoyi_partybuild.access.scoping import SYSTEM


class Command(BaseCommand):
    help = "载入区域（山西省、吕梁市、孝义市及所属乡镇街道）；已有的不改"

    def handle(self, **options):
        added = regions.load(by=SYSTEM)
        self.stdout.write(f"区域：新增 {added} 个" if added else "区域：已经齐全")
