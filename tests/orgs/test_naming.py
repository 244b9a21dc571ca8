"""Names of organizations in comparable parts, and which of them may mean one organization."""

import pytest

from orgs import likeness, naming
from orgs.likeness import Level
from tests.factories import valid_credit_code

REGIONS = {
    "14": "山西省",
    "1411": "吕梁市",
    "141181": "孝义市",
    "141181001": "新义街道",
    "141181003": "振兴街道",
    "141181100": "兑镇镇",
    "141181104": "高阳镇",
}
PLACES = naming.Places(REGIONS.items())


def bearer(name, former=(), **facts):
    return likeness.bearer(name, name, former, PLACES, **facts)


@pytest.mark.parametrize(
    ("name", "place", "core", "kind", "brackets"),
    [
        ("孝义市绵羊养殖协会", "141181", "绵羊养殖", "协会", ()),
        ("山西省孝义市兑镇镇商会", "141181100", "", "商会", ()),
        ("孝义诗词学会", "141181", "诗词", "学会", ()),
        ("市个私协会", "", "个私", "协会", ()),
        ("振兴幼儿园", "", "振兴", "幼儿园", ()),
        ("振兴街道商会", "141181003", "", "商会", ()),
        ("孝义市民办光彩幼儿园（新义街道分园）", "141181", "光彩", "幼儿园", ("新义街道分园",)),
        ("ＡＢＣ　英语培训学校(筹)", "", "abc英语", "培训学校", ()),
        ("孝义市第12中学", "141181", "第十二", "中学", ()),
        ("孝义市场协会", "141181", "市场", "协会", ()),
        ("孝义市餐饮行业协会", "141181", "餐饮", "行业协会", ()),
        ("孝义市协会", "141181", "", "协会", ()),
    ],
)
def test_a_name_falls_into_its_parts(name, place, core, kind, brackets):
    read = naming.read(name, PLACES)
    assert (read.place, read.core, read.kind, read.brackets) == (place, core, kind, brackets)


ALIKE = [
    ("绵羊协会", "孝义市绵羊协会", Level.SURE, "只差地名前缀"),
    ("山西省孝义市绵羊协会", "孝义绵羊协会", Level.SURE, "只差地名前缀"),
    ("兑镇镇商会", "孝义市兑镇镇商会", Level.SURE, "只差地名前缀"),
    ("孝义商会", "孝义市商会", Level.SURE, "只差地名的写法"),
    ("孝义市 绵羊(协会)", "孝义市绵羊（协会）", Level.SURE, "只差空格、括号或全角半角"),
    ("孝义市民办光彩幼儿园", "孝义市光彩幼儿园", Level.SURE, "只差“民办”"),
    ("孝义市光彩幼儿园（筹）", "孝义市光彩幼儿园", Level.SURE, "只差“筹”"),
    ("孝义市第1幼儿园", "孝义市第一幼儿园", Level.SURE, "只差数字的写法"),
    ("孝义市诗词学会", "孝义市诗词协会", Level.LIKELY, "只差后缀“学会”“协会”"),
    ("孝义市餐饮行业协会", "孝义市餐饮协会", Level.LIKELY, "只差后缀“行业协会”“协会”"),
    ("孝义市光彩幼儿园（总部）", "孝义市光彩幼儿园", Level.LIKELY, "只差括号里的内容"),
    ("孝义市养老协会", "孝义市养老服务协会", Level.WEAK, "名称里多出“服务”"),
    ("市个私协会", "孝义市个体私营企业协会", Level.WEAK, "“个私”像是“个体私营企业”的简称"),
    ("女企协", "孝义市女企业家协会", Level.WEAK, "名称里多出“业家”"),
    ("孝义市农村能源管理协会", "孝义市农村能原管理协会", Level.WEAK, "只差一个字“源”“原”"),
    ("孝义市残疾人创业就业协会", "孝义市残疾人就业创业协会", Level.WEAK, "用字相同，次序不同"),
]

FALSE_FRIENDS = [
    ("孝义市第一小学幼儿园", "孝义市第二小学幼儿园"),
    ("孝义市东街幼儿园", "孝义市西街幼儿园"),
    ("孝义市绵羊养殖协会", "孝义市山羊养殖协会"),
    ("孝义市浙江商会", "孝义市河南商会"),
    ("孝义市兑镇镇商会", "孝义市高阳镇商会"),
    ("孝义市商会", "孝义市兑镇镇商会"),
    ("吕梁市绵羊协会", "孝义市绵羊协会"),
    ("孝义市光彩幼儿园", "孝义市光彩小学"),
    ("孝义市光彩幼儿园（新义街道分园）", "孝义市光彩幼儿园"),
    ("孝义市光彩幼儿园（一园）", "孝义市光彩幼儿园（二园）"),
    ("孝义市协会", "协会"),
    ("孝义市书法协会", "孝义市美术协会"),
    ("孝义市大健康协会", "孝义市健康协会"),
]


@pytest.mark.parametrize(("one", "other", "level", "reason"), ALIKE)
@pytest.mark.parametrize("turned", [False, True])
def test_names_that_may_mean_one_organization(one, other, level, reason, turned):
    first, second = (bearer(other), bearer(one)) if turned else (bearer(one), bearer(other))
    found = likeness.compare(first, second)
    assert (found.level, sorted(found.reason)) == (level, sorted(reason))
    assert likeness.Index([first]).like(second) == [(first, likeness.compare(second, first))]
    assert [evidence for *_, evidence in likeness.Index([first, second]).pairs()] == [found]


@pytest.mark.parametrize(("one", "other"), FALSE_FRIENDS)
def test_namesakes_stay_apart(one, other):
    first, second = bearer(one), bearer(other)
    assert likeness.compare(first, second) is None
    assert likeness.Index([first, second]).pairs() == []


def test_a_former_name_and_equal_numbers_speak_louder_than_names():
    old = bearer("孝义市牧羊人协会")
    for rival, reason in (
        (bearer("孝义市绵羊协会", ["孝义市牧羊人协会"]), "“孝义市牧羊人协会”是“孝义市绵羊协会”的曾用名"),
        (bearer("孝义市养殖业商会", certificate="孝社证字第12号"), "登记证号相同"),
        (bearer("孝义市羊业商会", code="51"), "统一社会信用代码相同"),
    ):
        same = likeness.Bearer(1, old.said, old.names, "51", "孝社证字第 12 号")
        assert likeness.compare(same, rival) == likeness.Evidence(Level.SURE, reason)
        assert likeness.Index([same]).like(rival)
    both = likeness.compare(bearer("孝义市甲协会", ["孝义市丙协会"]), bearer("孝义市乙协会", ["孝义市丙协会"]))
    assert both == likeness.Evidence(Level.LIKELY, "曾用名相同")


CODE, OTHER_CODE = valid_credit_code(1), valid_credit_code(2)


@pytest.mark.parametrize(
    ("names", "facts", "rival", "expected"),
    [
        (("诗词学会", "诗词协会"), {"representative": "赵新"}, {"representative": "赵新"}, (3, "，法定代表人也相同")),
        (("诗词学会", "诗词协会"), {"address": "府前街 1 号"}, {"address": "府前街 1 号"}, (3, "，住所也相同")),
        (("诗词学会", "诗词协会"), {"code": CODE}, {"code": OTHER_CODE}, (1, "，但信用代码不同")),
        (("诗词学会", "诗词协会"), {"code": CODE}, {"code": OTHER_CODE[:-1] + "0"}, (2, "")),
        (("养老协会", "养老服务协会"), {"code": CODE}, {"code": OTHER_CODE}, None),
    ],
)
def test_what_else_is_known_strengthens_or_weakens(names, facts, rival, expected):
    found = likeness.compare(bearer(names[0], **facts), bearer(names[1], **rival))
    assert (found and (found.level, found.reason.removeprefix("只差后缀“学会”“协会”"))) == expected
