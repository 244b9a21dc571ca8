"""The journal: what was changed together (Batch), and each row's change with before and after (Change).

One table is the audit trail, the history tab and the undo log at once.
"""

from itertools import islice

from django.conf import settings
from django.db import models
from django.db.models.query import ModelIterable

from . import journal
from .events import Event
from .journal import SubjectKey
from .limits import Counter
from .scoping import Kind, Scope, ScopedManager, ScopedQuerySet

__all__ = ["RECORD", "SEALED", "Batch", "Change", "Counter", "Event", "Seal", "SubjectKey"]


class Batch(models.Model):
    """Changes made together by one person for one reason."""

    scope = Scope(Kind.OWN, owner=("by",))

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="操作人", related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)
    title = models.CharField("操作", max_length=200)
    reason = models.CharField("原因", max_length=500, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name="撤销了", related_name="undone_by"
    )
    kept = models.JSONField("撤销时没有动的", default=list, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "批次"
        ordering = ["-pk"]

    def __str__(self):
        return self.title


class ChangeQuerySet(ScopedQuerySet):
    def of(self, instance):
        """The history of one row, newest first."""
        return self.filter(model=instance._meta.label_lower, object_pk=instance.pk).select_related("batch__by")

    def _fetch_all(self):
        """Whoever reads Changes gets the personal values opened."""
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh:
            self._opened(self._result_cache)

    def iterator(self, chunk_size=2_000):
        rows = super().iterator(chunk_size)
        while some := list(islice(rows, chunk_size)):
            yield from self._opened(some)

    def _opened(self, rows):
        if self._iterable_class is ModelIterable:
            journal.open_all(rows)
        return rows


class Change(models.Model):
    """One row's change. `before` and `after` map column names to JSON values; an update holds the changed columns only.

    forgotten: names of columns whose values were erased with the person (access/journal.py); they are on neither side.
    """

    class Action(models.TextChoices):
        CREATE = "create", "新增"
        UPDATE = "update", "更新"
        DELETE = "delete", "移除"

    scope = Scope(Kind.OWN, owner=("batch__by",))

    batch = models.ForeignKey(Batch, models.PROTECT, verbose_name="批次", related_name="changes")
    action = models.CharField("动作", max_length=6, choices=Action)
    model = models.CharField("对象类型", max_length=100)
    object_pk = models.BigIntegerField("对象编号")
    before = models.JSONField("改前", default=dict)
    after = models.JSONField("改后", default=dict)

    objects = models.Manager.from_queryset(ChangeQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "改动"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "object_pk"], name="change_of_object")]

    def __str__(self):
        return f"{self.get_action_display()} {self.model} {self.object_pk}"


class Seal(models.Model):
    """A run of rows of one table of the record, from the key `first` to the key `last`, and the MAC that binds them.

    gaps: [[from, to]] of the numbers in it that no row bears; marks: the first bytes of each row's MAC, in their order.
    See access/chain.py.
    """

    scope = Scope(Kind.AUDIT)

    number = models.BigIntegerField("序号", primary_key=True)
    at = models.DateTimeField("时间", auto_now_add=True)
    table = models.CharField("记录表", max_length=40)
    first = models.BigIntegerField("第一行")
    last = models.BigIntegerField("最后一行")
    gaps = models.JSONField("空号", default=list)
    marks = models.BinaryField("各行标记")
    suite = models.CharField("算法", max_length=4)
    key = models.CharField("密钥编号", max_length=10)
    mac = models.CharField("封签", max_length=64)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "封签"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["table", "last"], name="seal_of_table")]

    def __str__(self):
        return f"封签 {self.number}"


# The tables of the record, bound by seals; and all that only grow: access/append_only.py.
SEALED = (Batch, Change, Event)
RECORD = (*SEALED, Seal)
