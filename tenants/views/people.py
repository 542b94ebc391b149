"""Pages of an account's people, and where an invitation leads."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import perform_login
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormMixin, FormView

from tenants.access import Right
from tenants.actor import Actor
from tenants.forms.people import InviteForm, JoinForm, RoleForm
from tenants.generic.pages import AccountPage, DeletePage, ListPage
from tenants.models import Invitation, Membership, User
from tenants.services import brands, people
from tenants.tables import PeopleTable


class PeopleList(ListPage):
    """The members of the account, and who is invited."""

    title = gettext_lazy("People")
    right = right_to_add = Right.MANAGE_PEOPLE
    template_name = "tenants/people.html"
    table_class = PeopleTable
    search_fields = ("user__name", "user__email")
    add_route = "person-invite"

    def get_queryset(self) -> QuerySet[Membership]:
        return people.members(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            add_label=_("Invite"),
            invitations=people.invitations(self.actor.account),
            **kwargs,
        )


class PersonForm(AccountPage, FormMixin[Any]):
    """A form about a person of the account."""

    right = Right.MANAGE_PEOPLE
    template_name = "generic/edit.html"
    submit_label: Any = gettext_lazy("Save")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                messages.success(request, self.carry_out(form))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect(self.url("people"))
        return self.form_invalid(form)

    def carry_out(self, form: Any) -> str:
        """Does it and gives what is told; ValidationErrors stand on the form."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=self.submit_label,
            cancel_url=self.url("people"),
            breadcrumbs=[(_("People"), self.url("people"))],
            **kwargs,
        )


class Invite(PersonForm):
    """Asks somebody to join by mail."""

    title = gettext_lazy("Invite somebody")
    form_class = InviteForm
    submit_label = gettext_lazy("Send the invitation")

    def get_initial(self) -> dict[str, Any]:
        return {"role": "user"}

    def carry_out(self, form: InviteForm) -> str:
        values = form.cleaned_data
        people.invite(values["email"], values["role"], joining(self.request))
        return _("An invitation was sent to %(email)s.") % {"email": values["email"]}


def joining(request: HttpRequest) -> Any:
    """Makes an invitation's full address of its key: at the account's own domain."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at = brands.base_url(actor.account)
    return lambda key: at + reverse("join", args=[key])


class PersonRole(PersonForm):
    """Another role for a member."""

    form_class = RoleForm

    @property
    def member(self) -> Membership:
        """Whom the page is about."""
        rows = people.members(self.actor.account)
        found: Membership = get_object_or_404(rows, user_id=self.kwargs["pk"])
        return found

    def get_page_title(self) -> str:
        return _("Role of %(name)s") % {"name": self.member.user}

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.member.role}

    def carry_out(self, form: RoleForm) -> str:
        member = people.change_role(self.member, form.cleaned_data["role"])
        return _("“%(name)s” is saved.") % {"name": member.user}


class PersonPassword(AccountPage):
    """Mails a member a link to choose a new password; then back."""

    right = Right.MANAGE_PEOPLE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = people.members(self.actor.account)
        member = get_object_or_404(rows, user_id=kwargs["pk"])
        try:
            people.ask_to_reset(member, request)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            text = _("A mail was sent to %(email)s.") % {"email": member.user.email}
            messages.success(request, text)
        return redirect(self._back())

    def _back(self) -> str:
        """The page of this portal that the button is on."""
        asked: str = self.request.POST.get("next", "")
        mine = url_has_allowed_host_and_scheme(asked, {self.request.get_host()})
        return asked if mine else self.url("people")


class PersonRemove(DeletePage):
    """Takes a member out of the account."""

    right = Right.MANAGE_PEOPLE
    template_name = "tenants/person_remove.html"
    list_route = "people"

    def get_object(self, queryset: Any = None) -> Membership:
        rows = people.members(self.actor.account)
        found: Membership = get_object_or_404(rows, user_id=self.kwargs["pk"])
        return found

    def remove(self) -> None:
        people.remove(self.object)


class InvitationTakeBack(DeletePage):
    """Makes an invitation's link useless."""

    right = Right.MANAGE_PEOPLE
    list_route = "people"

    def get_queryset(self) -> QuerySet[Invitation]:
        return people.invitations(self.actor.account)

    def remove(self) -> None:
        people.take_back(self.object)


class Join(FormView[JoinForm]):
    """Where an invitation leads: a new login, or a button for who has one."""

    template_name = "account/join.html"
    form_class = JoinForm

    @property
    def key(self) -> str:
        """What the link carries."""
        key: str = self.kwargs["key"]
        return key

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return super().post(request, *args, **kwargs)
        try:
            account = people.join(self.key, request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(request.path)
        return redirect("account-home", account=account.slug)

    def form_valid(self, form: JoinForm) -> HttpResponse:
        values = form.cleaned_data
        try:
            user = people.join_anew(self.key, values["name"], values["password"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        answer: HttpResponse = perform_login(self.request, user)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = people.open_invitation(self.key)
        known = bool(
            invitation and User.objects.filter(email=invitation.email).exists()
        )
        back = urlencode({"next": self.request.path})
        return super().get_context_data(
            invitation=invitation,
            known=known,
            sign_in_url=f"{reverse('account_login')}?{back}",
            **kwargs,
        )
