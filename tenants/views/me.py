"""My account: pages of a person, whatever accounts they are in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from django.views.generic.edit import FormView

from tenants.forms.contacts import CodeForm
from tenants.forms.me import AddressForm, NameForm, TokenForm
from tenants.forms.preferences import PreferencesForm
from tenants.models import Contact
from tenants.services import contact_codes, me


class MyAccount(LoginRequiredMixin, TemplateView):
    """Profile, password, second factors, sessions and tokens on one page."""

    template_name = "me/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        factors = list(Authenticator.objects.filter(user=user))
        by_type = {factor.type: factor for factor in factors}
        codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
        return super().get_context_data(
            page_title=_("My account"),
            totp=by_type.get(Authenticator.Type.TOTP),
            codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
            passkeys=[f for f in factors if f.type == Authenticator.Type.WEBAUTHN],
            sessions=me.sessions(user),
            session_key=self.request.session.session_key,
            tokens=user.api_tokens.select_related("account"),
            memberships=user.memberships.select_related("account").order_by(
                "account__name"
            ),
            contacts_called=contact_codes.of_person(user),
            **kwargs,
        )


class MyForm(LoginRequiredMixin, FormView[Any]):
    """A form of the person."""

    template_name = "me/form.html"
    title: Any = ""
    submit_label: Any = gettext_lazy("Save")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=self.title, submit_label=self.submit_label, **kwargs
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return self.carry_out(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def carry_out(self, form: Any) -> HttpResponse:
        """Does it; ValidationErrors stand on the form."""
        raise NotImplementedError


class MyName(MyForm):
    """The person's name."""

    form_class = NameForm
    title = gettext_lazy("Your name")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.request.user}

    def carry_out(self, form: NameForm) -> HttpResponse:
        me.change_name(form.instance, form.cleaned_data["name"])
        messages.success(self.request, _("Your name is saved."))
        return redirect("me")


class MyPreferences(MyForm):
    """How the person sees pages; what is left empty comes from their account."""

    form_class = PreferencesForm
    template_name = "me/preferences.html"
    title = gettext_lazy("Preferences")

    def get_form_kwargs(self) -> dict[str, Any]:
        request: Any = self.request
        initial = dict(request.user.preferences)
        return {**super().get_form_kwargs(), "home": request.home, "initial": initial}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request: Any = self.request
        home = request.home.account if request.home else None
        return super().get_context_data(home=home, **kwargs)

    def carry_out(self, form: PreferencesForm) -> HttpResponse:
        user: Any = self.request.user
        me.change_preferences(user, form.cleaned_data)
        messages.success(self.request, _("Your preferences are saved."))
        answer = redirect("me-preferences")
        # What the browser remembers must not stand before what was chosen last.
        answer.delete_cookie("theme")
        return answer


class MyMobile(MyForm):
    """Takes the code that was said on the mobile that an account has of the person."""

    form_class = CodeForm
    template_name = "me/mobile.html"
    title = gettext_lazy("Your mobile")
    submit_label = gettext_lazy("Verify the mobile")

    @cached_property
    def contact(self) -> Contact:
        """Who the person is in that account; 404 where no code waits."""
        user: Any = self.request.user
        for contact in contact_codes.of_person(user):
            if contact.pk == self.kwargs["pk"]:
                return contact
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=self.contact, **kwargs)

    def carry_out(self, form: CodeForm) -> HttpResponse:
        user: Any = self.request.user
        contact_codes.confirm_own(user, self.contact, form.cleaned_data["code"])
        messages.success(self.request, _("Your mobile is verified."))
        return redirect("me")


@method_decorator(reauthentication_required, name="dispatch")
class MyAddress(MyForm):
    """Asks for another address to sign in with."""

    form_class = AddressForm
    title = gettext_lazy("Your e-mail")
    submit_label = gettext_lazy("Send the link")

    def carry_out(self, form: AddressForm) -> HttpResponse:
        user: Any = self.request.user
        email = form.cleaned_data["email"]

        def link(key: str) -> str:
            return self.request.build_absolute_uri(
                reverse("me-address-new", args=[key])
            )

        me.ask_new_address(user, email, link)
        text = _("A link was sent to %(email)s.")
        messages.success(self.request, text % {"email": email})
        return redirect("me")


class TakeAddress(LoginRequiredMixin, TemplateView):
    """Where the link to a new address leads: a button takes the address."""

    template_name = "me/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page_title=_("Your new e-mail"),
            submit_label=_("Sign in with it from now on"),
            **kwargs,
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        user: Any = request.user
        try:
            me.take_new_address(user, key)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("Your e-mail is changed."))
        return redirect("me")


class EndSession(LoginRequiredMixin, View):
    """Signs out another browser of the person, or all others."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        user: Any = request.user
        ended = me.end_sessions(user, pk, but=request.session.session_key)
        if pk is not None and not ended:
            raise Http404
        messages.success(request, _("Signed out there."))
        return redirect("me")


@method_decorator(reauthentication_required, name="dispatch")
class NewToken(MyForm):
    """Makes a token and shows its key once."""

    form_class = TokenForm
    title = gettext_lazy("New token")
    submit_label = gettext_lazy("Create")

    def get_form_kwargs(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {**super().get_form_kwargs(), "accounts": me.accounts_of(user)}

    def carry_out(self, form: TokenForm) -> HttpResponse:
        user: Any = self.request.user
        token, key = me.issue_token(user, form.values())
        context = {"page_title": str(token), "token": token, "key": key}
        return render(self.request, "me/token.html", context)


class RevokeToken(LoginRequiredMixin, View):
    """Ends a token at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        user: Any = request.user
        if not me.revoke_token(user, pk):
            raise Http404
        messages.success(request, _("The token is revoked."))
        return redirect("me")
