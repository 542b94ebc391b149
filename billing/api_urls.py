"""REST of plans, credit and the books."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from billing.api.books import Billing, LedgerViewSet
from billing.api.plans import PlanViewSet

router = SimpleRouter(use_regex_path=False)
router.register("plans", PlanViewSet, "api-plan")
router.register("ledger", LedgerViewSet, "api-ledger")
urlpatterns = [
    *router.urls,
    path("billing/", Billing.as_view(), name="api-billing"),
]
