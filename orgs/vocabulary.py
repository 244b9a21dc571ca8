"""What spreadsheets call an organization and its region, and by which features a row finds it. Read off real registers."""

NAMES = (
    "社会会组织名称",  # a slip of the pen that a real system prints
    "单位名称",
    "组织名称",
    "社团名称",
    "社会团体名称",
    "民非名称",
    "民办非企业单位名称",
    "基金会名称",
    "学校名称",
    "机构名称",
    "中文名称",
    "常用名称",
    "名称",
    "全称",
)
CREDIT_CODES = ("统一信用代码", "社会信用代码", "机构信用代码", "信用代码", "机构代码")
CERTIFICATES = (
    "证书号",
    "登记号",
    "登记证书号",
    "社会团体登记证号",
    "民办非企业单位登记证号",
    "基金会登记证号",
    "组织机构代码",
    "学校标识码",
)
REGIONS = (
    "所属乡镇",
    "乡镇",
    "乡镇街道",
    "所属乡镇街道",
    "所在乡镇",
    "所属街道",
    "街道",
    "乡镇（街道）",
    "属地",
    "属地（管理区域）",
    "行政区划",
    "所在行政区划",
    "所属区域",
    "片区",
    "党建管理区域",
)
IDENTITY = (
    ("credit_code",),
    ("merged_from__credit_code=credit_code",),
    ("certificate_number",),
    ("name",),
    ("former_names__name=name",),
)
LOOKUPS = ("credit_code", "merged_from__credit_code", "name", "former_names__name")
