"""manage.py erase_subject: take one person out of the records; what is counted stays. Two names and a reason are needed."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from xiaoyi_partybuild.access import events, subjects
from xiaoyi_partybuild.access.fields import SealedField
from xiaoyi_partybuild.accounts.management import naming
from xiaoyi_partybuild.registers import lifetime, provenance
from xiaoyi_partybuild.registers.management.acting import acting


class Command(BaseCommand):
    help = "Empty a person's name, numbers and texts everywhere, remove the uploads that hold them. Cannot be undone."

    def add_arguments(self, parser):
        parser.add_argument("subject", help=naming.HELP)
        parser.add_argument("--reason", required=True)
        parser.add_argument(
            "--by", required=True, metavar="USERNAME", help="who decides it; must be allowed to edit the person"
        )
        parser.add_argument("--second", required=True, metavar="USERNAME", help="who agrees; likewise")

    def handle(self, *, subject, reason, by, second, **options):
        person, other, row = acting(by), acting(second), naming.subject(subject)
        rows = subjects.rows_about(row)
        numbers, about = _numbers(rows), {"by": person, "about": row}
        with events.watched(events.Kind.SUBJECT_ERASED, refused=CommandError, **about):
            self._demand_both(person, other, rows)
            with transaction.atomic():
                batch = subjects.erase(rows, by=person, reason=reason)
                facts = {"rows": len(rows), "second": other.pk}
                events.tell(events.Kind.SUBJECT_ERASED, batch=batch, reason=reason, facts=facts, **about)
        removed = self._remove_files(rows, numbers)
        subjects.wipe()
        self.stdout.write(f"{naming.named(row)}：已清空 {len(rows)} 条记录，删除 {removed} 份上传的文件")

    def _demand_both(self, person, other, rows):
        if person.pk == other.pk:
            raise CommandError("--by 和 --second 要是两个人", returncode=2)
        for one in (person, other):
            for row in rows:
                if not type(row)._default_manager.editable_by(one).filter(pk=row.pk).exists():
                    raise CommandError(f"{one.username} 无权修改{naming.named(row)}，没有删除", returncode=2)

    def _remove_files(self, rows, numbers):
        """Of the imports that brought the person, and of any other that names a number of the person's."""
        uploads = provenance.uploads_of(rows) | lifetime.naming(numbers)
        for upload in uploads:
            lifetime.discard(upload, "文件里有已删除的个人信息，系统删除了这份文件；要导入请重新上传")
        return len(uploads)


def _numbers(rows):
    """The sealed values, as they stand before they are emptied."""
    return {
        getattr(row, field.attname)
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, SealedField) and getattr(row, field.attname)
    }
