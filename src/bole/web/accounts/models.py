"""Rows of accounts: who may sign in, and which roles they hold where."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from bole.web.accounts.actors import Role
from bole.web.base.ids import new_id


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str) -> "User":
        # Names are kept in lower case, so that Wang and wang cannot be two people.
        return self.get(username=username.strip().lower())


class User(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    # The region whose office looks after the account; the roles say where somebody may act.
    region = models.CharField(max_length=12, blank=True, db_index=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="username_in_lower_case", condition=Q(username=models.functions.Lower("username"))
            )
        ]


class RoleGrant(models.Model):
    """A role somebody holds in a region and below, for a half-open time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    region = models.CharField(max_length=12, blank=True)  # empty: the whole installation
    organisation = models.UUIDField(null=True, blank=True)
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region", "organisation", "from_on"],
                nulls_distinct=False,
                name="one_grant_once",
            ),
            models.CheckConstraint(
                name="grant_begins_before_it_ends", condition=Q(until=None) | Q(until__gt=F("from_on"))
            ),
        ]


class UsedPassword(models.Model):
    """The hash of a password somebody has used, so that the next one is a new one."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="used_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-set_at"], name="used_passwords_of_user")]


class SignedInSession(models.Model):
    """One signed-in browser: when it began, when it was last used, and whether it was ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "ended_at"], name="open_sessions_of_user")]
