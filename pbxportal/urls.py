"""The only place that mounts apps.

Everything that belongs to an account has the account in its path: pages under
`/a/<account>/`, REST under `/api/v1/accounts/<account>/`.
"""

from django.urls import include, path
from django.views.i18n import set_language

from pbxportal import health
from tenants import api_urls as tenant_api
from tenants.views import sign_in

ACCOUNT_PAGES = [
    path("", include("tenants.urls")),
    path("", include("callflows.urls")),
    path("", include("devices.urls")),
    path("", include("extensions.urls")),
    path("", include("queues.urls")),
    path("", include("telephony.urls")),
    path("", include("billing.urls")),
]
ACCOUNT_API = [
    path("", include(tenant_api.account_urls)),
    path("", include("callflows.api_urls")),
    path("", include("devices.api_urls")),
    path("", include("extensions.api_urls")),
    path("", include("queues.api_urls")),
    path("", include("telephony.api_urls")),
    path("", include("billing.api_urls")),
]

urlpatterns = [
    path("", sign_in.home, name="home"),
    path("", include("tenants.personal_urls")),
    path("language/", set_language, name="set-language"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("a/<slug:account>/", include(ACCOUNT_PAGES)),
    path("api/v1/", include("tenants.api_urls")),
    path("api/v1/accounts/<slug:account>/", include(ACCOUNT_API)),
]

handler403 = "pbxportal.errors.forbidden"
handler404 = "pbxportal.errors.not_found"
handler500 = "pbxportal.errors.server_error"
