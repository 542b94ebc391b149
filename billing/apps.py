"""What it costs: plans, credit and the books of an account."""

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from pbxportal.lib import money


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        if settings.CURRENCY not in money.CURRENCIES:
            known = ", ".join(money.CURRENCIES)
            raise ImproperlyConfigured(f"PBXPORTAL_CURRENCY is none of {known}")
        from billing.applications import APPLICATIONS
        from billing.sections import CREDIT, PLAN
        from billing.services import charging, credit, demo, plans
        from telephony.services import demo as telephony_demo
        from telephony.services import outside
        from tenants import applications, outbox, refs, sections

        applications.register(*APPLICATIONS)
        sections.register(PLAN, CREDIT)
        outbox.register(charging.KIND, charging.carry_out)
        outside.register_say(credit.why_not_over)
        refs.register_user(plans.uses)
        refs.register_page(apps.get_model("catalog", "serviceplan"), "plan")
        refs.register_words("account", _("account"))
        telephony_demo.parts.append(demo.load)
