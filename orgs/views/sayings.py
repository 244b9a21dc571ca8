"""What a workbook says about organizations: read like an import, kept for comparing instead of being written."""

import logging
from datetime import date

from django_tasks import task

from orgs import credit_code, vocabulary
from orgs.enums import OrganizationType
from orgs.judgements import Reading
from orgs.models import Comparison, Organization
from orgs.reconciliation import FIELDS
from orgs.registers import TYPES
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.registers import apply, plan, store, tasks, workbook
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.choices import Choices
from xiaoyi_partybuild.registers.register import Part, Register
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

logger = logging.getLogger(__name__)
PART, ELSE = "organization", "said"


class Sayings(Register):
    """What any spreadsheet may repeat about an organization. Without a slug, so nothing is ever imported by it."""

    title = "两册核对"
    parts = (Part(PART, Organization, keys=vocabulary.IDENTITY, creates=False),)
    columns = (
        c.Text(f"{PART}.name", "社会组织名称", also=vocabulary.NAMES, changes=False),
        c.CreditCode(
            f"{PART}.credit_code",
            "统一社会信用代码",
            also=vocabulary.CREDIT_CODES,
            check=credit_code.check_character,
            changes=False,
        ),
        c.Code(f"{PART}.certificate_number", "登记证号", also=vocabulary.CERTIFICATES, changes=False),
        c.Choice(
            f"{ELSE}.type",
            "社会组织类型",
            also=("类型", "组织类型", "社会组织种类"),
            choices=OrganizationType,
            aliases=TYPES,
            stored=False,
        ),
        c.Text(f"{ELSE}.region", "所属乡镇（街道）", also=vocabulary.REGIONS, stored=False),
        c.Text(f"{ELSE}.legal_representative", "法定代表人", also=("法人", "法人代表"), stored=False),
        c.Text(f"{ELSE}.supervising_unit", "业务主管单位", also=("主管单位", "主管部门"), stored=False),
    )


SAYINGS = Sayings()


def note(upload, *, by, on):
    """A Comparison with what the workbook behind an upload says; a large one is read by the worker.

    Raise UnreadableWorkbook, store.Gone for a small one that cannot be read.
    """
    comparison = Comparison(by_id=by.pk, name=upload.name, day=on.isoformat())
    if upload.size > tasks.AT_ONCE:
        comparison.state = Reading.UNDER_WAY
        writing.save(comparison, by=by)
        order(comparison, upload, on=on)
        return comparison
    sheets = workbook.read(store.workbook(upload))
    comparison.day, comparison.rows = apply.said_plainly(lambda: _read(sheets, upload, by=by, on=on))
    return writing.save(comparison, by=by)


def order(comparison, upload, *, on):
    read.enqueue(comparison.pk, upload.pk, upload.by_id, on.isoformat())


@task()
def read(comparison_pk, upload_pk, by_pk, on):
    """A second order for the same reading finds it done and does nothing."""
    upload, by = tasks.found(upload_pk, by_pk)
    comparison = Comparison.objects.visible_to(by).get(pk=comparison_pk)
    if comparison.state != Reading.UNDER_WAY:
        return
    try:
        sheets = workbook.read(store.workbook(upload))
        comparison.day, comparison.rows = _read(sheets, upload, by=by, on=date.fromisoformat(on))
        comparison.state = Reading.READY
    except (UnreadableWorkbook, store.Gone) as error:
        comparison.state, comparison.message = Reading.FAILED, str(error)[:500]
    except Exception:  # whatever it is, no reading is left hanging: the log has the trace, the person a sentence
        logger.exception("Reading for comparison %s broke off", comparison.pk)
        comparison.state, comparison.message = Reading.FAILED, tasks.BROKE_OFF
    writing.keep_state(comparison, "state", "message", "day", "rows")


def _read(sheets, upload, *, by, on):
    """(the day the workbook speaks for, its rows as a Comparison keeps them)."""
    made = plan.build(sheets, [SAYINGS], by=by, on=on, choices=_places(upload))
    rows = [{"row": step.number, "said": said} for step in made.steps if (said := _said(made, step.values))]
    return str(made.on), rows


def _places(upload):
    """Where the table lies, as it was decided when the file was brought; its columns are others here."""
    decided = Choices.of(upload.choices)
    return Choices(sheet=decided.sheet, header=decided.header, region=decided.region, as_of=decided.as_of)


def _said(made, values):
    """{field: text} of one row; {} when it does not say whom it is about."""
    found = {target.partition(".")[2]: made.spoken(target, value) for target, value in values.items() if value is not None}
    return {name: found[name] for name in FIELDS if found.get(name)} if found.keys() & set(FIELDS) else {}
