"""Value lists of the civil-affairs register. Labels are the official terms; aliases are what registers also write."""

from django.db import models


class OrganizationType(models.TextChoices):
    GROUP = "group", "社会团体"
    SERVICE = "service", "民办非企业单位"
    FOUNDATION = "foundation", "基金会"


class Field(models.TextChoices):
    """民办函〔2007〕210号."""

    COMMERCE = "commerce", "工商服务业"
    AGRICULTURE = "agriculture", "农业及农村发展"
    SCIENCE = "science", "科学研究"
    EDUCATION = "education", "教育"
    HEALTH = "health", "卫生"
    CULTURE = "culture", "文化"
    SPORTS = "sports", "体育"
    ECOLOGY = "ecology", "生态环境"
    SOCIAL = "social", "社会服务"
    LAW = "law", "法律"
    RELIGION = "religion", "宗教"
    PROFESSION = "profession", "职业及从业者组织"
    INTERNATIONAL = "international", "国际及涉外组织"
    OTHER = "other", "其他"


class Management(models.TextChoices):
    DUAL = "dual", "双重管理"
    DIRECT = "direct", "直接登记"
    DECOUPLED = "decoupled", "脱钩"


class Status(models.TextChoices):
    """States other than plain 正常. Those in GONE take the organization out of the register; the rest are flags."""

    PREPARING = "preparing", "筹备"
    DEREGISTERING = "deregistering", "注销中"
    DEREGISTERED = "deregistered", "已注销"
    REVOKED = "revoked", "已撤销"
    SUSPENDED = "suspended", "限期停止活动"
    ABNORMAL = "abnormal", "活动异常名录"
    DISHONEST = "dishonest", "严重违法失信"
    DORMANT = "dormant", "非实体运营"


GONE = (Status.PREPARING, Status.DEREGISTERED, Status.REVOKED)
NOT_OPERATING = (Status.DORMANT, Status.DEREGISTERING)
NORMAL = "正常"


class MassOrganizationType(models.TextChoices):
    UNION = "union", "工会"
    YOUTH_LEAGUE = "youth_league", "共青团"
    WOMEN = "women", "妇联"
