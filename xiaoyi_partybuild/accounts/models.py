"""People, their roles, and the one table that says who may touch what."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from branches.models import Branch
from orgs.models import Region
from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.scoping import EDIT, NOTHING, Kind, Reach, Scope, ScopedManager, ScopedQuerySet

from .roles import POWERS, Role


class UserManager(BaseUserManager.from_queryset(ScopedQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """One person with one account. What the person may do is said by the grants alone."""

    scope = Scope(Kind.ACCOUNTS, owner=("pk",))
    unjournaled = frozenset({"password", "last_login"})

    username = models.CharField(
        "用户名",
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_.-]*$", "用户名以小写字母开头，只用小写字母、数字和 . _ -")],
        error_messages={"unique": "这个用户名已有人使用，请换一个"},
    )
    name = models.CharField("姓名", max_length=50)
    is_active = models.BooleanField("启用", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self):
        return self.name

    @cached_property
    def current_grants(self):
        """The grants in force now, read once a request. Rights are always as of now, whatever date a page shows."""
        return list(self.grants.filter(in_force(timezone.localdate())).select_related("region", "branch"))

    def reach(self, action, kind):
        """How far this person goes for an action on a kind of rows: the union of all grants whose role opens it."""
        if not self.is_active:
            return NOTHING
        grants = [grant for grant in self.current_grants if POWERS[grant.role].opens(action, kind)]
        return Reach(
            everything=bool(grants) and kind == Kind.ACCOUNTS,
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
    def edits_business(self):
        return bool(self.reach(EDIT, Kind.BUSINESS))

    def has_perm(self, perm, obj=None):
        """Rights come from the reach; Django's own permissions are not used."""
        return False

    def has_module_perms(self, app_label):
        return False


class Grant(models.Model):
    """A person holds a role for a region with everything below it, or for a branch with the branches it leads."""

    scope = Scope(Kind.ACCOUNTS, owner=("user",))

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="grants")
    role = models.CharField("角色", max_length=20, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="区域")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, verbose_name="党组织")
    start = models.DateField("起始日期")
    end = models.DateField("终止日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        constraints = [
            models.CheckConstraint(
                condition=Q(region=None) ^ Q(branch=None),
                name="grant_names_region_or_branch",
                violation_error_message="授权要么给一个区域，要么给一个党组织，请只选一项",
            )
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}（{self.region or self.branch}）"
