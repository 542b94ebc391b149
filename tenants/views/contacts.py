"""Pages of an account's contacts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin

from tenants.access import Right
from tenants.forms import EnterForm
from tenants.forms.contacts import CodeForm, ContactForm, LoginForm
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage
from tenants.models import Contact
from tenants.services import brands, contact_codes, contacts
from tenants.shown_numbers import shown
from tenants.tables import ContactBelowTable, ContactTable
from tenants.views.people import PersonForm, joining


class ContactList(ListPage):
    """Whom one may ask about what."""

    title = gettext_lazy("Contacts")
    table_class = ContactTable
    search_fields = ("name", "email", "phone", "mobile")
    add_route = "contact-new"
    template_name = "tenants/contacts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        below = self.actor.may(Right.MANAGE_ACCOUNTS)
        return super().get_context_data(
            below_url=self.url("contacts-below") if below else "", **kwargs
        )

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)


class ContactPage(ObjectPage):
    """One contact."""

    kind = "contact"
    template_name = "tenants/contact.html"

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Any = self.object
        may = self.actor.may(Right.MANAGE)
        invites = self.actor.may(Right.MANAGE_PEOPLE) and not row.has_login
        invites = invites and row.email
        asks = may and row.email and not row.email_verified
        calls = may and contact_codes.can_call(row)
        if may and contact_codes.waiting(row):
            kwargs.setdefault("code_form", CodeForm())
        return super().get_context_data(
            fields=facts(row),
            call_url=self.url("contact-call-code", pk=row.pk) if calls else "",
            code_url=self.url("contact-confirm-mobile", pk=row.pk),
            code_label=_("Verify the mobile"),
            confirm_url=self.url("contact-ask", pk=row.pk) if asks else "",
            edit_url=self.url("contact-edit", pk=row.pk) if may else "",
            delete_url=self.url("contact-delete", pk=row.pk) if may else "",
            login_url=self.url("contact-login", pk=row.pk) if invites else "",
            reset_url=self._reset_url(row),
            breadcrumbs=[(_("Contacts"), self.url("contacts"))],
            **kwargs,
        )

    def _reset_url(self, row: Any) -> str:
        if not (row.has_login and self.actor.may(Right.MANAGE_PEOPLE)):
            return ""
        membership = contacts.membership_of(row)
        return self.url("person-password", pk=membership.user_id) if membership else ""


def facts(row: Any) -> list[tuple[str, str]]:
    """What there is to know of a contact, for whoever acts."""

    def verified(value: str, is_so: bool) -> str:
        note = _("verified") if is_so else _("not verified")
        return f"{value} ({note})" if value else "—"

    found = [
        (_("Type"), row.get_kind_display()),
        (_("E-mail"), verified(row.email, row.email_verified)),
        (_("Phone"), shown(row.phone) or "—"),
        (_("Mobile"), verified(shown(row.mobile), row.mobile_verified)),
        (_("May sign in"), _("Yes") if row.has_login else _("No")),
        (_("Notes"), row.notes or "—"),
    ]
    if contacts.from_above(row):
        found.append((_("Private notes"), row.private_notes or "—"))
    return found


class ContactButton(ObjectPage):
    """A button of the contact's page, which tells there what came of it."""

    right = Right.MANAGE
    http_method_names = ["post"]

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)

    def press(self, contact: Contact) -> str:
        """Does it; what to say of it then. Raises ValidationError."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = self.get_object()
        try:
            messages.success(request, self.press(contact))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.url("contact", pk=contact.pk))


class ContactAsk(ContactButton):
    """Mails a link by which the contact confirms the address."""

    def press(self, contact: Contact) -> str:
        at = brands.base_url(self.actor.account)
        contacts.ask_to_confirm(
            contact, lambda key: f"{at}{reverse('contact-confirm', args=[key])}"
        )
        return _("A mail was sent to %(email)s.") % {"email": contact.email}


class ContactCallCode(ContactButton):
    """Calls the mobile and says a code."""

    def press(self, contact: Contact) -> str:
        contact_codes.call(contact)
        text = _("%(number)s is being called. Write the code that is said there.")
        return text % {"number": shown(contact.mobile)}


class ContactConfirmMobile(ContactPage):
    """Takes the code that was said."""

    right = Right.MANAGE

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                contact_codes.confirm(self.object, form.cleaned_data["code"])
            except ValidationError as error:
                form.add_error(None, error)
            else:
                text = _("The mobile of %(name)s is verified.")
                messages.success(request, text % {"name": self.object})
                return redirect(self.url("contact", pk=self.object.pk))
        return self.render_to_response(self.get_context_data(code_form=form))


class ContactConfirm(TemplateView):
    """Where the link of that mail leads; nobody has to sign in."""

    template_name = "tenants/contact_confirm.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = contacts.asked(self.kwargs["key"])
        return super().get_context_data(contact=contact, **kwargs)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """The button is pressed: programs that look into mails only follow links."""
        contact = contacts.asked(key)
        if contact is not None:
            contacts.confirm(contact)
        return self.render_to_response(self.get_context_data())


class ContactsBelow(ListPage):
    """Contacts of all accounts below this one."""

    title = gettext_lazy("Contacts of all accounts below")
    right = Right.MANAGE_ACCOUNTS
    table_class = ContactBelowTable
    search_fields = ("name", "email", "phone", "mobile", "account__name")

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_below(self.actor.account)


class ContactBelowEdit(EditPage):
    """Changes one of them, with what only those above read."""

    right = Right.MANAGE_ACCOUNTS
    form_class = ContactForm
    list_route = "contacts-below"

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_below(self.actor.account)

    def save(self, form: ContactForm) -> Contact:
        contacts.save(form.instance)
        return form.instance


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

    kind = "contact"
    list_route = "contacts"

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)


class ContactLogin(PersonForm):
    """Lets a contact sign in."""

    form_class = LoginForm
    submit_label = gettext_lazy("Give a login")

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
        join = joining(self.request)
        login = contacts.Login(
            link=join, sign_in=at + reverse("account_login"), **form.cleaned_data
        )
        contacts.give_login(self.contact, login)
        if login.way == contacts.TYPED:
            return _("“%(name)s” can sign in.") % {"name": self.contact}
        return _("A mail was sent to %(email)s.") % {"email": self.contact.email}


class ContactBelowEnter(ObjectPage, FormMixin[EnterForm]):
    """Shows the portal as a contact of an account below sees it."""

    right = Right.MANAGE_ACCOUNTS
    template_name = "generic/edit.html"
    form_class = EnterForm

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_below(self.actor.account)

    def get_page_title(self) -> str:
        return _("See the portal as %(name)s") % {"name": self.object}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = self.get_form()
        if form.is_valid():
            try:
                opened = contacts.see_as(self.object, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect("account-home", account=opened.account.slug)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=_("Enter"),
            intro=_(
                "You may do there what they may, no more. What is theirs alone, such as "
                "“My account”, stays so. The account's people can read who was there."
            ),
            cancel_url=self.url("contacts-below"),
            **kwargs,
        )
