"""Pages of carriers and of what an account may call outside."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.public_numbers import DENIABLE, LABELS
from telephony.forms import CarrierForm, OutsideRulesForm
from telephony.models import Carrier, OutsideRules
from telephony.services import outside, trunks
from telephony.tables import CarrierTable
from tenants.access import Right
from tenants.generic.pages import (
    AccountPage,
    DeletePage,
    EditPage,
    ListPage,
    ObjectPage,
)


class CarrierList(ListPage):
    """The account's own carriers."""

    title = gettext_lazy("Carriers")
    table_class = CarrierTable
    search_fields = ("name", "host")
    add_route = "carrier-new"

    def get_queryset(self) -> QuerySet[Any]:
        return outside.carriers_of(self.actor.account)


class CarrierPage(ObjectPage):
    """One carrier; its password is shown to nobody."""

    template_name = "generic/detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return outside.carriers_of(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Carrier = self.object
        may = self.actor.may(Right.MANAGE)
        yes, no = _("Yes"), _("No")
        fields = [
            (_("Enabled"), yes if row.enabled else no),
            (_("Order"), row.order),
            (_("Where"), f"{row.host}:{row.port} ({row.get_transport_display()})"),
            (_("User name"), row.username or "—"),
            (_("Prefixes"), ", ".join(row.prefixes) or _("all numbers")),
            (_("Number format"), row.get_number_format_display()),
            (_("Digits taken off"), row.strip),
            (_("Put before"), row.put_before or "—"),
            (_("Takes emergency calls"), yes if row.emergency else no),
            (_("Calls come in from"), ", ".join(row.addresses) or "—"),
        ]
        return super().get_context_data(
            fields=fields,
            edit_url=self.url("carrier-edit", pk=row.pk) if may else "",
            delete_url=self.url("carrier-delete", pk=row.pk) if may else "",
            **kwargs,
        )


class CarrierEdit(EditPage):
    """Makes or changes a carrier."""

    form_class = CarrierForm
    list_route = "carriers"
    new_title = gettext_lazy("New carrier")

    def get_queryset(self) -> QuerySet[Any]:
        return outside.carriers_of(self.actor.account)

    def save(self, form: CarrierForm) -> Carrier:
        outside.save_carrier(form.instance)
        return form.instance


class CarrierDelete(DeletePage):
    """Deletes a carrier; calls go by the others then."""

    list_route = "carriers"

    def get_queryset(self) -> QuerySet[Any]:
        return outside.carriers_of(self.actor.account)

    def remove(self) -> None:
        outside.delete_carrier(self.object)


class OutsideCalls(AccountPage):
    """What may be called, what is shown, which carriers are tried, and the trunks."""

    title = gettext_lazy("Outside calls")
    right = Right.VIEW
    template_name = "telephony/outside.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.actor.account
        rules, info = outside.rules_of(account), outside.info(account)
        allowed = [str(LABELS[c]) for c in DENIABLE if c in info.allowed]
        denied = [str(LABELS[c]) for c in DENIABLE if c not in info.allowed]
        ways = [carrier.name for carrier in (*info.carriers, *info.above)]
        blocked = [each.name for each in info.blacklists]
        why = outside.why_not_over(rules)
        refused = _("Calls over the limit are refused: %s") % why
        may = self.actor.may(Right.MANAGE)
        asked = self.request.GET.get("number", "")[:40]
        return super().get_context_data(
            fields=[
                (_("Country"), f"{rules.country} (+{info.plan.code})"),
                (_("Emergency numbers"), ", ".join(info.plan.emergency)),
                (_("May be called"), ", ".join(allowed) or "—"),
                (_("May not be called"), ", ".join(denied) or "—"),
                (_("Name shown outside"), rules.caller_name or "—"),
                (_("Number shown outside"), rules.caller_number or "—"),
                (_("Shown to emergency services"), rules.emergency_number or "—"),
                (_("Name shown to colleagues"), rules.internal_name or "—"),
                (_("Number shown to colleagues"), rules.internal_number or "—"),
                (_("Carriers, in turn"), ", ".join(ways) or "—"),
                (_("Active blacklists"), ", ".join(blocked) or "—"),
                *trunks.usage(account, info.trunks).rows(),
            ],
            asked=asked,
            answer=outside.explain(info, asked) if asked else "",
            faults=[*outside.faults(info), *([refused] if why else [])],
            edit_url=self.url("outside-calls-edit") if may else "",
            **kwargs,
        )


class OutsideCallsEdit(EditPage):
    """Changes what may be called, and what is shown."""

    model = OutsideRules
    form_class = OutsideRulesForm
    list_route = "outside-calls"

    def _find(self) -> OutsideRules:
        return outside.rules_of(self.actor.account)

    def save(self, form: OutsideRulesForm) -> OutsideRules:
        outside.save_rules(form.instance)
        return form.instance
