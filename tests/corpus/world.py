"""Invented organizations, people and dates, in the many ways registers write them: each cell with what it means.

Every kind is a function (chance, number) → (what stands in the cell, what has to be read); None for nothing to be read.
"""

from datetime import date, timedelta

from branches.enums import Employment, FilePlace, Level, MeetingType, MemberCategory, Sex
from inspections.enums import Conclusion
from orgs.credit_code import check_character
from orgs.enums import Management, OrganizationType
from xiaoyi_partybuild.registers.columns.identifiers import id_number_check

TOWNS = ("新义街道", "中阳楼街道", "振兴街道", "胜溪湖街道", "崇文街道", "兑镇镇", "阳泉曲镇", "下堡镇", "梧桐镇", "驿马乡")
THEMES = (
    "核桃种植", "煤炭运销", "志愿服务", "书法", "汾酒文化", "摄影", "青少年科技", "老年健康", "皮影戏", "太极拳", "养蜂",
    "物流", "餐饮", "家政服务", "木偶艺术", "电子商务", "新媒体", "乡村旅游", "果蔬", "钓鱼", "轮滑", "阳光",
    "金摇篮", "育才", "启明星",
)  # fmt: skip
ENDINGS = {
    OrganizationType.GROUP: ("协会", "商会", "学会", "研究会", "联合会", "促进会"),
    OrganizationType.SERVICE: ("幼儿园", "培训学校", "服务中心", "养老院", "艺术培训中心"),
    OrganizationType.FOUNDATION: ("基金会", "教育基金会"),
}
PREFIXES = {OrganizationType.GROUP: "51", OrganizationType.SERVICE: "52", OrganizationType.FOUNDATION: "53"}
SURNAMES, GIVEN = (
    "王李张刘陈杨赵黄周吴武任郭田",
    ("芳", "伟明", "秀英", "建国", "丽华", "志强", "晓燕", "文斌", "海霞", "俊", "雅琴", "永红"),
)
NOTHING = ("/", "—", "无", "--", "-", "")
UNITS = ("市教育局", "市民政局", "市文化和旅游局", "市农业农村局", "市工商联", "市科学技术协会")
TICKS = "√√√✓✔●★是有1"


def kind_of(number):
    return (OrganizationType.GROUP, OrganizationType.SERVICE, OrganizationType.GROUP, OrganizationType.FOUNDATION)[
        number % 4
    ]


def plain_name(number):
    endings = ENDINGS[kind_of(number)]
    theme = THEMES[(number * 7) % len(THEMES)]
    serial = "" if number < len(THEMES) else f"第{'二三四五六七八九十'[number // len(THEMES) % 9]}"
    return f"孝义市{theme}{serial}{endings[number % len(endings)]}"


def name(chance, number):
    said = plain_name(number)
    broken = said[:3] + "\n" + said[3:]
    return chance.choice((said, said, said, said + " ", "\u00a0" + said, broken)), said


def credit_code(chance, number):
    body = f"{PREFIXES[kind_of(number)]}141181MJ{number:05d}X0"
    said = body[:17] + check_character(body[:17])
    wide = said.translate({ord(sign): ord(sign) + 0xFEE0 for sign in said})
    return chance.choice((said, said, said, said, said.lower(), said + " ", wide)), said


def certificate(chance, number):
    said = f"{chance.choice(('孝社证字第', '晋孝民证字第'))}{100 + number}号"
    return said, said


def old_code(chance, number):
    """Ten figures, now a number, now a text."""
    said = 4111010000 + number
    return chance.choice((said, float(said), str(said))), str(said)


def type_(chance, number):
    kind = kind_of(number)
    words = {
        OrganizationType.GROUP: ("社会团体", "社团"),
        OrganizationType.SERVICE: ("民办非企业单位", "民非", "社会服务机构"),
        OrganizationType.FOUNDATION: ("基金会",),
    }
    return chance.choice(words[kind]), kind.value


def management(chance, number):
    return chance.choice(((("双重管理"), Management.DUAL.value), ("直接登记", Management.DIRECT.value)))


def person(chance, number):
    said = SURNAMES[(number * 3) % len(SURNAMES)] + GIVEN[(number * 5) % len(GIVEN)]
    return (f"{said[0]} {said[1]}" if len(said) == 2 and chance.random() < 0.4 else said), said


def other_person(chance, number):
    return person(chance, number * 11 + 5)


def unit(chance, number):
    said = UNITS[number % len(UNITS)]
    return chance.choice((said, said, said + "  ", said + "\u3000")), said


def town(chance, number):
    said = TOWNS[number * len(TOWNS) // 40 % len(TOWNS)]
    return said, said


def address(chance, number):
    said = f"孝义市{TOWNS[number % len(TOWNS)]}府前街{number + 1}号"
    return said, said


def phone(chance, number):
    said = f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
    return chance.choice(
        ((said, said), (int(said), said), (float(said), said), (f"{said[:3]}-{said[3:7]}-{said[7:]}", said))
    )


def landline(chance, number):
    said = f"0358-76{chance.randrange(10**5):05d}"
    return said, said


def day(chance, number):
    moment = date(1996, 1, 1) + timedelta(days=chance.randrange(9_000))
    said = moment.isoformat()
    return chance.choice(
        (
            (moment, said),
            (moment, said),
            (said, said),
            (f"{moment:%Y/%m/%d}", said),
            (f"{moment.year}年{moment.month}月{moment.day}日", said),
            (f"{moment:%Y%m%d}", said),
            (f"{moment:%Y.%m.%d}", said),
            (f"{said} 00:00:00", said),
        )
    )


def month(chance, number):
    year, month_ = 1985 + chance.randrange(38), 1 + chance.randrange(12)
    said = f"{year}-{month_:02d}"
    return chance.choice(
        (f"{year}.{month_:02d}", f"{year}年{month_}月", f"{year}-{month_:02d}", f"{year}{month_:02d}")
    ), said


def moment(chance, number):
    """A date of any precision, or none."""
    year = 1990 + chance.randrange(34)
    return chance.choice(
        (day, day, month, lambda *_: (f"{year}年", str(year)), lambda *_: (chance.choice(NOTHING) or None, None))
    )(chance, number)


def american(chance, number):
    """Month first throughout; that tells in rows whose day is above twelve."""
    there = date(2005 + number % 12, 1 + number % 12, 13 + number % 15)
    return f"{there.month}/{there.day}/{there.year}", there.isoformat()


def year(chance, number):
    return chance.choice((2019, "2019", "2019年", 2019.0)), 2019


def count(chance, number):
    said = chance.randrange(1, 60)
    return chance.choice(((said, said), (said, said), (float(said), said), (str(said), said), (f"{said}人", said)))


def exact(chance, number):
    """A number as a number, so that a total below can be right."""
    said = chance.randrange(0, 30)
    return said, said


def loose_count(chance, number):
    plain = count(chance, number)
    return chance.choice((plain, plain, ("三", 3), ("约5", 5), ("十二", 12), (chance.choice(NOTHING) or None, None)))


def tick(chance, number):
    return chance.choice(TICKS), True


def yes_no(chance, number):
    said = chance.random() < 0.5
    words = ("是", "√", "有", "1", "Y") if said else ("否", "×", "无", "0")
    return chance.choice(words), said


def conclusion(chance, number):
    return chance.choice(
        (
            ("合格", Conclusion.QUALIFIED.value),
            ("基本合格", Conclusion.BASIC.value),
            ("不合格", Conclusion.UNQUALIFIED.value),
        )
    )


def grade(chance, number):
    stars = 1 + number % 5
    written = chance.choice((f"{stars}A", f"{stars}A级", "A" * stars, "未参评"))
    return written, None if written == "未参评" else f"{stars}A"


def level(chance, number):
    return chance.choice(
        (("党支部", Level.BRANCH.value), ("联合党支部", Level.JOINT.value), ("党总支", Level.GENERAL.value))
    )


def branch(chance, number):
    said = f"{plain_name(number).removeprefix('孝义市')}党支部"
    return said, said


def upper_branch(chance, number):
    return chance.choice(((said := "中共孝义市社会组织委员会", said), (said := "新义街道党工委", said)))


def scope(chance, number):
    said = "开展行业调研、业务培训、信息交流和咨询服务，承办政府部门委托的其他事项。"
    return said, said


def remark(chance, number):
    return chance.choice(((None, None), (None, None), ("2019年更名", "2019年更名"), ("无", None)))


def empty(chance, number):
    return None, None


def sex(chance, number):
    return chance.choice((("男", Sex.MALE.value), ("女", Sex.FEMALE.value)))


def id_number(chance, number):
    body = f"141181{1950 + number % 45}{1 + number % 12:02d}{1 + number % 28:02d}{100 + number:03d}"
    said = body + id_number_check(body)
    return chance.choice((said, said, said.lower())), said


def education(chance, number):
    said = chance.choice(("大专", "本科", "高中", "研究生"))
    return said, said


def category(chance, number):
    return chance.choice((("正式党员", MemberCategory.FULL.value), ("预备党员", MemberCategory.PROBATIONARY.value)))


def employment(chance, number):
    return chance.choice((("专职", Employment.FULL_TIME.value), ("兼职", Employment.PART_TIME.value)))


def file_place(chance, number):
    return chance.choice(
        (("本支部", FilePlace.HERE.value), ("原工作单位", FilePlace.FORMER.value), ("属地", FilePlace.TERRITORY.value))
    )


def meeting_type(chance, number):
    return chance.choice(
        (
            ("支部党员大会", MeetingType.GENERAL.value),
            ("支委会", MeetingType.COMMITTEE.value),
            ("党课", MeetingType.LECTURE.value),
            ("主题党日", MeetingType.PARTY_DAY.value),
        )
    )


def topic(chance, number):
    said = (
        chance.choice(("学习党章党规", "研究发展党员工作", "开展民主评议党员", "重温入党誓词", "讨论年度工作计划"))
        + f"（{number + 1}）"
    )
    return said, said


def place(chance, number):
    said = chance.choice(("党员活动室", "协会会议室", "社区三楼会议室"))
    return said, said


def minutes(chance, number):
    said = "会议传达上级精神，与会同志结合实际谈了体会，形成一致意见，并就下一步工作作出安排。"
    return said, said


def units(chance, number):
    first, second = plain_name(number), plain_name(number + 1)
    return chance.choice(
        ((first, (first,)), (f"{first}、{second}", (first, second)), (f"{first}\n{second}", (first, second)))
    )


def plan_number(chance, number):
    said = f"第{'一二三四五'[number % 5]}届"
    return said, None


def money(chance, number):
    said = chance.choice(("3万元", "250万元", "5,000万元", "30000元", "10"))
    return said, None
