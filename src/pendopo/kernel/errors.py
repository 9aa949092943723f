"""Expected trouble, said as a sentence that tells the person what to do next."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal. Subclasses stand beside the verb that raises them and name `code`, `status` and `message`.

    `message` is a translatable sentence with named places; the facts given to the constructor fill them.
    Anything that is not a DomainError is a bug and is logged with its traceback.
    """

    code: ClassVar[str] = "domain_error"
    status: ClassVar[int] = 409
    message: ClassVar[str | Promise] = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message) % self.facts


class NotFound(DomainError):
    """The object is not there, or the asker may not know that it is."""

    code = "not_found"
    status = 404
    message = _("This was not found. Check the address or the code, or begin again from the first page.")
