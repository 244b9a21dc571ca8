"""Value lists of annual inspection and grading."""

from django.db import models


class Conclusion(models.TextChoices):
    QUALIFIED = "qualified", "合格"
    BASIC = "basic", "基本合格"
    UNQUALIFIED = "unqualified", "不合格"
    ABSENT = "absent", "未参检"
    NOT_DUE = "not_due", "不需参检"
    OTHER = "other", "其他"

    @property
    def level(self):
        """How much attention it asks for."""
        return LEVELS[self]


LEVELS = {
    Conclusion.QUALIFIED: "ok",
    Conclusion.BASIC: "warn",
    Conclusion.UNQUALIFIED: "bad",
    Conclusion.ABSENT: "same",
    Conclusion.NOT_DUE: "same",
    Conclusion.OTHER: "warn",
}


class Grade(models.TextChoices):
    A5 = "5A", "5A"
    A4 = "4A", "4A"
    A3 = "3A", "3A"
    A2 = "2A", "2A"
    A1 = "1A", "1A"
    OTHER = "other", "其他"
