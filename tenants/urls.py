"""Pages of accounts and people; mounted under /a/<account>/ unless said otherwise."""

from django.urls import path

from tenants.views import (
    accounts,
    branding,
    contacts,
    delayed_saves,
    identity_providers,
    logs,
    people,
    settings,
    tree,
    wizard,
)

urlpatterns = [
    path("", accounts.AccountHome.as_view(), name="account-home"),
    path("accounts/", tree.AccountList.as_view(), name="accounts"),
    path("accounts/new/", wizard.NewAccount.as_view(), name="account-new"),
    path(
        "accounts/new/<slug:section>/",
        wizard.WizardStep.as_view(),
        name="account-new-step",
    ),
    path("number-range/", settings.NumberRangeEdit.as_view(), name="number-range"),
    path(
        "accounts/deleted/", tree.DeletedAccountList.as_view(), name="accounts-deleted"
    ),
    path("accounts/<uuid:pk>/", tree.AccountDetail.as_view(), name="account"),
    path(
        "accounts/<uuid:pk>/settings/<slug:section>/",
        settings.AccountSection.as_view(),
        name="account-section",
    ),
    path(
        "accounts/<uuid:pk>/number-block/",
        tree.NumberBlockPage.as_view(),
        name="account-number-block",
    ),
    path("accounts/<uuid:pk>/move/", tree.AccountMove.as_view(), name="account-move"),
    path(
        "accounts/<uuid:pk>/suspend/",
        tree.AccountSuspend.as_view(),
        name="account-suspend",
    ),
    path(
        "accounts/<uuid:pk>/resume/",
        tree.AccountResume.as_view(),
        name="account-resume",
    ),
    path(
        "accounts/<uuid:pk>/delete/",
        tree.AccountDelete.as_view(),
        name="account-delete",
    ),
    path(
        "accounts/<uuid:pk>/restore/",
        tree.AccountRestore.as_view(),
        name="account-restore",
    ),
    path(
        "accounts/<uuid:pk>/try-again/",
        tree.AccountTryAgain.as_view(),
        name="account-try-again",
    ),
    path(
        "accounts/<uuid:pk>/enter/",
        accounts.EnterAccount.as_view(),
        name="account-enter",
    ),
    path(
        "accounts/<uuid:pk>/rights/",
        accounts.AccountRights.as_view(),
        name="account-rights",
    ),
    path("leave/", accounts.LeaveAccount.as_view(), name="account-leave"),
    path("settings/", settings.OwnSettings.as_view(), name="settings"),
    path(
        "settings/branding/pictures/",
        branding.Pictures.as_view(),
        name="settings-pictures",
    ),
    path(
        "settings/<slug:section>/",
        settings.OwnSection.as_view(),
        name="settings-section",
    ),
    path("contacts/", contacts.ContactList.as_view(), name="contacts"),
    path("contacts/below/", contacts.ContactsBelow.as_view(), name="contacts-below"),
    path(
        "contacts/below/<uuid:pk>/",
        contacts.ContactBelowEdit.as_view(),
        name="contact-below-edit",
    ),
    path(
        "contacts/below/<uuid:pk>/enter/",
        contacts.ContactBelowEnter.as_view(),
        name="contact-below-enter",
    ),
    path("contacts/<uuid:pk>/ask/", contacts.ContactAsk.as_view(), name="contact-ask"),
    path(
        "contacts/<uuid:pk>/call-code/",
        contacts.ContactCallCode.as_view(),
        name="contact-call-code",
    ),
    path(
        "contacts/<uuid:pk>/confirm-mobile/",
        contacts.ContactConfirmMobile.as_view(),
        name="contact-confirm-mobile",
    ),
    path("contacts/new/", contacts.ContactEdit.as_view(), name="contact-new"),
    path("contacts/<uuid:pk>/", contacts.ContactPage.as_view(), name="contact"),
    path(
        "contacts/<uuid:pk>/edit/", contacts.ContactEdit.as_view(), name="contact-edit"
    ),
    path(
        "contacts/<uuid:pk>/login/",
        contacts.ContactLogin.as_view(),
        name="contact-login",
    ),
    path(
        "contacts/<uuid:pk>/delete/",
        contacts.ContactDelete.as_view(),
        name="contact-delete",
    ),
    path(
        "identity-providers/",
        identity_providers.IdentityProviderList.as_view(),
        name="identity-providers",
    ),
    path(
        "identity-providers/new/",
        identity_providers.IdentityProviderEdit.as_view(),
        name="identity-provider-new",
    ),
    path(
        "identity-providers/<uuid:pk>/",
        identity_providers.IdentityProviderPage.as_view(),
        name="identity-provider",
    ),
    path(
        "identity-providers/<uuid:pk>/edit/",
        identity_providers.IdentityProviderEdit.as_view(),
        name="identity-provider-edit",
    ),
    path(
        "identity-providers/<uuid:pk>/delete/",
        identity_providers.IdentityProviderDelete.as_view(),
        name="identity-provider-delete",
    ),
    path("people/", people.PeopleList.as_view(), name="people"),
    path("people/invite/", people.Invite.as_view(), name="person-invite"),
    path(
        "people/<uuid:pk>/password/",
        people.PersonPassword.as_view(),
        name="person-password",
    ),
    path("people/<uuid:pk>/role/", people.PersonRole.as_view(), name="person-role"),
    path(
        "people/<uuid:pk>/remove/", people.PersonRemove.as_view(), name="person-remove"
    ),
    path(
        "invitations/<uuid:pk>/take-back/",
        people.InvitationTakeBack.as_view(),
        name="invitation-take-back",
    ),
    path(
        "delayed-saves/", delayed_saves.DelayedSaveList.as_view(), name="delayed-saves"
    ),
    path(
        "delayed-saves/<uuid:pk>/",
        delayed_saves.DelayedSavePage.as_view(),
        name="delayed-save",
    ),
    path(
        "delayed-saves/<uuid:pk>/cancel/",
        delayed_saves.DelayedSaveCancel.as_view(),
        name="delayed-save-cancel",
    ),
    path("errors/", logs.ErrorList.as_view(), name="errors"),
    path("errors/seen/", logs.ErrorsSeen.as_view(), name="errors-seen"),
    path("errors/<uuid:pk>/seen/", logs.ErrorsSeen.as_view(), name="error-seen"),
    path("masquerades/", logs.MasqueradeList.as_view(), name="masquerades"),
    path("audit/", logs.AuditList.as_view(), name="audit"),
]
