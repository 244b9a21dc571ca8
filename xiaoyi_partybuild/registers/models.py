"""Uploads with what became of them, and from which cell every imported value came."""

import uuid

from django.conf import settings
from django.db import models

from xiaoyi_partybuild.access.fields import EncryptedJSONField
from xiaoyi_partybuild.access.models import Batch
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from . import register, store


class Upload(models.Model):
    """One file a person brought. The file itself and the work on it lie in the store, under the token.

    follows: the upload whose rows this one goes on with: the same file for what was left out, or its corrected return.
    undo: {"decisions", "seen"} of an undo under way; {"message", "asked"} of one that stopped to ask (registers.reversal).
    """

    class State(models.TextChoices):
        CHECKING = "checking", "正在核对"
        READY = "ready", "等待导入"
        IMPORTING = "importing", "正在导入"
        UNDOING = "undoing", "正在撤销"
        DONE = "done", "已导入"
        FAILED = "failed", "没有完成"

    scope = Scope(Kind.OWN, owner=("by",))

    token = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="上传人", related_name="+")
    at = models.DateTimeField("上传时间", auto_now_add=True)
    name = models.CharField("文件名", max_length=255)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("文件摘要", max_length=64)
    register = models.CharField("登记表", max_length=40)
    choices = EncryptedJSONField("人工选择", default=dict, blank=True)
    state = models.CharField("进度", max_length=10, choices=State, default=State.CHECKING)
    message = models.CharField("说明", max_length=500, blank=True)
    counts = models.JSONField("行数", default=dict, blank=True)
    digest = models.CharField("核对摘要", max_length=64, blank=True)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, verbose_name="接着", related_name="+")
    undo = models.JSONField("撤销", default=dict, blank=True)
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, blank=True, verbose_name="批次", related_name="upload")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["sha256"], name="upload_sha256")]

    def __str__(self):
        return self.name

    @property
    def is_kept(self):
        """Its file is still in the store."""
        return store.has_workbook(self)

    @property
    def is_waiting(self):
        """Brought and not imported, with nothing going on: it can be given up."""
        return self.state in (self.State.READY, self.State.FAILED) and self.is_kept

    @property
    def is_settled(self):
        """Nothing is going on behind the scenes."""
        return self.state in (self.State.READY, self.State.DONE, self.State.FAILED)


class Source(models.Model):
    """The cells that an import gave one object's values: {field: "C7"}; fixed: the fields a person corrected on the way."""

    scope = Scope(Kind.OWN, owner=("upload__by",))

    upload = models.ForeignKey(Upload, models.PROTECT, verbose_name="导入", related_name="sources")
    model = models.CharField("对象类型", max_length=100)
    object_pk = models.BigIntegerField("对象编号")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    row = models.PositiveIntegerField("行")
    cells = models.JSONField("单元格", default=dict)
    fixed = models.JSONField("导入时改过", default=list)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "来源"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "object_pk"], name="source_of_object")]

    def __str__(self):
        return f"{self.sheet} 第 {self.row} 行"


class Handout(models.Model):
    """A workbook of personal data too large for one person's word: asked for, confirmed by a second person, fetched once.

    address: the page with its filters, from which it is fetched; full: with whole ID numbers and phones.
    """

    scope = Scope(Kind.OWN, owner=("by",))

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人", related_name="+")
    asked_at = models.DateTimeField("申请时间")
    register = models.CharField("登记表", max_length=40)
    address = models.TextField("名单")
    rows = models.PositiveIntegerField("行数")
    purpose = models.CharField("用途", max_length=300)
    full = models.BooleanField("含完整号码", default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="确认人", related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    fetched_at = models.DateTimeField("取走时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "导出申请"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.title} {self.rows} 行"

    @property
    def title(self):
        """The register's."""
        return register.REGISTRY[self.register].title


class Confirmation(models.Model):
    """What a person said a heading, a group row or a word of one register means. Revoked, never deleted.

    key: what it is about in comparable form (registers.memory); written: the same as the person saw it
    chosen: "target", "target=option" or the word meant; "" for what is left out
    """

    class About(models.TextChoices):
        COLUMN = "column", "列"
        GROUP = "group", "分组行"
        VALUE = "value", "词"

    scope = Scope(Kind.OWN, owner=("by",))

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="确认人", related_name="+")
    at = models.DateTimeField("确认时间")
    register = models.CharField("登记表", max_length=40)
    about = models.CharField("种类", max_length=10, choices=About)
    key = models.CharField("比较用的写法", max_length=255)
    written = models.CharField("表里的写法", max_length=255)
    chosen = models.CharField("意思", max_length=255, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="撤销人", related_name="+"
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "记住的对应"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "about", "key", "by"],
                condition=models.Q(revoked_at=None),
                name="one_word_each",
                violation_error_message="这个人对同一列或同一个词已经确认过，请先撤销原来的",
            )
        ]

    def __str__(self):
        return self.written
