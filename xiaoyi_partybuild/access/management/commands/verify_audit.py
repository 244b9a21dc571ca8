"""manage.py verify_audit: compare the record with its seals and anchors; exit status 1 names the first bad row."""

from django.core.management import BaseCommand, CommandError

from xiaoyi_partybuild.access import anchors, events, verifying
from xiaoyi_partybuild.access.events import Kind, Result
from xiaoyi_partybuild.access.scoping import SYSTEM


class Command(BaseCommand):
    help = "Compare the record with its seals and with the anchors kept elsewhere. Exit status 1: something was changed."

    def add_arguments(self, parser):
        parser.add_argument("--anchors", metavar="FILE", help="anchors to compare with; without it, RECORD_ANCHOR_FILE")

    def handle(self, *args, **options):
        try:
            known = anchors.kept(options["anchors"])
        except (ValueError, KeyError) as error:
            raise CommandError("锚点文件读不懂，请换一份", returncode=2) from error
        report = verifying.verify(known)
        result = Result.FAILED if report.fault else Result.OK
        facts = {"rows": report.rows, "seals": report.seals, "anchors": len(known)}
        events.tell(Kind.VERIFIED, by=SYSTEM, about=report.fault, result=result, facts=facts)
        self.stdout.write(f"核验了 {report.rows} 行、{report.seals} 个封签、{len(known)} 个锚点")
        for note in report.notes:
            self.stdout.write(note)
        if report.fault:
            raise CommandError(report.fault, returncode=1)
        self.stdout.write("记录完整，没有改动")
