"""The civil-affairs register: who is registered, in which state, under which former names."""

from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import Finding, Part, Register

from . import credit_code, duplicates, regions, repeating, vocabulary
from .enums import GONE, Field, Management, OrganizationType, Status
from .models import FormerName, Organization, StatusPeriod

TYPES = {
    "社团": OrganizationType.GROUP,
    "民非": OrganizationType.SERVICE,
    "民办非企业": OrganizationType.SERVICE,
    "社会服务机构": OrganizationType.SERVICE,
    "社会服务机构（民办非企业单位）": OrganizationType.SERVICE,
    "社会服务机构（民非/NGO）": OrganizationType.SERVICE,
    "公募": OrganizationType.FOUNDATION,
    "非公募": OrganizationType.FOUNDATION,
    "公募基金会": OrganizationType.FOUNDATION,
    "非公募基金会": OrganizationType.FOUNDATION,
    "ST": OrganizationType.GROUP,
    "MF": OrganizationType.SERVICE,
    "JJ": OrganizationType.FOUNDATION,
}
STATES = {
    "注销": Status.DEREGISTERED,
    "撤销": Status.REVOKED,
    "撤销登记": Status.REVOKED,
    "已取缔": Status.REVOKED,
    "取缔": Status.REVOKED,
    "活动异常": Status.ABNORMAL,
    "异常名录": Status.ABNORMAL,
    "停止活动": Status.SUSPENDED,
    "拟注销": Status.DEREGISTERING,
    "僵尸型": Status.DORMANT,
    "严重违法失信名单": Status.DISHONEST,
}
IN_ORDER = ("正常", "存续", "仍注册", "在业")
LIFTED = (Status.PREPARING, Status.DEREGISTERING, Status.SUSPENDED, Status.ABNORMAL, Status.DISHONEST)


class OrganizationRegister(Register):
    slug, title = "organizations", "社会组织登记名册"
    complete = True
    group = "organization.type"
    parts = (
        Part("organization", Organization, keys=vocabulary.IDENTITY),
        Part(
            "state",
            StatusPeriod,
            keys=(("organization", "status", "start"), ("organization", "status")),
            closed_by="organization",
        ),
        Part("former_name", FormerName, keys=(("organization", "name"),)),
    )
    columns = (
        c.Name("organization.name", "社会组织名称", also=vocabulary.NAMES, required=True, former="former_name.name"),
        c.CreditCode(
            "organization.credit_code",
            "统一社会信用代码",
            also=vocabulary.CREDIT_CODES,
            check=credit_code.check_character,
        ),
        c.Code("organization.certificate_number", "登记证号", also=vocabulary.CERTIFICATES),
        c.Choice(
            "organization.type",
            "社会组织类型",
            also=(
                "类型",
                "类别",
                "性质",
                "种类",
                "组织类型",
                "组织类别",
                "社会类型",
                "实体类型",
                "社会组织种类",
                "社会组织性质",
                "社团/民非",
            ),
            choices=OrganizationType,
            aliases=TYPES,
        ),
        c.Choice("organization.field", "行业分类", also=("所属行业", "业务领域", "活动领域"), choices=Field),
        c.Choice("organization.management", "管理方式", also=("管理体制",), choices=Management),
        c.Text(
            "organization.supervising_unit",
            "业务主管单位",
            also=("业务主管单位名称", "主管单位", "主管部门", "业务指导单位", "主管单位名称"),
        ),
        c.Text(
            "organization.registration_authority",
            "登记管理机关",
            also=("登记机关", "登记机构", "登记部门", "发证机关", "受理单位名称"),
        ),
        c.Text("organization.inspection_authority", "年检机关", also=("年检单位",)),
        c.Text("organization.leading_body", "党建领导机关", also=("党建工作机构", "党建主管单位", "隶属党（工）委")),
        c.Text(
            "organization.legal_representative",
            "法定代表人",
            also=(
                "法人",
                "法人代表",
                "负责人",
                "主要负责人",
                "机构负责人",
                "法人代表（负责人）",
                "会长",
                "理事长",
                "会长/理事长",
                "园长",
                "校长",
            ),
        ),
        c.Money(
            "organization.funds",
            "注册资金",
            also=("开办资金", "活动资金", "活动资金/开办资金", "注册资本", "原始基金", "原始基金数额"),
        ),
        c.Date(
            "organization.registered_on",
            "成立登记日期",
            also=("成立时间", "成立日期", "登记日期", "登记时间", "成立登记时间", "批准日期", "注册时间", "备案日期"),
        ),
        c.Lookup(
            "organization.region",
            "所属乡镇（街道）",
            also=vocabulary.REGIONS,
            by=("code", "name"),
            variants=regions.spellings,
        ),
        c.Text(
            "organization.address",
            "住所",
            also=("地址", "住地", "住址", "办公地址", "注册地址", "具体地址", "基金会地址", "所在地"),
        ),
        c.Text("organization.business_scope", "业务范围", also=("宗旨和业务范围",), lines=True),
        c.YesNo("organization.is_priority", "实体性重点单位", also=("是否实体性单位", "实体性社会组织")),
        c.YesNo("organization.registered_elsewhere", "在外登记", also=("是否在外登记", "市外登记")),
        c.Choice(
            "state.status",
            "登记状态",
            also=("状态", "社会组织状态", "机构状态", "单位状态"),
            choices=Status,
            aliases=STATES | dict.fromkeys(IN_ORDER),
            implies={"said.in_order": dict.fromkeys(IN_ORDER, True)},
            blank="正常",
        ),
        c.Date("state.start", "状态变更日期", also=("注销时间", "注销日期", "撤销日期", "变更日期")),
        c.Text("state.document", "依据文号", also=("注销文号",)),
        c.Text("former_name.name", "曾用名", also=("原名称", "曾用名称")),
        c.Date("former_name.until", "更名日期", also=("更名时间", "名称变更日期")),
        c.Text("organization.remark", "备注", also=("说明",), lines=True),
    )

    def fill(self, values):
        """The credit code says what kind of organization it is."""
        return {"organization.type": credit_code.type_of(values.get("organization.credit_code") or "")}

    def check(self, values):
        code, type_ = values.get("organization.credit_code"), values.get("organization.type")
        if code and type_ and credit_code.type_of(code) not in (None, type_):
            meant = credit_code.type_of(code).label
            yield Finding("organization.type", "warning", f"信用代码以 {code[:2]} 开头，应是{meant}，请核对", meant)
        if code and credit_code.is_shaped(code) and not code[2:].startswith(regions.CITY_CODE):
            yield Finding(
                "organization.credit_code",
                "warning",
                f"信用代码里的区划 {credit_code.division_of(code)} 不是孝义市；如果是在外登记的，请在“在外登记”一栏填“是”",
            )
        if values.get("state.status") in GONE and not values.get("state.start"):
            yield Finding("state.start", "warning", "没有写注销或撤销的日期，以往各期的统计里也会没有它，请补上日期")

    def ended(self, part, stored, values):
        """正常, or another state of the registering authority's, ends the one before; who was struck off stays so."""
        written, told = values.get("state.status"), values.get("said.in_order")
        if told and stored.status in (Status.DEREGISTERED, Status.REVOKED):
            return f"名册里原来是“{stored}”，这里写的是正常，请核对"
        return stored.status in LIFTED and (bool(told) or (written in (*LIFTED, *GONE) and written != stored.status))

    def resembling(self, *, by):
        """A new name may be a known organization's, or that of another new one in the same file."""
        stored = duplicates.Stored(by)
        earlier = repeating.Earlier(stored.places)

        def ask(values, number):
            name, code = values.get("organization.name"), values.get("organization.credit_code")
            repeated = earlier.likely_one(number, name, code) if name else None
            return _may_be(stored.likely_one(values)) or _may_repeat(repeated)

        return ask

    def population(self, rows, *, on):
        """A register of those that exist need not list again who is gone."""
        return rows.registered(on=on)

    def follow_up(self, part, instance, old, *, on):
        """Under the same credit code a new name is a change of name; the old one is kept."""
        if part == "organization" and old.get("name"):
            yield FormerName(organization=instance, name=old["name"], until=on)


def _may_repeat(found):
    if found is None:
        return None
    row, name, reason = found
    message = f"和第 {row} 行的“{name}”可能是同一个（{reason}），请核对；是同一个就只留一行"
    return Finding("organization.name", "warning", message)


def _may_be(found):
    if found is None:
        return None
    name, reason = found
    message = f"和名册里的“{name}”可能是同一个（{reason}），请核对；是同一个就改用名册里的名称"
    return Finding("organization.name", "warning", message, name)
