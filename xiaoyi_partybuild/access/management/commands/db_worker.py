"""The queue's own worker, which takes up what a killed one left before each task; the record's sealer runs beside it."""

from django_tasks.signals import task_started
from django_tasks_db.management.commands import db_worker

from xiaoyi_partybuild.access import worker
from xiaoyi_partybuild.access.sealer import sealing_beside


class Command(db_worker.Command):
    help = "Check, import and undo large files, beginning with what a killed worker left undone; seal the record meanwhile"

    def handle(self, *, worker_id, **options):
        with worker.alive(worker_id), sealing_beside():
            worker.put_back()
            task_started.connect(_look_again)
            super().handle(worker_id=worker_id, **options)


def _look_again(**_):
    worker.put_back()
