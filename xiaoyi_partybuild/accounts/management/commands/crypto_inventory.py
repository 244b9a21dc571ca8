"""manage.py crypto_inventory: which ciphers and keys there are and what each has sealed. No key is ever printed."""

from collections import Counter

from django.conf import settings
from django.core.management.base import BaseCommand

from xiaoyi_partybuild.access import rotation, sealing

USES = (
    ("字段和文件加密", {"intl": "AES-256-GCM", "gm": "SM4-GCM"}),
    ("盲索引", {"intl": "HMAC-SHA-256", "gm": "HMAC-SM3"}),
)
OTHERS = (
    ("密码", "Argon2id"),
    ("会话、表单签名", "HMAC-SHA-256（SECRET_KEY）"),
    ("恢复码、设备、改动比对", "HMAC-SHA-256（SECRET_KEY）"),
    ("次数限制的键", "BLAKE2b（SECRET_KEY）"),
    ("动态码", "HOTP/TOTP，HMAC-SHA-1（RFC 6238，验证器的标准）"),
    ("文件摘要", "SHA-256"),
)


class Command(BaseCommand):
    help = "List the ciphers in use, the keys of the ring by their numbers, and how much each has sealed."

    def handle(self, **options):
        for use, by_suite in USES:
            self.stdout.write(f"{use}：{by_suite[settings.CRYPTO_SUITE]}（CRYPTO_SUITE={settings.CRYPTO_SUITE}）")
        for use, cipher in OTHERS:
            self.stdout.write(f"{use}：{cipher}")
        self._keys()

    def _keys(self):
        sealed, current = self._sealed(), sealing.current()
        for key in sealing.ring().values():
            rows = sealed.pop(rotation.mark(key.head), 0)
            if rows or key is current:
                state = "现用" if key is current else "旧的，待更换"
                self.stdout.write(f"密钥 {key.head.hex()}（{key.suite}，{state}）：{rows} 个值")
        for head, rows in sealed.items():
            self.stdout.write(f"密钥 {head}（没有这把密钥，打不开）：{rows} 个值")
        self.stdout.write(f"不是现用密钥加密的文件：{rotation.files_waiting()} 份")

    @staticmethod
    def _sealed():
        found = Counter()
        for model, fields in rotation.sealed_models().items():
            for field in fields:
                found.update(rotation.held(model, field))
        return found
