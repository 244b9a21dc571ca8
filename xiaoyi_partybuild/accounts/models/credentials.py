"""What a person signs in with besides the password: the second factor; and what is remembered about both."""

from django.db import models

from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from .people import User

OWN = Scope(Kind.OWN, owner=("user",))


class SecondFactor(models.Model):
    """An authenticator's seed. `last_step`: the time step of the last code taken, which is never taken again."""

    scope = OWN
    unjournaled = frozenset({"seed", "last_step"})

    user = models.OneToOneField(User, models.PROTECT, verbose_name="账号", related_name="second_factor")
    seed = EncryptedTextField("种子")
    last_step = models.BigIntegerField("最近一次动态码的时间段", default=0)
    confirmed_at = models.DateTimeField("启用时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "第二因素"

    def __str__(self):
        return f"{self.user}的动态码"


class RecoveryCode(models.Model):
    """One code for the day the authenticator is lost; kept as a digest, taken once."""

    scope = OWN
    unjournaled = frozenset({"digest"})

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="recovery_codes")
    digest = models.CharField("摘要", max_length=64)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"

    def __str__(self):
        return f"{self.user}的恢复码"


class OldPassword(models.Model):
    """The hash of a password a person had before."""

    scope = OWN
    unjournaled = frozenset({"password"})

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="old_passwords")
    password = models.CharField("密码摘要", max_length=128)
    at = models.DateTimeField("停用时间")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user}用过的密码"


class KnownDevice(models.Model):
    """A browser from which this person has signed in before: its failures are counted apart from a stranger's."""

    scope = OWN
    unjournaled = frozenset({"digest"})

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="known_devices")
    digest = models.CharField("摘要", max_length=64)
    at = models.DateTimeField("最近登录")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "登录过的设备"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                name="device_of_a_person_once",
                violation_error_message="这台设备已经登记过",
            )
        ]

    def __str__(self):
        return f"{self.user}的设备"
