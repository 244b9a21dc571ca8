"""manage.py grant_app_role ROLE: give the role the site runs under what it needs, and no right to bend the record.

Run as the owner of the tables (DATABASE_URL of whoever runs `migrate`), after each migrate. PostgreSQL only.
"""

import re

from django.core.management import BaseCommand, CommandError
from django.db import connection

from xiaoyi_partybuild.access.models import RECORD

NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def statements(role):
    """The SQL, one statement each."""
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"REVOKE CREATE ON SCHEMA public FROM {role}"
    for model in RECORD:
        yield f"REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON {model._meta.db_table} FROM {role}"


class Command(BaseCommand):
    help = "PostgreSQL: rights for the role the site runs under. It may add to the record, and neither change nor delete."

    def add_arguments(self, parser):
        parser.add_argument("role")

    def handle(self, *, role, **options):
        if connection.vendor != "postgresql":
            raise CommandError("只有 PostgreSQL 有角色；SQLite 由触发器和文件权限保护", returncode=2)
        if not NAME.fullmatch(role):
            raise CommandError(f"“{role}”不是角色名", returncode=2)
        with connection.cursor() as cursor:
            for statement in statements(role):
                cursor.execute(statement)
        self.stdout.write(f"{role} 可以读写各表；记录的 {len(RECORD)} 张表只能读和加")
