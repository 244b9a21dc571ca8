"""People with their accounts. What a person may do is said by the grants alone."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.scoping import EDIT, NOTHING, VIEW, Kind, Reach, Scope, ScopedQuerySet

from ..roles import POWERS, SITE_WIDE, Role


class UserManager(BaseUserManager.from_queryset(ScopedQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """One person with one account. What the person may do is said by the grants alone."""

    scope = Scope(Kind.ACCOUNTS, owner=("pk",))
    unjournaled = frozenset({"password", "last_login", "rights_stamp", "open_sessions"})

    username = models.CharField(
        "用户名",
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_.-]*$", "用户名以小写字母开头，只用小写字母、数字和 . _ -")],
        error_messages={"unique": "这个用户名已有人使用，请换一个"},
    )
    name = models.CharField("姓名", max_length=50)
    email = models.EmailField("电子邮箱", blank=True, help_text="每周待办提醒寄到这里，不填不寄")
    is_active = models.BooleanField("启用", default=True)
    password_set_at = models.DateTimeField("密码设定时间", null=True, blank=True, editable=False)
    must_change = models.BooleanField("下次登录须改密码", default=False, editable=False)
    code_until = models.DateTimeField("一次性密码有效至", null=True, blank=True, editable=False)
    rights_stamp = models.PositiveIntegerField("权限变动次数", default=0, editable=False)

    open_sessions = models.JSONField("打开的登录", default=list, blank=True, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self):
        return self.name

    def get_session_auth_hash(self):
        """Sessions end when the password or the rights change."""
        return self._stamped(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        yield from map(self._stamped, super().get_session_auth_fallback_hash())

    def _stamped(self, password_hash):
        return f"{password_hash}.{self.rights_stamp}"

    @cached_property
    def current_grants(self):
        """The confirmed grants in force now, read once a request. Rights are as of now, whatever date a page shows."""
        confirmed = self.grants.filter(in_force(timezone.localdate()), confirmed_at__isnull=False)
        return list(confirmed.select_related("region", "branch"))

    def reach(self, action, kind):
        """How far this person goes for an action on a kind of rows: the union of all grants whose role opens it."""
        if not self.is_active:
            return NOTHING
        grants = [grant for grant in self.current_grants if POWERS[grant.role].opens(action, kind)]
        return Reach(
            everything=bool(grants) and kind in SITE_WIDE,
            regions=frozenset(grant.region.code for grant in grants if grant.region_id),
            branches=frozenset(grant.branch_id for grant in grants if grant.branch_id),
            person=self.pk if grants or kind == Kind.OWN else None,
        )

    @property
    def roles(self):
        return [Role(grant.role) for grant in self.current_grants]

    @property
    def is_staff(self):
        """Whether the maintenance screen lets this person in."""
        return self.is_active and any(POWERS[role].maintains for role in self.roles)

    @property
    def administers(self):
        """Whether this person looks after the site itself rather than its records."""
        return any(POWERS[role].administers for role in self.roles)

    @property
    def sees_grants(self):
        return bool(self.reach(VIEW, Kind.GRANTS))

    @property
    def sees_record(self):
        return bool(self.reach(VIEW, Kind.AUDIT))

    @property
    def sees_business(self):
        return bool(self.reach(VIEW, Kind.BUSINESS))

    @property
    def sees_members(self):
        return bool(self.reach(VIEW, Kind.PERSONAL))

    @property
    def edits_business(self):
        return bool(self.reach(EDIT, Kind.BUSINESS))

    def has_perm(self, perm, obj=None):
        """Rights come from the reach; Django's own permissions are not used."""
        return False

    def has_module_perms(self, app_label):
        return False
