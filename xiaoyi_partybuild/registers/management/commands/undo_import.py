"""manage.py undo_import BATCH: restore every row an import touched, and say what stays as it is."""

from django.core.management import BaseCommand, CommandError

from xiaoyi_partybuild.access import events
from xiaoyi_partybuild.access.models import Batch
from xiaoyi_partybuild.access.questions import KEEP, OTHERS, RESTORE
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import AlreadyUndone, undo
from xiaoyi_partybuild.access.writing import OutOfReach
from xiaoyi_partybuild.registers.management.acting import acting
from xiaoyi_partybuild.registers.reversal import REFUSALS

REFUSED = 2


class Command(BaseCommand):
    help = "Undo one import, given the number of its batch. Exit status 2: nothing was changed."

    def add_arguments(self, parser):
        parser.add_argument("batch", type=int)
        parser.add_argument("--by", metavar="USERNAME", help="whose undo it is; without it, the system's")
        answer = parser.add_mutually_exclusive_group()
        keep, restore = "keep what was changed since the import (the default)", "put back the old values all the same"
        answer.add_argument("--keep", dest="answer", action="store_const", const=KEEP, default=KEEP, help=keep)
        answer.add_argument("--force-restore", dest="answer", action="store_const", const=RESTORE, help=restore)

    def handle(self, *args, **options):
        by = acting(options["by"])
        try:
            batch = Batch.objects.visible_to(SYSTEM).get(pk=options["batch"], upload__isnull=False)
            with events.watched(events.Kind.UNDONE, by=by, about=batch, refused=REFUSALS):
                undoing = undo(batch, by=by, decisions={OTHERS: options["answer"]})
        except Batch.DoesNotExist as error:
            raise CommandError(f"没有编号为 {options['batch']} 的导入", returncode=REFUSED) from error
        except (AlreadyUndone, OutOfReach) as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        self.stdout.write(f"已撤销“{batch.title}”：恢复 {undoing.changes.count()} 处改动，批次 {undoing.pk}")
        if undoing.reason:
            self.stdout.write(undoing.reason)
