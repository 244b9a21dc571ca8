"""The whole story, told from one seed."""

from . import cast, dice, meetings, parties
from .people import SURNAMES
from .records import World

MERCHANTS = 55
GOODS = (
    "小百货", "五金", "床上用品", "文具", "玩具", "箱包", "饰品", "针织", "鞋帽", "灯具", "厨具", "化妆品", "雨具", "花艺",
    "皮具", "钟表", "工艺品", "童装", "家电", "日杂", "袜业", "围巾", "礼品", "茶具", "毛线",
)  # fmt: skip
SHOPS = ("商行", "批发部", "专营店")
HALLS = ("一层A区", "一层B区", "二层A区", "二层B区", "三层")


def tell():
    shared = parties.shared()
    organizations = cast.organizations(shared)
    for party in shared.values():
        party.secretaries = parties.secretaries(party, members_of(party, organizations))
    return World(organizations, shared, meetings.all_of(organizations, shared), merchants())


def members_of(party, organizations):
    """The members of all organizations that ever hung on a Party organization."""
    linked = [each for each in organizations if any(link.what is party for link in each.links)]
    return [member for organization in linked for member in organization.members]


def merchants():
    """(name, place in the market, served since): the merchants of the trade-fair market, numbered by their stalls."""
    return [_merchant(number) for number in range(MERCHANTS)]


def _merchant(number):
    roll = dice.of("merchant", number)
    hall = HALLS[number * len(HALLS) // MERCHANTS]
    shop = f"{roll.choice(SURNAMES)}记{GOODS[number % len(GOODS)]}{roll.choice(SHOPS)}"
    name = f"{shop}（{hall}{number % 11 + 1:02d}号）"
    return name, f"义乌商品交易博览城{hall}", f"{roll.randint(2012, 2019)}-{roll.randint(9, 12):02d}"
