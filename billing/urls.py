"""Pages of plans, credit and the books."""

from django.urls import path

from billing.views import books, plans

urlpatterns = [
    path("billing/", books.Billing.as_view(), name="billing"),
    path("transactions/", books.Transactions.as_view(), name="transactions"),
    path("plans/", plans.PlanList.as_view(), name="plans"),
    path("plans/new/", plans.PlanEdit.as_view(), name="plan-new"),
    path("plans/<uuid:pk>/", plans.PlanPage.as_view(), name="plan"),
    path("plans/<uuid:pk>/edit/", plans.PlanEdit.as_view(), name="plan-edit"),
    path("plans/<uuid:pk>/delete/", plans.PlanDelete.as_view(), name="plan-delete"),
]
