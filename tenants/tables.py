"""Tables of accounts and logs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tenants.audit_words import (
    differences,
    kind_in_words,
    source_in_words,
    verb_in_words,
)
from tenants.generic.tables import LinkColumn
from tenants.models import (
    Account,
    AuditEntry,
    Contact,
    DelayedSave,
    ErrorEntry,
    IdentityProvider,
    Masquerade,
    Membership,
)
from tenants.services.entrance import is_open


class AccountTable(tables.Table):
    """Accounts below the one that is shown."""

    name = LinkColumn("account")
    parent = tables.Column(verbose_name=_("Account above"))
    state = tables.Column(
        accessor="state__label", verbose_name=_("State"), orderable=False
    )
    actions = tables.TemplateColumn(
        template_name="tenants/account_actions.html", verbose_name="", orderable=False
    )

    class Meta:
        model = Account
        fields: ClassVar = ["name", "slug", "state", "realm", "parent", "timezone"]


class DeletedAccountTable(tables.Table):
    """Accounts that can be restored."""

    name = LinkColumn("account")

    class Meta:
        model = Account
        fields: ClassVar = ["name", "slug", "realm", "parent", "deleted_at"]
        order_by = "-deleted_at"


class PeopleTable(tables.Table):
    """Who may sign in to the account."""

    name = tables.Column(accessor="user__name", verbose_name=_("Name"))
    email = tables.Column(accessor="user__email", verbose_name=_("E-mail"))
    role = tables.Column(verbose_name=_("Role"))
    last_login = tables.Column(accessor="user__last_login", verbose_name=_("Last here"))
    second_step = tables.BooleanColumn(
        verbose_name=_("Second step"), yesno=(_("Yes"), _("No"))
    )
    actions = tables.TemplateColumn(
        template_name="tenants/person_actions.html", verbose_name="", orderable=False
    )

    class Meta:
        model = Membership
        fields: ClassVar = ["name", "email", "role", "last_login", "second_step"]
        order_by = "name"


class _Exported(tables.Column):
    """A column that only the export has."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(visible=False, default="", **kwargs)


class ContactTable(tables.Table):
    """Whom one may ask."""

    name = LinkColumn("contact")
    has_login = tables.BooleanColumn(
        verbose_name=_("May sign in"), yesno=(_("Yes"), _("No"))
    )

    class Meta:
        model = Contact
        fields: ClassVar = ["name", "kind", "email", "phone", "mobile", "has_login"]
        order_by = "name"


class ContactBelowTable(ContactTable):
    """Contacts of many accounts."""

    name = LinkColumn("contact-below-edit")
    account = tables.Column(verbose_name=_("Account"), order_by="account__name")
    actions = tables.TemplateColumn(
        template_name="tenants/contact_below_actions.html",
        verbose_name="",
        orderable=False,
    )

    class Meta(ContactTable.Meta):
        fields: ClassVar = ["name", "account", *ContactTable.Meta.fields[1:]]


class DelayedSaveTable(tables.Table):
    """What is saved at a time to come, and what was."""

    title = LinkColumn("delayed-save")
    due_at = tables.DateTimeColumn()
    result = tables.Column(default="–")

    class Meta:
        model = DelayedSave
        fields: ClassVar = ["due_at", "title", "user", "state", "result"]
        order_by = "-due_at"

    def value_due_at(self, value: datetime) -> str:
        """For the CSV export."""
        return localtime(value).isoformat(timespec="seconds")


class IdentityProviderTable(tables.Table):
    """Where people sign in instead of here."""

    name = LinkColumn("identity-provider")

    class Meta:
        model = IdentityProvider
        fields: ClassVar = ["name", "issuer", "domains", "enabled"]
        order_by = "name"


class ErrorTable(tables.Table):
    """What failed; what is alike is one row until it was seen."""

    severity = tables.TemplateColumn(
        template_name="tenants/error_severity.html", verbose_name=_("Severity")
    )
    at = tables.TemplateColumn(
        template_name="tenants/error_when.html", verbose_name=_("When")
    )
    source = tables.Column(verbose_name=_("What"))
    message = tables.TemplateColumn(
        template_name="tenants/error_message.html", verbose_name=_("Message")
    )
    first_at = _Exported(verbose_name=_("First"))
    count = _Exported(verbose_name=_("Times"))
    label = _Exported(verbose_name=_("Object"))
    seen_at = _Exported(verbose_name=_("Seen"))
    seen_by = _Exported(verbose_name=_("Seen by"))
    actions = tables.TemplateColumn(
        template_name="tenants/error_actions.html", verbose_name="", orderable=False
    )

    class Meta:
        model = ErrorEntry
        fields: ClassVar = ["severity", "at", "source", "message", "actions"]
        order_by = "-at"

    def render_source(self, value: str) -> str:
        """What failed, in words."""
        return source_in_words(value)

    def value_severity(self, record: ErrorEntry) -> str:
        """For the CSV export, as the next ones."""
        return record.get_severity_display()

    def value_at(self, record: ErrorEntry) -> str:
        """The last time."""
        return localtime(record.at).isoformat(timespec="seconds")

    def value_message(self, record: ErrorEntry) -> str:
        """The message alone."""
        return record.message


class AuditTable(tables.Table):
    """Who changed what. A page shows in few columns what the export has in many."""

    at = tables.DateTimeColumn(verbose_name=_("When"))

    who = tables.TemplateColumn(
        template_name="tenants/audit_who.html",
        verbose_name=_("Who"),
        order_by="user__name",
        exclude_from_export=True,
    )
    what = tables.TemplateColumn(
        template_name="tenants/audit_what.html",
        verbose_name=_("What"),
        order_by=("verb", "kind", "label"),
        exclude_from_export=True,
    )
    changes = tables.TemplateColumn(
        template_name="tenants/audit_changes.html",
        verbose_name=_("Changes"),
        orderable=False,
    )
    origin = tables.TemplateColumn(
        template_name="tenants/audit_origin.html",
        verbose_name=_("Where from"),
        order_by="address",
        exclude_from_export=True,
    )
    user = _Exported(verbose_name=_("Who"))
    email = _Exported(accessor="user__email", verbose_name=_("E-mail"))
    from_account = _Exported(
        accessor="masquerade__from_account", verbose_name=_("From account")
    )
    reason = _Exported(accessor="masquerade__reason", verbose_name=_("Masquerade"))
    verb = _Exported(verbose_name=_("What"))
    kind = _Exported(verbose_name=_("Kind"))
    label = _Exported(verbose_name=_("Object"))
    address = _Exported(verbose_name=_("Address"))
    request_id = _Exported(verbose_name=_("Request"))

    class Meta:
        model = AuditEntry
        fields: ClassVar = ["at", "who", "what", "changes", "origin"]
        order_by = "-at"

    def value_verb(self, value: str) -> str:
        """For the CSV export, as the next ones."""
        return verb_in_words(value)

    def value_kind(self, value: str) -> str:
        """What people call it."""
        return kind_in_words(value)

    def value_changes(self, record: AuditEntry) -> str:
        """One difference a line."""
        return "\n".join(map(str, differences(record)))


class MasqueradeTable(tables.Table):
    """Who was in the account."""

    who = tables.TemplateColumn(
        template_name="tenants/masquerade_who.html",
        verbose_name=_("Who"),
        order_by="user__name",
        exclude_from_export=True,
    )
    user = _Exported(verbose_name=_("Who"))
    email = _Exported(accessor="user__email", verbose_name=_("E-mail"))
    seen_as = _Exported(verbose_name=_("As"))
    from_account = tables.Column(verbose_name=_("From account"))
    started_at = tables.DateTimeColumn(verbose_name=_("From"))
    until = tables.DateTimeColumn(
        verbose_name=_("Until"), order_by=("ended_at", "expires_at")
    )
    ended = tables.Column(
        accessor="ended_in_words",
        verbose_name=_("Ended"),
        order_by=("ending", "expires_at"),
    )
    changes = tables.Column(verbose_name=_("Changes"))

    class Meta:
        model = Masquerade
        fields: ClassVar = [
            "who",
            "from_account",
            "reason",
            "started_at",
            "until",
            "ended",
            "changes",
        ]
        order_by = "-started_at"

    def render_changes(self, value: int, record: Masquerade) -> Any:
        """How many; leads to them in the audit, where the account sees that."""
        text = ngettext("%(n)s change", "%(n)s changes", value) % {"n": value}
        account = self.request.actor.account
        if not is_open(account, "audit"):
            return text
        url = reverse("audit", args=[account.slug])
        return format_html('<a href="{}?masquerade={}">{}</a>', url, record.pk, text)

    def value_changes(self, value: int) -> int:
        """For the CSV export."""
        return value
