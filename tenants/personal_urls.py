"""Signing in, and the pages of a person; mounted at the root.

allauth's own names, since its views look them up; what is not listed (signing up, its
list of addresses) can't be reached.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as openid
from django.urls import path, re_path
from django.views.generic import RedirectView

from tenants.views import branding, contacts, me, people, sign_in

TO_ME = RedirectView.as_view(pattern_name="me")

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/second-step/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/with/<uuid:provider_id>/", openid.login, name="openid_connect_login"),
    path(
        "sign-in/with/<uuid:provider_id>/back/",
        sign_in.back,
        name="openid_connect_callback",
    ),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path(
        "contacts/<str:key>/confirm/",
        contacts.ContactConfirm.as_view(),
        name="contact-confirm",
    ),
    path("join/<str:key>/", people.Join.as_view(), name="join"),
    path("password/", account.password_reset, name="account_reset_password"),
    path(
        "password/sent/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("brand/<str:colours>.css", branding.styles, name="brand-styles"),
    path("brand/<str:digest>.png", branding.picture, name="brand-picture"),
    path("me/", me.MyAccount.as_view(), name="me"),
    path("me/name/", me.MyName.as_view(), name="me-name"),
    path("me/mobile/<uuid:pk>/", me.MyMobile.as_view(), name="me-mobile"),
    path("me/preferences/", me.MyPreferences.as_view(), name="me-preferences"),
    path("me/address/", me.MyAddress.as_view(), name="me-address"),
    path("me/address/<str:key>/", me.TakeAddress.as_view(), name="me-address-new"),
    path("me/password/", account.password_change, name="account_change_password"),
    path("me/password/first/", account.password_set, name="account_set_password"),
    path("me/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("me/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "me/confirm/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("me/second-step/", TO_ME, name="mfa_index"),
    path("me/second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/second-step/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "me/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "me/recovery-codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "me/recovery-codes/file/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("me/passkeys/", TO_ME, name="mfa_list_webauthn"),
    path("me/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("me/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "me/passkeys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("me/sessions/end/", me.EndSession.as_view(), name="me-sessions-end"),
    path("me/sessions/<int:pk>/end/", me.EndSession.as_view(), name="me-session-end"),
    path("me/tokens/new/", me.NewToken.as_view(), name="me-token-new"),
    path(
        "me/tokens/<uuid:pk>/revoke/", me.RevokeToken.as_view(), name="me-token-revoke"
    ),
]
