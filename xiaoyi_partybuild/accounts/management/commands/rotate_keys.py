"""manage.py rotate_keys: seal everything anew under the current FIELD_KEY; broken off, it goes on where it stopped."""

from django.core.management.base import BaseCommand, CommandError

from branches import papers
from xiaoyi_partybuild.access import events, rotation
from xiaoyi_partybuild.registers import resealing


class Command(BaseCommand):
    help = "Seal all values and files anew under FIELD_KEY and CRYPTO_SUITE; FIELD_KEYS_OLD_FILES names the keys before."

    def handle(self, **options):
        found = [
            (model._meta.verbose_name, *self._rows(model, fields)) for model, fields in rotation.sealed_models().items()
        ]
        files, broken = self._files()
        facts = {"rows": sum(done for _, done, _, _ in found), "files": files}
        events.tell(events.Kind.KEY_ROTATED, facts=facts)
        for name, _, bad, doubled in found:
            self._say(name, bad, "打不开，没有动")
            self._say(name, doubled, "的号码别的行也有，只能从那一行找到")
        self.stdout.write(f"重新加密了 {facts['rows']} 行、{files} 份文件")
        if broken or any(bad for _, _, bad, _ in found):
            raise CommandError(
                f"有 {broken} 份文件、{sum(len(bad) for _, _, bad, _ in found)} 行打不开，旧密钥不要撤", returncode=1
            )
        self.stdout.write("全部用的是现在的密钥，可以撤下 FIELD_KEYS_OLD_FILES")

    def _rows(self, model, fields):
        done, bad, doubled = rotation.seal_anew(model, fields)
        self.stdout.write(f"{model._meta.verbose_name}：{done} 行")
        return done, bad, doubled

    def _files(self):
        """(how many were sealed anew, how many do not open)."""
        answers = [resealing.seal_anew(path) for path in resealing.waiting()]
        done, broken = papers.seal_anew()
        return sum(answers) + done, len(answers) - sum(answers) + broken

    def _say(self, name, keys, words):
        if keys:
            self.stdout.write(f"{name} {'、'.join(map(str, keys[:20]))} {words}")
