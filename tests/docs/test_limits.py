"""The manual gives the numbers of signing in, of how often and how much, as the site has them; and tells every setting."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from xiaoyi_partybuild import settings as source
from xiaoyi_partybuild.access import unmasking
from xiaoyi_partybuild.accounts import attempts

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs" / "manual" / "系统管理员.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
MEBI = 2**20
LONGEST = attempts.PER_ACCOUNT["longest"].seconds // 3600
READ = re.compile(r'env\.\w+\("([A-Z_]+)"')


def minutes(counted):
    return f"{counted['window'].seconds // 60} 分钟 {counted['limit']} 次"


ROWS = [
    f"| 同时登录 | {settings.ADMINISTRATORS_SESSIONS} 处 | {settings.SESSIONS} 处 |",
    f"| 没有操作自动退出 | {settings.ADMINISTRATORS_IDLE_SECONDS // 60} 分钟 | {settings.IDLE_SECONDS // 60} 分钟 |",
    f"| 重新登录 | {settings.SESSION_COOKIE_AGE // 3600} 小时 | {settings.SESSION_COOKIE_AGE // 3600} 小时 |",
    f"{settings.IDLE_ACCOUNT_DAYS} 天没有登录的账号自动停用",
    f"| 一个账号连错密码 | {minutes(attempts.PER_ACCOUNT)}，再错等得更久，最长 {LONGEST} 小时 |",
    f"| 一个地址登录不成 | {minutes(attempts.PER_ADDRESS_AND_MINUTE)}，{minutes(attempts.PER_ADDRESS)} |",
    f"| 一个人错动态码 | {minutes(attempts.PER_SECOND_FACTOR)} |",
    f"| 一个人导出 | 1 小时 {source.EXPORTS_PER_HOUR} 份 |",
    f"| 一个人查看完整号码 | {unmasking.AN_HOUR.seconds // 3600} 小时 {unmasking.A_HOUR} 个 |",
    f"| 一个人调用接口 | 1 分钟 {settings.API_PER_MINUTE} 次 |",
    f"| 一个文件 | 导入 {settings.UPLOAD_MAX_BYTES // MEBI} MB，附件 {settings.PAPER_MAX_BYTES // MEBI} MB |",
    f"| 一个支部一年的附件 | {settings.PAPERS_MOST} 个，共 {settings.PAPERS_MOST_BYTES // MEBI} MB |",
    f"| 一个人没有做完的导入 | {settings.UPLOAD_MOST_WAITING} 个，共 {settings.UPLOAD_MOST_WAITING_MB} MB |",
]


@pytest.mark.parametrize("row", ROWS)
def test_the_manual_gives_the_numbers_of_the_site(row):
    assert row in MANUAL


def test_every_variable_the_site_reads_is_told_to_whoever_runs_it():
    names = set(READ.findall(Path(source.__file__).read_text())) - {"FIELD_KEYS_OLD"}  # told by the files it names
    assert len(names) > 15
    assert [name for name in sorted(names) if f"`{name}`" not in OPERATIONS] == []
