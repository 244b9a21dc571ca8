"""Write the demo's workbooks anew; for developers who change the story. They are kept in the repository."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from xiaoyi_partybuild.demo.books.shelf import FOLDER


class Command(BaseCommand):
    help = "按固定种子重写演示工作簿（需要 requirements-dev.txt 里的 xlwt）"

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="写到哪个文件夹")

    def handle(self, *, folder, **options):
        try:
            from xiaoyi_partybuild.demo.books import office
        except ImportError as error:
            raise CommandError(f"缺少 {error.name}：请先安装 requirements-dev.txt") from error
        folder.mkdir(parents=True, exist_ok=True)
        for path in office.write_all(folder):
            self.stdout.write(path.name)
