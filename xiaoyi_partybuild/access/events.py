"""What people did and what was refused them: one line each, written by one function, never changed."""

from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction

from . import origin, scoping


class Kind(models.TextChoices):
    """What happened. Whether it was done, refused or failed says the Result."""

    SIGNED_IN = "signed in", "登录"
    SIGNED_OUT = "signed out", "退出"
    LOCKED = "locked", "连错锁定"
    FACTOR_SHOWN = "factor shown", "核对动态码"
    FACTOR_SET = "factor set", "启用动态码"
    FACTOR_RESET = "factor reset", "重置动态码"
    PASSWORD_CHANGED = "password changed", "更换密码"
    PASSWORD_RESET = "password reset", "发放一次性密码"
    RIGHT_PROPOSED = "right proposed", "提出授权"
    RIGHT_CONFIRMED = "right confirmed", "确认授权"
    RIGHT_ENDED = "right ended", "收回授权"
    RIGHT_HANDED_OVER = "right handed over", "提出交接"
    ASKED_BEYOND = "asked beyond", "越权访问"
    UNMASKED = "unmasked", "查看完整号码"
    ALARM = "alarm", "报警"
    LISTED = "listed", "打开个人信息名单"
    EXPORTED = "exported", "导出"
    EXPORT_ASKED = "export asked", "申请导出"
    EXPORT_CONFIRMED = "export confirmed", "确认导出"
    IMPORT_BEGUN = "import begun", "上传"
    IMPORTED = "imported", "导入"
    UNDONE = "undone", "撤销"
    MERGED = "merged", "合并"
    UNMERGED = "unmerged", "撤销合并"
    CHANGED = "changed", "修改记录"
    ACCEPTED = "accepted", "接受记录"
    RETURNED = "returned", "退回记录"
    UNLOCKED = "unlocked", "解锁记录"
    SETTINGS_CHANGED = "settings changed", "修改设置"
    KEY_ROTATED = "key rotated", "更换密钥"
    SUBJECT_EXPORTED = "subject exported", "导出本人信息"
    SUBJECT_ERASED = "subject erased", "删除个人信息"
    PURGED = "purged", "清理到期内容"
    VERIFIED = "verified", "核验记录"


class Result(models.TextChoices):
    OK = "ok", "成功"
    REFUSED = "refused", "被拒绝"
    FAILED = "failed", "出错"


class Event(models.Model):
    """One thing that happened. The primary key is the order; `at` is this server's clock.

    batch: the rows changed by it, where it changed rows. model and object_pk, or else the text, say what it is about.
    facts: numbers and names of columns; nobody's data in clear.
    """

    scope = scoping.Scope(scoping.Kind.AUDIT)

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="操作人", related_name="+")
    address = models.CharField("地址", max_length=origin.LONGEST, blank=True)
    number = models.CharField("请求编号", max_length=16, blank=True, db_index=True)
    kind = models.CharField("事项", max_length=20, choices=Kind)
    result = models.CharField("结果", max_length=7, choices=Result)
    batch = models.ForeignKey("access.Batch", models.PROTECT, null=True, verbose_name="批次", related_name="events")
    model = models.CharField("对象类型", max_length=100, blank=True)
    object_pk = models.BigIntegerField("对象编号", null=True)
    text = models.CharField("对象", max_length=200, blank=True)
    reason = models.CharField("原因", max_length=500, blank=True)
    facts = models.JSONField("情况", default=dict)

    objects = scoping.ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["model", "object_pk"], name="event_about_object"),
            # What is rare is found page by page without passing a million rows.
            models.Index(fields=["kind", "-id"], name="event_of_kind"),
            models.Index(fields=["result", "-id"], name="event_of_result"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.get_result_display()}"


def tell(kind, *, by=None, about=None, result=Result.OK, reason="", facts=None, batch=None):
    """Write one Event; returns it. about: a row, or a text; facts: plain JSON without personal data.

    What was done is told inside the transaction that does it: when this fails, nothing is done. What was refused or
    failed is told outside, after the rollback, so that it stays: inside a transaction that raises RuntimeError.
    """
    here = origin.current.get()
    event = Event(kind=kind, result=result, by_id=getattr(by, "pk", None), address=here.address, number=here.number)
    event.reason, event.facts, event.batch = reason[:500], facts or {}, batch
    if isinstance(about, models.Model):
        event.model, event.object_pk = about._meta.label_lower, about.pk
    else:
        event.text = str(about or "")[:200]
    with transaction.atomic(durable=result != Result.OK):
        event.save(force_insert=True)
    return event


def tell_beyond(by, about):
    """Somebody asked for what lies beyond the own reach or rights. Told once, after the transaction that failed by it."""
    return tell(Kind.ASKED_BEYOND, by=by, about=about, result=Result.REFUSED)


@contextmanager
def watched(kind, *, refused, by=None, about=None):
    """Tell afterwards what raises inside: these exceptions, whose text is our own sentence, as refused, others as failed.

    What succeeds inside tells of itself. Stands outside of every transaction.
    """
    try:
        yield
    except refused as error:
        tell(kind, by=by, about=about, result=Result.REFUSED, reason=str(error))
        raise
    except Exception as error:
        tell(kind, by=by, about=about, result=Result.FAILED, reason=type(error).__name__)
        raise
