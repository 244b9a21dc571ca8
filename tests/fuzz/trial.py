"""One damaged file through the real path: the upload view, the worker, the page it ends on; and what must be true then."""

import io
import logging
import os
import re
import zipfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.registers import annotated, download, workbook
from xiaoyi_partybuild.registers.models import Upload

URL = "/import/"
APPS = ("orgs", "branches", "inspections")
# Of computing: both looks at a file may take their time, then it is planned, shown and given back marked.
MOST_SECONDS = 3 * workbook.CPU_SECONDS + 15
# The upload itself with its lines in the record, the session and the worker's list; nobody's records.
ITS_OWN = ("registers_upload", "access_", "django_session", "django_tasks_database_")
WRITES = re.compile(r"""^\s*(?:INSERT INTO|REPLACE INTO|UPDATE|DELETE FROM|TRUNCATE)\s+["`]?(\w+)""", re.IGNORECASE)
# The people and places the site is set up with.
BEFOREHAND = {"orgs.region", "accounts.user", "accounts.grant"}
FORMULA = re.compile(rb"<f[ >]")
CHINESE, TECHNICAL = re.compile(r"[\u4e00-\u9fff]{4}"), re.compile(r"Traceback|Error\b|Exception|NoneType|line \d+|<\w+>")


@dataclass(frozen=True)
class Outcome:
    """kind: "plan" or "sentence"; faults: what must never happen and did; sentence: what the person reads."""

    kind: str
    sentence: str
    faults: tuple
    seconds: float


class Watch(logging.Handler):
    """Hears what the site logs as errors: an unforeseen failure is one, however plainly it was told."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.heard = []

    def emit(self, record):
        trace = record.exc_info[1] if record.exc_info else ""
        self.heard.append(f"{record.getMessage()} {type(trace).__name__}: {trace}"[:300])


def tried(data, name, *, by, through=False):
    """Bring the file as that person; returns the Outcome. `through`: import what was planned, and undo it again."""
    client, faults, kind, sentence = Client(), [], "nothing", ""
    client.force_login(by)
    before = everything()
    began = computed()
    with ExitStack() as stack:
        written, logged = stack.enter_context(_writes()), stack.enter_context(_errors())
        try:
            kind, sentence = _brought(client, data, name)
            faults += _marked(client) if kind == "plan" else ()
            if kind == "plan" and through:
                sentence = _through(client)
        except Exception as error:
            faults.append(f"crash {type(error).__name__}: {error}"[:300])
    seconds = computed() - began
    faults += [f"logged {line}" for line in logged] + [f"child {pid} lives on" for pid in _children()]
    if not through:
        faults += [f"wrote into {table}" for table in sorted({*written, *_journaled()})]
    if everything() != before:
        faults.append("the undo left something behind" if through else "changed what is stored")
    if seconds > MOST_SECONDS:
        faults.append(f"computed {seconds:.0f} s")
    if sentence and not is_plain(sentence):
        faults.append(f"no plain sentence: {sentence!r}"[:300])
    return Outcome(kind, sentence, tuple(faults), seconds)


def is_plain(sentence):
    return bool(CHINESE.search(sentence)) and not TECHNICAL.search(sentence) and "\n" not in sentence


def _brought(client, data, name):
    answer = client.post(URL, {"file": SimpleUploadedFile(name, data), "register": "auto"}, follow=True)
    if answer.status_code == 422 and "form" in answer.context and "file" in answer.context["form"].fields:
        return "sentence", " ".join(answer.context["form"].errors.get("file", []))
    _work()
    return _ended(client, _latest())


def _work():
    call_command("db_worker", batch=True, interval=0, reload=False, verbosity=0)


def _marked(client):
    """The own workbook given back, marked: what is wrong with it. It must open, and hold nothing that acts."""
    address = f"{URL}{_latest().token}/marked/"
    for kind in (annotated.WHOLE, annotated.ERRORS):
        client.post(f"{address}{kind}/order/")
        _work()
        answer = client.get(f"{address}{kind}/file/", follow=True)
        if answer.status_code == 200 and answer.headers["Content-Type"] == download.XLSX:
            yield from (f"the {kind} marked workbook {fault}" for fault in _acting(answer.getvalue()))
        elif answer.status_code != 200:
            yield f"no {kind} marked workbook: {answer.status_code}"


def _acting(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if "vba" in name.lower() or "externalLink" in name:
                yield f"holds {name}"
            if name.startswith("xl/worksheets/") and FORMULA.search(archive.read(name)):
                yield f"holds a formula in {name}"


def _latest():
    return Upload.objects.order_by("-pk").first()


def _through(client):
    """Press 导入 and 确认撤销; returns what was said when nothing was written."""
    upload = _latest()
    client.post(f"{URL}{upload.token}/commit/")
    _work()
    _ended(client, upload)
    upload.refresh_from_db()
    if upload.state == Upload.State.DONE and upload.batch:
        client.post(f"{URL}{upload.token}/undo/")
        _work()
        if not Batch.objects.filter(undoes=upload.batch).exists():
            raise AssertionError(f"batch {upload.batch_id} was not undone")
    return upload.message


def everything():
    """Every row of the apps' own tables."""
    models = [model for label in APPS for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def _ended(client, upload):
    pages = [
        client.get(f"{URL}{upload.token}/", follow=True),
        client.get(f"{URL}{upload.token}/review/?show=all", follow=True),
    ]
    pages.append(client.get(f"{URL}mine/"))
    wrong = [answer.status_code for answer in pages if answer.status_code not in (200, 422)]
    if wrong or not upload.is_settled:
        raise AssertionError(f"ended {upload.state} with answers {wrong}")
    return ("plan", "") if upload.state == Upload.State.READY else ("sentence", upload.message)


def computed():
    """Seconds of computing by this process and its children so far: what a busy machine does not change."""
    return sum(os.times()[:4])


@contextmanager
def _writes():
    """The tables written to, other than those of uploads themselves."""
    written = []

    def note(execute, sql, params, many, context):
        match = WRITES.match(sql)
        if match and not match[1].lower().startswith(ITS_OWN):
            written.append(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


def _journaled():
    """What the journal tells of, besides uploads and the setting-up of the site."""
    labels = Change.objects.exclude(model=Upload._meta.label_lower).order_by().values_list("model", flat=True)
    return set(labels) - BEFOREHAND


@contextmanager
def _errors():
    watch, root = Watch(), logging.getLogger()
    root.addHandler(watch)
    try:
        yield watch.heard
    finally:
        root.removeHandler(watch)


def _children():
    """The processes this one has started and that still run."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [pid for path in listed for pid in path.read_text().split()]
