"""manage.py send_digest: the weekly mail to everybody with an address and something to do."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from branches import digest
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts.models import User


class Command(BaseCommand):
    help = "Mail what waits for whom: kinds and numbers, no names. Nothing is sent to who has nothing to do."

    def handle(self, **options):
        today, sent, failed = timezone.localdate(), 0, []
        for user in User.objects.visible_to(SYSTEM).filter(is_active=True).exclude(email="").order_by("pk"):
            text = digest.text_for(user, on=today)
            if not text:
                continue
            try:
                send_mail(f"{settings.SITE_NAME}：待办提醒", text, None, [user.email])
                sent += 1
            except (SMTPException, OSError) as error:
                failed.append(f"{user.username}：{error}")
        self.stdout.write(f"已寄出 {sent} 封")
        if failed:
            raise CommandError("没有寄出：" + "；".join(failed))
