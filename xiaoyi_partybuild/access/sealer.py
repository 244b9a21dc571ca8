"""The thread beside the worker that seals the record twice a minute and writes its head down once an hour.

Not a task of the queue: a long import would hold the queue up, and the record must be sealed all the same.
"""

import logging
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from . import anchors, chain

EVERY = 30
ANCHOR_EVERY = timedelta(hours=1)

logger = logging.getLogger(__name__)


class Sealer(Thread):
    def __init__(self):
        super().__init__(name="sealer", daemon=True)
        self.is_over, self.anchored = Event(), None

    def run(self):
        while not self.is_over.is_set():
            close_old_connections()
            try:
                self.work(now=timezone.now())
            except (DatabaseError, OSError):
                logger.exception("The record could not be sealed; the next try follows")
            self.is_over.wait(EVERY)

    def work(self, *, now):
        chain.seal_all()
        if self.anchored is None or now - self.anchored >= ANCHOR_EVERY:
            anchors.take(now=now)
            self.anchored = now


@contextmanager
def sealing_beside():
    sealer = Sealer()
    sealer.start()
    try:
        yield
    finally:
        sealer.is_over.set()
