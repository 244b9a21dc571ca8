"""The queue's own worker, which first takes up what a killed one left, and looks again with each task."""

from django_tasks.signals import task_started
from django_tasks_db.management.commands import db_worker

from xiaoyi_partybuild.access import worker


class Command(db_worker.Command):
    help = "Check, import and undo large files; begin with what a killed worker left undone"

    def handle(self, *, worker_id, **options):
        with worker.alive(worker_id):
            worker.put_back()
            task_started.connect(_look_again)
            super().handle(worker_id=worker_id, **options)


def _look_again(**_):
    worker.put_back()
