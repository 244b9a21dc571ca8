"""What the article names and what is left undone: the few facts of the story that are told and not rolled."""

END_OF_2019 = "2019-12-31"
REPORTED_2026 = "2026-11-20"

SPECIAL = {"孝义市浙商商会": "区域性党组织", "孝义市医药行业协会": "兼合式党组织"}
FURTHER_MANAGER = {"孝义市绵羊协会": "驿马乡"}
BRANDS = {
    "孝义市宏达中学": ("共享笔记、听书记说", False),
    "孝义市光彩幼儿园": ("红色光彩", True),
    "孝义市绵羊协会": ("亮身份、进支部、当先锋", False),
    "孝义市焦炭协会": ("抓党建、促创新", False),
    "孝义市浙商商会": ("守法诚信、双孵共促", False),
    "孝义市仁康医院": ("仁心向党", False),
}
ABOLISHED = {"孝义市博雅双语学校": "2023-08-31"}

# Party organizations whose last term ran out without an election; the one with an extension is not overdue yet.
NOT_RE_ELECTED = {"孝义市道路运输协会", "孝义市梧桐焦化技工学校", "孝义市核桃产业协会", "崇文联合", "校外培训"}
EXTENDED = {"校外培训": "2027-03-15"}
SECRETARY_LEFT = {"孝义市阳光特殊教育康复中心": "2026-07-15"}

# No meeting since; what is not named here lets a month slip now and then.
SILENT_SINCE = {"大孝堡联合": "2026-07", "孝义市晋绣艺术馆": "2026-06"}
OFTEN_LATE = {
    "振兴联合", "胜溪湖联合", "梧桐联合", "大孝堡联合", "文体行业", "体育局", "农业农村局", "校外培训",
    "孝义市晋绣艺术馆", "孝义市同济骨科医院", "孝义市矿山技术培训中心", "孝义市餐饮与住宿行业协会",
}  # fmt: skip
EXEMPLARY = {
    "孝义市宏达中学", "孝义市光彩幼儿园", "孝义市绵羊协会", "孝义市焦炭协会", "孝义市浙商商会", "孝义市仁康医院",
}  # fmt: skip

# organization, unit and post of the instructor, sent, until ("" = still there)
INSTRUCTORS = (
    ("孝义市集邮协会", "孝义市文化和旅游局", "二级主任科员", "2018-03-12", "2021-03-12"),
    ("孝义市养蜂协会", "孝义市农业农村局", "高级农艺师", "2018-06-20", ""),
    ("孝义市下栅童心幼儿园", "孝义市教育局", "基层党建办干部", "2019-02-18", ""),
    ("孝义市女企业家协会", "孝义市妇女联合会", "办公室主任", "2017-09-11", "2025-09-11"),
    ("孝义市钓鱼协会", "孝义市体育局", "群体科科长", "2019-05-06", "2025-05-06"),
    ("孝义市家政服务行业协会", "孝义市妇女联合会", "权益部部长", "2023-03-15", ""),
    ("孝义市直播行业协会", "中共孝义市委网信办", "网管科科长", "2025-07-01", ""),
    ("孝义市数字经济促进会", "孝义市工业和信息化局", "综合科科长", "2023-09-01", "2026-06-30"),
)
MASS_ORGANIZATIONS = {
    "孝义市快递行业协会": ("工会",),
    "孝义市宏达中学": ("工会", "共青团", "妇联"),
    "孝义市育才高级中学": ("工会", "共青团"),
    "孝义市仁康医院": ("工会", "妇联"),
    "孝义市光彩幼儿园": ("工会", "妇联"),
    "孝义市晨曦高级中学": ("工会", "共青团"),
    "孝义市女企业家协会": ("妇联",),
    "孝义市青年企业家协会": ("共青团",),
    "孝义市浙商商会": ("工会",),
}

# The day on which an organization's newest full member was confirmed: it has owed a branch of its own since.
REACHED_THREE = {"孝义市家政服务行业协会": "2026-10-15"}
PROBATION_SINCE = {"孝义市新能源产业协会": "2026-01-16"}

WITHOUT_CREDIT_CODE = {"孝义市集邮协会", "孝义市养蜂协会"}
MISTYPED_CREDIT_CODE = {"孝义市诗词楹联学会"}
