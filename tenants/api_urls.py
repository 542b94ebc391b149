"""REST of accounts: of the caller's own, and of those below one.

`urlpatterns` is mounted under /api/v1/, `account_urls` inside an account.
"""

from django.urls import path
from rest_framework.routers import SimpleRouter

from tenants.api.accounts import AccountRights, Accounts
from tenants.api.branding import BrandPictureView
from tenants.api.contacts import ContactBelowViewSet, ContactViewSet
from tenants.api.delayed_saves import DelayedSaveViewSet
from tenants.api.identity_providers import IdentityProviderViewSet
from tenants.api.logs import AuditViewSet, ErrorViewSet, Leave, MasqueradeViewSet
from tenants.api.me import MyPreferences, TokenViewSet
from tenants.api.people import InvitationViewSet, PersonViewSet
from tenants.api.settings import NumberRangeView, OwnNumberBlock, OwnSettings
from tenants.api.tree import SubAccountViewSet

router = SimpleRouter(use_regex_path=False)
router.register("sub-accounts", SubAccountViewSet, "api-sub-account")
router.register("contacts", ContactViewSet, "api-contact")
router.register("contacts-below", ContactBelowViewSet, "api-contact-below")
router.register("identity-providers", IdentityProviderViewSet, "api-identity-provider")
router.register("people", PersonViewSet, "api-person")
router.register("invitations", InvitationViewSet, "api-invitation")
router.register("delayed-saves", DelayedSaveViewSet, "api-delayed-save")
router.register("errors", ErrorViewSet, "api-error")
router.register("masquerades", MasqueradeViewSet, "api-masquerade")
router.register("audit", AuditViewSet, "api-audit")

personal = SimpleRouter(use_regex_path=False)
personal.register("me/tokens", TokenViewSet, "api-me-token")

urlpatterns = [
    *personal.urls,
    path("me/preferences/", MyPreferences.as_view(), name="api-me-preferences"),
    path("accounts/", Accounts.as_view(), name="api-accounts"),
    path(
        "accounts/<slug:account>/accounts/<uuid:pk>/rights/",
        AccountRights.as_view(),
        name="api-account-rights",
    ),
]
account_urls = [
    *router.urls,
    path(
        "settings/branding/<slug:picture>/",
        BrandPictureView.as_view(),
        name="api-brand-picture",
    ),
    path(
        "settings/<slug:section>/", OwnSettings.as_view(), name="api-settings-section"
    ),
    path("leave/", Leave.as_view(), name="api-leave"),
    path("number-range/", NumberRangeView.as_view(), name="api-number-range"),
    path("number-block/", OwnNumberBlock.as_view(), name="api-number-block"),
]
