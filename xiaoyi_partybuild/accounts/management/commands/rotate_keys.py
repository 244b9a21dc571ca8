"""manage.py rotate_keys: seal everything anew under the current FIELD_KEY; broken off, it goes on where it stopped."""

from django.core.management.base import BaseCommand, CommandError

from xiaoyi_partybuild.access import events, rotation


class Command(BaseCommand):
    help = "Seal all values and files anew under FIELD_KEY and CRYPTO_SUITE; FIELD_KEYS_OLD_FILES names the keys before."

    def handle(self, **options):
        with events.watched(events.Kind.KEY_ROTATED, refused=CommandError):
            rows, bad = self._rows()
            files, broken = rotation.seal_files_anew()
            self.stdout.write(f"重新加密了 {rows} 行、{files} 份文件")
            if broken or bad:
                raise CommandError(f"有 {broken} 份文件、{bad} 行打不开，旧密钥不要撤", returncode=1)
            events.tell(events.Kind.KEY_ROTATED, facts={"rows": rows, "files": files})
        self.stdout.write("全部用的是现在的密钥，可以撤下 FIELD_KEYS_OLD_FILES")

    def _rows(self):
        """(how many were sealed anew, how many do not open)."""
        rows = unopened = 0
        for model, fields in rotation.sealed_models().items():
            name = model._meta.verbose_name
            done, bad, doubled = rotation.seal_anew(model, fields)
            self.stdout.write(f"{name}：{done} 行")
            self._say(name, bad, "打不开，没有动")
            self._say(name, doubled, "的号码别的行也有，只能从那一行找到")
            rows, unopened = rows + done, unopened + len(bad)
        return rows, unopened

    def _say(self, name, keys, words):
        if keys:
            self.stdout.write(f"{name} {'、'.join(map(str, keys[:20]))} {words}")
