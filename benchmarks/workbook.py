"""A plain register of organizations of any size: one header row, so that a peer that expects just that can read it too."""

from openpyxl import Workbook

from benchmarks import county

COLUMNS = (
    ("社会组织名称", "name"),
    ("统一社会信用代码", "credit_code"),
    ("登记证号", "certificate_number"),
    ("社会组织类型", "type"),
    ("行业分类", "field"),
    ("管理方式", "management"),
    ("业务主管单位", "supervising_unit"),
    ("登记管理机关", "registration_authority"),
    ("年检机关", "inspection_authority"),
    ("党建领导机关", "leading_body"),
    ("法定代表人", "legal_representative"),
    ("成立登记日期", "registered_on"),
    ("所属乡镇（街道）", "region"),
    ("住所", "address"),
    ("业务范围", "business_scope"),
    ("注册资金（元）", "funds"),
    ("实体性重点单位", "is_priority"),
    ("在外登记", "registered_elsewhere"),
    ("备注", "remark"),
)


SERIAL = "序号"


def write(path, organizations):
    """Write unsaved organizations to an .xlsx file: numbered, choices by their labels, regions by their names."""
    book = Workbook(write_only=True)
    page = book.create_sheet("名册")
    page.append([SERIAL, *(header for header, _ in COLUMNS)])
    for number, organization in enumerate(organizations, start=1):
        page.append([number, *(_shown(organization, name) for _, name in COLUMNS)])
    book.save(path)


def _shown(organization, name):
    label = getattr(organization, f"get_{name}_display", None)
    value = label() if label else getattr(organization, name)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value) if value else None


def invent(size, *, by):
    """Unsaved organizations with every column of the register filled."""
    organizations = list(county.organizations(size, by=by))
    for number, organization in enumerate(organizations):
        organization.certificate_number = f"孝社证字第{number:05d}号"
        organization.management = "dual"
        organization.registration_authority = organization.inspection_authority = "孝义市民政局"
        organization.leading_body = "中共孝义市委社会工作部"
        organization.address = f"孝义市府前街{number}号"
        organization.business_scope = "行业服务、业务培训、信息交流、展览展示、咨询服务"
        organization.funds = 30_000 + number
        organization.is_priority = number % 7 == 0
        organization.remark = f"第{number}户"
    return organizations


def change_some(organizations, every=100):
    """Give one in so many another legal representative, as a year does."""
    for organization in organizations[::every]:
        organization.legal_representative = "赵敏"
