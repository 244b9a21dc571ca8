"""What cells say about their heading: do they bear it out, contradict it, or give a column away by themselves."""

import re
from datetime import date
from itertools import islice

from . import cells
from .cells import CellError
from .columns import CheckedCode, Choice, Code, CreditCode, Date, IdNumber, Integer, List, Lookup, Phone, Text, YesNo

LOOK_AT, ENOUGH, MOST, FEW = 50, 3, 0.8, 0.3
CIVIL_AFFAIRS = ("51", "52", "53", "59")  # how credit codes of social organizations begin (GB 32100-2015)

CREDIT, ID, PHONE, DATE, NUMBER, PERSON, BODY = "credit", "id", "phone", "date", "number", "person", "body"
SPOKEN = {
    CREDIT: "统一社会信用代码",
    ID: "身份号码",
    PHONE: "电话号码",
    DATE: "日期",
    NUMBER: "数字",
    PERSON: "人名",
    BODY: "单位名称",
}
CODED = {CREDIT: CreditCode("", ""), ID: IdNumber("", ""), PHONE: Phone("", ""), DATE: Date("", "")}
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿"
    "关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)  # fmt: skip
ENDS_A_BODY = "会|校|园|院|社|所|站|馆|团|队|部|处|局|委|厂|店|室|组|基金|中心|公司|政府|街道|总支|机构|集团"
A_PERSON = re.compile(rf"(?!.*(?:{ENDS_A_BODY})$)[{SURNAMES}][\u4e00-\u9fff·]{{1,3}}")
A_BODY = re.compile(rf".{{3,}}(?:{ENDS_A_BODY})(?:[（(].*[)）])?")
NEARLY_A_CODE = re.compile(r"^[0-9a-z-]{8,24}$")
NEARLY_A_PHONE = re.compile(r"\d{3,}.?\d{3,}")
CALLS_A_PERSON = re.compile("姓名|代表人|负责人|书记|法人|人$|长$|员$")
CALLS_A_BODY = re.compile("名称|单位|机构|组织|全称")


def filled(contents):
    """The first cells that say something. Numbers that lost their digits say nothing about what they were."""
    return list(islice((cell for cell in contents if _says(cell)), LOOK_AT))


def _says(cell):
    if isinstance(cell, str):
        text = cell.strip()
        return not (cells.is_nothing(text) or cells.lost_digits(text))
    return cell is not None and not (isinstance(cell, float) and abs(cell) >= cells.EXACT_BELOW)


def share(column, contents):
    """How many of the cells look right for this kind of column, 0 to 1; None where the kind cannot tell."""
    verdicts = [column.looks_right(cell) for cell in contents]
    return None if not verdicts or None in verdicts else sum(verdicts) / len(verdicts)


def readable(column, contents):
    """The share of the cells that this column can read."""
    return sum(map(bool, (_can_read(column, cell) for cell in contents))) / len(contents)


def _can_read(column, cell):
    try:
        column.read(cell)
    except CellError:
        return False
    return True


def shape(contents):
    """What most of the cells are: CREDIT, ID, PHONE, DATE, NUMBER, PERSON, BODY, or "" for nothing in particular."""
    if len(contents) < ENOUGH:
        return ""
    for kind, test in SHAPES.items():
        if sum(map(test, contents)) >= MOST * len(contents):
            return kind
    return ""


def _is_number(cell):
    if isinstance(cell, str):
        return bool(re.fullmatch(r"\d{1,12}(\.0)?", cell.strip()))
    return isinstance(cell, (int, float))


def _is_date(cell):
    return isinstance(cell, date) or (isinstance(cell, str) and not _is_number(cell) and bool(CODED[DATE].looks_right(cell)))


def _matching(pattern):
    return lambda cell: isinstance(cell, str) and bool(pattern.fullmatch(cells.fold(cell)))


SHAPES = {
    CREDIT: CODED[CREDIT].looks_right,
    ID: CODED[ID].looks_right,
    PHONE: CODED[PHONE].looks_right,
    DATE: _is_date,
    NUMBER: _is_number,
    PERSON: _matching(A_PERSON),
    BODY: _matching(A_BODY),
}


def contradicts(column, is_name, contents):
    """Whether the cells cannot be what the heading says. `is_name`: the column that says whom a row is about."""
    if len(contents) < ENOUGH:
        return False
    if isinstance(column, (CheckedCode, Phone, YesNo)):
        return (share(column, contents) or 0) < FEW and (bool(shape(contents)) or _is_far_from(column, contents))
    if isinstance(column, (Date, Integer)):
        return readable(column, contents) < FEW
    return shape(contents) in _impossible(column, is_name)


def _is_far_from(column, contents):
    """Whether hardly a cell is even a code with a slip in it, or a number somebody could dial."""
    alike = NEARLY_A_PHONE if isinstance(column, Phone) else NEARLY_A_CODE
    near = sum(bool(alike.search(cells.fold(cells.shown(cell)))) for cell in contents)
    return not isinstance(column, YesNo) and near < FEW * len(contents)


def _impossible(column, is_name):
    """The shapes that this kind of column never has."""
    if isinstance(column, (Lookup, List)):
        return {ID, PHONE, DATE}
    if isinstance(column, Choice):
        return {CREDIT, ID, PHONE, DATE}
    if isinstance(column, Code):
        return {CREDIT, ID, DATE}
    if isinstance(column, Text):
        return {CREDIT, ID, PHONE, DATE, NUMBER} if is_name else {CREDIT, ID}
    return set()


def swapped(one, other):
    """Whether two headings of texts stand over each other's cells: names of people below 单位名称, of bodies below 负责人.

    Each is (the name the column goes by, its cells).
    """
    (name, contents), (further, others) = one, other
    calls = CALLS_A_BODY.search(name), CALLS_A_PERSON.search(further)
    return all(calls) and not CALLS_A_PERSON.search(name) and (shape(contents), shape(others)) == (PERSON, BODY)


def called(label):
    """The shape of what such a heading stands over: people or bodies."""
    return PERSON if CALLS_A_PERSON.search(label) else BODY


def _is_proven(column, cell):
    """Whether the check character is right; a credit code also says who registered its bearer."""
    text = cells.shown(cell).upper()
    return not column.doubt(None, text) and (text.startswith(CIVIL_AFFAIRS) or not isinstance(column, CreditCode))


def gives_away(column, contents, *, has_heading, named):
    """Whether the cells alone say that they are this column.

    has_heading: whether there is a heading, which then says something else; named: texts that name rows of other tables
    """
    if not contents:
        return False
    if isinstance(column, CheckedCode):
        return share(column, contents) >= MOST and sum(_is_proven(column, cell) for cell in contents) * 2 > len(contents)
    if len(contents) < ENOUGH:
        return False
    if isinstance(column, (Lookup, List)):
        return sum(cells.shown(cell) in named for cell in contents) >= MOST * len(contents)
    if isinstance(column, Choice) and not isinstance(column, YesNo):
        return share(column, contents) >= MOST
    return not has_heading and shape(contents) in _shapes(column)


def _shapes(column):
    """What only the cells of this kind look like."""
    if isinstance(column, Date):
        return {DATE}
    return {PHONE} if isinstance(column, Phone) else set()
