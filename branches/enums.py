"""Value lists of Party organizations, members and organizational life."""

from django.db import models


class Level(models.TextChoices):
    GROUP = "group", "党小组"
    BRANCH = "branch", "党支部"
    JOINT = "joint", "联合党支部"
    GENERAL = "general", "党总支"
    COMMITTEE = "committee", "基层党委"


class Special(models.TextChoices):
    TEMPORARY = "temporary", "临时党支部"
    FLOATING = "floating", "流动党员党支部"
    FUNCTIONAL = "functional", "功能型党组织"
    MIXED = "mixed", "兼合式党组织"
    REGIONAL = "regional", "区域性党组织"


class Mode(models.TextChoices):
    """组建方式: how an organization hangs on its Party organization."""

    SOLE = "sole", "单独组建"
    JOINT = "joint", "联合组建"
    INDUSTRY = "industry", "行业组建"
    ATTACHED = "attached", "挂靠组建"


class NoBranchReason(models.TextChoices):
    """未建立党组织原因."""

    OWING = "owing", "符合建立党组织条件但尚未建立"
    TOO_FEW = "too_few", "有党员但不符合建立条件"
    NO_MEMBERS = "no_members", "无党员"
    OPPOSED = "opposed", "负责人不支持"
    UNGUIDED = "unguided", "上级党组织未及时指导"
    OTHER = "other", "其他"


class PostTitle(models.TextChoices):
    SECRETARY = "secretary", "书记"
    DEPUTY = "deputy", "副书记"
    ORGANIZATION = "organization", "组织委员"
    PUBLICITY = "publicity", "宣传委员"
    DISCIPLINE = "discipline", "纪检委员"


class MemberCategory(models.TextChoices):
    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class MemberStatus(models.TextChoices):
    NORMAL = "normal", "正常"
    SUSPENDED = "suspended", "停止党籍"
    REMOVED = "removed", "除名"
    EXPELLED = "expelled", "开除党籍"
    WITHDREW = "withdrew", "退党"
    DECEASED = "deceased", "去世"
    TRANSFERRED = "transferred", "转出"


class FilePlace(models.TextChoices):
    """组织关系所在."""

    HERE = "here", "社会组织党组织"
    SUPERVISOR = "supervisor", "业务主管单位党组织"
    ATTACHED = "attached", "挂靠单位党组织"
    TERRITORY = "territory", "属地党组织"
    FORMER = "former", "原工作单位党组织"
    OTHER = "other", "其他"


class Employment(models.TextChoices):
    FULL_TIME = "full_time", "专职"
    PART_TIME = "part_time", "兼职"


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class MeetingType(models.TextChoices):
    GENERAL = "general", "党员大会"
    COMMITTEE = "committee", "支委会"
    GROUP = "group", "党小组会"
    LECTURE = "lecture", "党课"
    PARTY_DAY = "party_day", "主题党日"
    LIFE = "life", "组织生活会"
    APPRAISAL = "appraisal", "民主评议党员"
    TALK = "talk", "谈心谈话"
    ACTIVITY = "activity", "其他党的活动"


class MeetingState(models.TextChoices):
    """How far a record is on its way from the branch to its superior. `level`: how much attention it asks for."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已接受"
    VOID = "void", "已作废"

    @property
    def level(self):
        return {"draft": "upd", "submitted": "new", "returned": "bad", "accepted": "ok", "void": "same"}[self.value]


class Mark(models.TextChoices):
    """到会."""

    PRESENT = "present", "到会"
    ABSENT = "absent", "缺席"
    NOT_DUE = "not_due", "不计应到"


class AbsenceReason(models.TextChoices):
    """缺席原因."""

    LEAVE = "leave", "请假"
    DUTY = "duty", "公出"
    AWAY = "away", "外出流动"
    ILL = "ill", "生病、年老体弱"
    OTHER = "other", "其他"


class PaperUse(models.TextChoices):
    PHOTO = "photo", "照片"
    SIGN_IN = "sign_in", "签到表"
    OTHER = "other", "其他材料"


class PaperKind(models.TextChoices):
    """Formats a paper may have, judged by its content."""

    JPEG = "jpeg", "JPEG 图片"
    PNG = "png", "PNG 图片"
    PDF = "pdf", "PDF 文件"
    DOCX = "docx", "Word 文件"
    XLSX = "xlsx", "Excel 文件"


class ServedUnitType(models.TextChoices):
    MERCHANT = "merchant", "商户"
    ENTERPRISE = "enterprise", "企业"
    BUILDING = "building", "楼宇"
    OTHER = "other", "其他"


class ProcedureKind(models.TextChoices):
    ESTABLISH = "establish", "设立"
    ADJUST = "adjust", "调整"
    ABOLISH = "abolish", "撤销"


class ProcedureState(models.TextChoices):
    PROPOSED = "proposed", "已申请"
    APPROVED = "approved", "已批复"
    ELECTED = "elected", "已选举"
    FILED = "filed", "已备案"
    DECLINED = "declined", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"


class TransferState(models.TextChoices):
    SENT = "sent", "已转出，未接收"
    RECEIVED = "received", "已接收"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class AbsenceKind(models.TextChoices):
    FLOATING = "floating", "流动党员"
    LOST = "lost", "失去联系"


class VenueType(models.TextChoices):
    OWN = "own", "单独建设"
    COMMUNITY = "community", "与社区公用"
    SHARED = "shared", "与其他组织公用"


class FundSource(models.TextChoices):
    """党建工作经费来源."""

    DUES = "dues", "党费"
    SUPERIOR = "superior", "上级党组织支持"
    FISCAL = "fiscal", "财政支持"
    OPERATING = "operating", "业务（管理）经费"
    FEES = "fees", "会费"
    OTHER = "other", "其他"
