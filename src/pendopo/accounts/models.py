"""Tables of people and how they get in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from pendopo.kernel.identifiers import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users; the address is the name they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db, force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who works here. No rights stand on the person: they come from posts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=200, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="id")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A one-time link by which a person sets the first password. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation for {self.user_id}"


class SignInAttempt(models.Model):
    """Failed sign-ins, counted per address (hashed) and hour, so that a guesser is slowed down.

    `network_tag` counts them per network too, whatever addresses are tried from it; empty for a browser that is known already.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address_hash = models.CharField(max_length=64)
    network_tag = models.CharField(max_length=64, default="", blank=True)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address_hash", "failed_at"], name="attempt_by_address"),
            models.Index(fields=["network_tag", "failed_at"], name="attempt_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.failed_at}"


class SecondFactor(models.Model):
    """The secret that a person's phone and we share, from which both make the code of each half minute. Sealed at rest.

    Without `confirmed_at` it was shown but not yet proven to have arrived; `last_step` is the half minute whose code came last.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="second_factor")
    sealed_secret = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class RecoveryCode(models.Model):
    """A code on paper that stands in for the phone, once. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class BrowserSession(AbstractBaseSession):
    """A browser's session, with whose it is, so that the person sees it and can end it. Nobody's until somebody signs in.

    `place` is its name on pages, since the key must stay in the browser. What stands here beside the data is taken from it
    (`accounts.sessions`). `lease` is the counter's lease that was opened in it.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    place = models.UUIDField(null=True, unique=True)
    device = models.CharField(max_length=60, default="", blank=True)
    network = models.CharField(max_length=40, default="", blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    lease = models.UUIDField(null=True)

    @classmethod
    def get_session_store_class(cls) -> type[Any]:
        from pendopo.accounts.sessions import SessionStore

        return SessionStore


class Passkey(models.Model):
    """A key that a person's device or security stick keeps and never shows; here lies only what checks its signature."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    #: The host under which it was made; the browser shows it to no other.
    host = models.CharField(max_length=255)
    credential = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()
    signatures = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"passkey of {self.user_id}"


class LinkedIdentity(models.Model):
    """Whom a sign-in service outside (OpenID Connect) means by its `subject`. Made when its verified address fitted a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="linked_identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="subject_is_one_person"),
            models.UniqueConstraint(fields=["issuer", "user"], name="one_subject_for_a_person"),
        ]

    def __str__(self) -> str:
        return f"identity of {self.user_id}"
