"""Pages of an account's contacts."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.access import Right
from tenants.forms.contacts import ContactForm, LoginForm
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage
from tenants.models import Contact
from tenants.services import brands, contacts
from tenants.shown_numbers import shown
from tenants.tables import ContactTable
from tenants.views.people import PersonForm, joining


class ContactList(ListPage):
    """Whom one may ask about what."""

    title = gettext_lazy("Contacts")
    table_class = ContactTable
    search_fields = ("name", "email", "phone", "mobile")
    add_route = "contact-new"

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)


class ContactPage(ObjectPage):
    """One contact."""

    template_name = "tenants/contact.html"

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Any = self.object
        may = self.actor.may(Right.MANAGE)
        invites = self.actor.may(Right.MANAGE_PEOPLE) and not row.has_login
        return super().get_context_data(
            fields=[
                (_("Type"), row.get_kind_display()),
                (_("E-mail"), row.email),
                (_("Phone"), shown(row.phone) or "—"),
                (_("Mobile"), shown(row.mobile) or "—"),
                (_("May sign in"), _("Yes") if row.has_login else _("No")),
                (_("Notes"), row.notes or "—"),
            ],
            edit_url=self.url("contact-edit", pk=row.pk) if may else "",
            delete_url=self.url("contact-delete", pk=row.pk) if may else "",
            login_url=self.url("contact-login", pk=row.pk) if invites else "",
            breadcrumbs=[(_("Contacts"), self.url("contacts"))],
            **kwargs,
        )


class ContactEdit(EditPage):
    """Makes or changes a contact."""

    form_class = ContactForm
    list_route = "contacts"
    new_title = gettext_lazy("New contact")

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)

    def save(self, form: ContactForm) -> Contact:
        contacts.save(form.instance)
        return form.instance


class ContactDelete(DeletePage):
    """Deletes a contact; a login that they have stays."""

    list_route = "contacts"

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)


class ContactLogin(PersonForm):
    """Lets a contact sign in."""

    form_class = LoginForm
    submit_label = gettext_lazy("Send the mail")

    @cached_property
    def contact(self) -> Contact:
        """Whom the page is about."""
        rows = contacts.contacts_of(self.actor.account)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("A login for %(name)s") % {"name": self.contact}

    def get_initial(self) -> dict[str, Any]:
        return {"role": "user", "way": contacts.INVITATION}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.url("contact", pk=self.contact.pk)
        found = super().get_context_data(**kwargs)
        crumbs = [(_("Contacts"), self.url("contacts")), (self.contact, page)]
        return {**found, "cancel_url": page, "breadcrumbs": crumbs}

    def carry_out(self, form: LoginForm) -> str:
        at = brands.base_url(self.actor.account)
        contacts.give_login(
            self.contact,
            form.cleaned_data["way"],
            form.cleaned_data["role"],
            joining(self.request),
            at + reverse("account_login"),
        )
        return _("A mail was sent to %(email)s.") % {"email": self.contact.email}
