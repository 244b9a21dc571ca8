"""manage.py import_register FILE: import a workbook from the shell, as the wizard does."""

import json

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from xiaoyi_partybuild.registers import apply, register, reviewing
from xiaoyi_partybuild.registers.management.acting import acting
from xiaoyi_partybuild.registers.plan import ACTIONS
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

REFUSED = 2
WORDS = dict(zip(ACTIONS, ("新增", "更新", "未变", "错误", "名册已无"), strict=True))
LEVELS = {"error": "错误", "warning": "提醒", "note": "说明"}


class Command(BaseCommand):
    help = "Import a workbook as it is. Rows with errors are held back, the others go in. Exit status 2: nothing was read."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--register", default=register.AUTO, choices=[register.AUTO, *register.REGISTRY])
        parser.add_argument("--sheet")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--by", metavar="USERNAME", help="whose import it is; without it, the system's")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        try:
            outcome = apply.import_file(
                options["file"],
                by=acting(options["by"]),
                on=timezone.localdate(),
                register=options["register"],
                sheet=options["sheet"],
                dry_run=options["dry_run"],
            )
        except (UnreadableWorkbook, apply.NotWritten) as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        except OSError as error:
            raise CommandError(f"打不开文件 {options['file']}：{error.strerror}", returncode=REFUSED) from error
        told = as_json(outcome)
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) if options["json"] else _as_text(told))


def as_json(outcome):
    """The outcome in the shape other programs rely on."""
    plan, head = outcome.plan, reviewing.head(outcome.plan)
    keys = ("column", "path", "field", "reason")
    first, last = head["header_rows"]
    return {
        "upload": str(outcome.upload.token) if outcome.upload else None,
        "register": head["register"],
        "sheet": head["sheet"],
        "header_rows": list(range(first, last + 1)),
        "columns": [{key: column[key] for key in keys} for column in head["columns"]],
        "set_aside": head["set_aside"],
        "counts": plan.counts,
        "problems": [reviewing.problem(one, plan) for one in plan.all_problems],
        "batch": outcome.batch.pk if outcome.batch else None,
    }


def _as_text(told):
    counts = "，".join(f"{WORDS[action]} {told['counts'][action]}" for action in ACTIONS)
    lines = [f"{register.get(told['register']).title}，工作表“{told['sheet']}”：{counts}"]
    lines += [f"第 {one['row']} 行没有导入：{one['why']}" for one in told["set_aside"]]
    lines += [f"{LEVELS[one['level']]} {one['cell']}：{one['message']}" for one in told["problems"]]
    lines += [f"批次 {told['batch']}，撤销用 undo_import {told['batch']}"] if told["batch"] else ["没有写入内容"]
    return "\n".join(lines)
