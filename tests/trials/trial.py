"""One trial: import a register and undo it again, the worker killed at a random point of each; what must be true then."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from orgs.models import Organization
from tests.fuzz.trial import everything
from tests.trials import site
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.registers.models import Source, Upload

URL = "/import/"
State = Upload.State
NOTHING, ALL, PARTIAL = "nothing written", "all written", "PARTIAL"
# A little longer than the work takes, so that some kills come after its end.
BEYOND = 1.1
TAKEN_UP = "taken up"


@dataclass
class Tally:
    """What became of the kills of one kind of work."""

    found: Counter = field(default_factory=Counter)
    went_on: Counter = field(default_factory=Counter)
    writing: int = 0  # inside the transaction when it was killed
    complaints: list = field(default_factory=list)


class Trials:
    """A desk, its file, and how long each kind of work takes; the first round only measures."""

    def __init__(self, person, rows, known, dice):
        self.client, self.dice = Client(), dice or random.Random()
        self.client.force_login(person)
        self.rows, self.data = rows, site.register(rows, known)
        self.before = everything()
        self.takes = {}
        self.tallies = {"import": Tally(), "undo": Tally()}

    def press(self, button, **data):
        self.client.post(f"{URL}{self.upload.token}/{button}/", data)

    def fresh(self):
        return Upload.objects.select_related("batch").get(pk=self.upload.pk)

    def bring(self):
        file = SimpleUploadedFile("名册.csv", self.data)
        self.client.post(URL, {"file": file, "register": "organizations"})
        self.upload = Upload.objects.order_by("-pk").first()
        site.until(lambda: self.fresh().is_settled, "the check")
        assert self.fresh().state == State.READY, self.fresh().message
        assert self.fresh().counts["reject"] == 0

    def measure(self):
        """A round without kills: how long an import and an undo take, in seconds."""
        with site.worker():
            self.bring()
            self.takes["import"] = self._order("import") or site.until(self.is_imported, "the import")
            assert self.found("import") == ALL
            self.takes["undo"] = self._order("undo") or site.until(self.is_undone, "the undo")
            assert self.found("undo") == ALL

    def one(self):
        with site.worker() as first:
            self.bring()
            self._killed("import", first)
        with site.worker() as second:
            self._gone_on("import", self.is_imported)
            self._killed("undo", second)
        with site.worker():
            self._gone_on("undo", self.is_undone)

    def _order(self, work):
        """Press the button and wait until the worker has begun."""
        self.press("commit" if work == "import" else "undo")
        site.until(lambda: not DBTaskResult.objects.ready().exists(), "the start of the work")

    def _killed(self, work, process):
        self._order(work)
        time.sleep(self.dice.uniform(0, self.takes[work] * BEYOND))
        writing = site.is_writing()
        process.kill()
        process.wait()
        tally, found = self.tallies[work], self.found(work)
        tally.found[found] += 1
        tally.writing += writing
        if found == PARTIAL:
            tally.complaints.append(f"{work} after the kill: {self.facts()}")

    def _gone_on(self, work, is_done):
        """After a restart the work is done, or the new worker takes it up by itself."""
        tally = self.tallies[work]
        if is_done():
            tally.went_on["was done"] += 1
        else:
            tally.went_on[TAKEN_UP] += 1
        site.until(is_done, f"the {work}")
        site.until(lambda: not DBTaskResult.objects.ready().exists(), "the end of all work")
        if self.found(work) != ALL:
            tally.complaints.append(f"{work} at last: {self.facts()}")

    def is_imported(self):
        return self.fresh().state == State.DONE

    def is_undone(self):
        return Batch.objects.filter(undoes=self.fresh().batch).exists() and self.fresh().state == State.DONE

    def facts(self):
        """Whatever an import leaves behind, counted."""
        upload = self.fresh()
        changes = Change.objects.exclude(model=Upload._meta.label_lower)
        strays = changes.filter(batch__upload=None, batch__undoes=None, batch__title__startswith="导入")
        return {
            "state": upload.state,
            "batch": upload.batch_id,
            "organizations": Organization.objects.count(),
            "with the new person": Organization.objects.filter(legal_representative="张三").count(),
            "changes": changes.filter(batch=upload.batch).count() if upload.batch else 0,
            "changes of no import": strays.count(),
            "sources": Source.objects.filter(upload=upload).count(),
            "undone": Batch.objects.filter(undoes=upload.batch).count() if upload.batch else 0,
        }

    def found(self, work):
        facts = self.facts()
        written = all(facts[name] == self.rows for name in ("organizations", "with the new person", "changes", "sources"))
        if facts["changes of no import"]:
            return PARTIAL
        if work == "import":
            if facts["state"] == State.DONE and facts["batch"] and written:
                return ALL
            clean = everything() == self.before and not facts["batch"] and not facts["sources"]
            return NOTHING if clean and facts["state"] == State.IMPORTING else PARTIAL
        if facts["undone"] == 1 and facts["state"] == State.DONE and everything() == self.before:
            return ALL
        return NOTHING if written and not facts["undone"] and facts["state"] == State.UNDOING else PARTIAL
