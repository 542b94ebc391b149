"""REST of accounts; mounted under /api/v1/."""

from django.urls import path

from tenants.api.accounts import Accounts

urlpatterns = [path("accounts/", Accounts.as_view(), name="api-accounts")]
