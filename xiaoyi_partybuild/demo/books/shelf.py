"""The demo's workbooks, as the offices would have made them: file name, register, writer, in the order of their import."""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent / "workbooks"


class Book(NamedTuple):
    filename: str
    register: str

    @property
    def path(self):
        return FOLDER / self.filename


CIVIL_REGISTER = Book("孝义市社会组织登记名册（截至2026年11月20日）.xls", "organizations")
PARTY_LIST = Book("孝义市社会组织党组织基本情况表.xlsx", "branches")
LEDGER_2019 = Book("社会组织党建工作台账（2019年末）.xlsx", "ledger")
LEDGER_2026 = Book("社会组织党建工作台账（2026年11月）.xlsx", "ledger")
ROSTER = Book("社会组织党员花名册.xlsx", "members")
CANDIDATES = Book("社会组织发展党员台账.xlsx", "candidates")
MERCHANTS = Book("浙商商会党支部服务商户名册.xlsx", "served")
MINUTES_2019 = Book("三会一课和活动记录（2019年第四季度）.xlsx", "meetings")
MINUTES_2026 = Book("三会一课和活动记录（2025年9月至2026年11月）.xlsx", "meetings")

ALL = (CIVIL_REGISTER, PARTY_LIST, LEDGER_2019, LEDGER_2026, ROSTER, CANDIDATES, MERCHANTS, MINUTES_2019, MINUTES_2026)
