"""manage.py vendor update | check: fetch the pinned front-end files, or prove that they are still the ones fetched."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from xiaoyi_partybuild.ui import vendoring


class Command(BaseCommand):
    help = "Fetch the pinned front-end files (needs npm), or check that nobody changed them."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["update", "check"])
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "static" / "vendor")

    def handle(self, *, action, folder, **options):
        if action == "update":
            vendoring.update(folder)
        if found := vendoring.problems(folder):
            raise CommandError("\n".join(found))
        self.stdout.write(f"{len(vendoring.PINS)} packages are as they were fetched")
