"""Pages of accounts and people; mounted under /a/<account>/ unless said otherwise."""

from django.urls import path

from tenants.views import accounts, logs

urlpatterns = [
    path("", accounts.AccountHome.as_view(), name="account-home"),
    path("accounts/", accounts.AccountList.as_view(), name="accounts"),
    path(
        "accounts/<uuid:pk>/enter/",
        accounts.EnterAccount.as_view(),
        name="account-enter",
    ),
    path("leave/", accounts.LeaveAccount.as_view(), name="account-leave"),
    path("errors/", logs.ErrorList.as_view(), name="errors"),
    path("audit/", logs.AuditList.as_view(), name="audit"),
]
