"""Pages of an account's identity providers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.access import Right
from tenants.forms.identity_providers import IdentityProviderForm
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage
from tenants.models import IdentityProvider
from tenants.services import identity_providers
from tenants.tables import IdentityProviderTable


class IdentityProviderList(ListPage):
    """Where people sign in instead of here."""

    title = gettext_lazy("Single sign-on")
    right = Right.MANAGE_PEOPLE
    right_to_add = Right.MANAGE_PEOPLE
    table_class = IdentityProviderTable
    search_fields = ("name", "issuer", "domains")
    add_route = "identity-provider-new"

    def get_queryset(self) -> QuerySet[Any]:
        return identity_providers.providers_of(self.actor.account)


class IdentityProviderPage(ObjectPage):
    """One provider, and what to enter there."""

    right = Right.MANAGE_PEOPLE
    template_name = "tenants/identity_provider.html"

    def get_queryset(self) -> QuerySet[Any]:
        return identity_providers.providers_of(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: IdentityProvider = self.object
        back = reverse("openid_connect_callback", args=[row.pk])
        return super().get_context_data(
            fields=[
                (_("Issuer"), row.issuer),
                (_("Client ID"), row.client_id),
                (_("E-mail domains"), row.domains),
                (_("Enabled"), _("Yes") if row.enabled else _("No")),
            ],
            addresses=identity_providers.addresses_of(self.actor.account, back),
            edit_url=self.url("identity-provider-edit", pk=row.pk),
            delete_url=self.url("identity-provider-delete", pk=row.pk),
            breadcrumbs=[(_("Single sign-on"), self.url("identity-providers"))],
            **kwargs,
        )


class IdentityProviderEdit(EditPage):
    """Makes or changes a provider; it is asked before it is saved."""

    right = Right.MANAGE_PEOPLE
    form_class = IdentityProviderForm
    list_route = "identity-providers"
    new_title = gettext_lazy("New identity provider")

    def get_queryset(self) -> QuerySet[Any]:
        return identity_providers.providers_of(self.actor.account)

    def save(self, form: IdentityProviderForm) -> IdentityProvider:
        secret = form.cleaned_data["client_secret"]
        identity_providers.save(form.instance, secret)
        return form.instance

    def get_success_url(self) -> str:
        return self.url("identity-provider", pk=self.object.pk)


class IdentityProviderDelete(DeletePage):
    """Deletes a provider; its people go on with passwords."""

    right = Right.MANAGE_PEOPLE
    list_route = "identity-providers"

    def get_queryset(self) -> QuerySet[Any]:
        return identity_providers.providers_of(self.actor.account)

    def remove(self) -> None:
        identity_providers.delete(self.object)
