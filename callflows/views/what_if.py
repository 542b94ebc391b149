"""Pages of what-if and of saved scenarios."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError as CallError

from callflows.forms.what_if import ScenarioForm, WhatIfForm, query
from callflows.models import Callflow, CallScenario
from callflows.services import scenarios
from callflows.services.cast import Cast, cast
from callflows.services.programs import Programs, Ready, of_draft
from callflows.services.what_if import Told, read_scenario, tell
from tenants.access import Right
from tenants.generic.pages import DeletePage, ObjectPage


class WhatIf(ObjectPage):
    """A call to the draft, run in thought; GET with the form's fields runs it."""

    on_account_clock = True
    model = Callflow
    template_name = "callflows/what_if.html"

    @cached_property
    def programs(self) -> Programs:
        """The draft and where it leads."""
        return of_draft(self.object)

    @cached_property
    def cast(self) -> Cast:
        """Who takes part."""
        return cast(self.programs)

    def get_page_title(self) -> str:
        return str(_("What if: %s") % self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        form = WhatIfForm(asked if asked else None, self.cast, initial=self._usual())
        told = self._run(form) if asked and form.is_valid() else None
        may = self.actor.may(Right.MANAGE)
        return super().get_context_data(
            form=form,
            told=told,
            keep_form=self._keep_form(form, told) if told and may else None,
            keep_url=self.url("callflow-scenario-new", pk=self.object.pk),
            scenarios=listed(self, self.object),
            run_url=self.url("callflow-scenarios-run", pk=self.object.pk)
            if may
            else "",
            reach_url=self.url("callflow-reach", pk=self.object.pk),
            callflow_url=self.url("callflow", pk=self.object.pk),
            **kwargs,
        )

    def _usual(self) -> dict[str, Any]:
        number = self.object.numbers.first()
        return {"dialled": number.number if number else ""}

    def _run(self, form: WhatIfForm) -> Told | None:
        return tell(self.programs, read_scenario(form.scenario()))

    def _keep_form(self, form: WhatIfForm, told: Told) -> ScenarioForm:
        """What has just happened is the first guess at what is expected."""
        rung = [ringing for step in told.trace.steps for ringing in step.rings]
        initial = {
            "call": form.scenario(),
            "end": told.end.kind,
            "who": told.end.who,
            "rings": rung[0].who if rung else "",
        }
        places = places_of(next(iter(self.programs.values())))
        return ScenarioForm(None, self.cast, places, initial=initial)


def places_of(ready: Ready) -> list[tuple[str, str]]:
    """The modules of a callflow as choices: their path as JSON, and what people read."""
    known = ready.checked.snapshot
    return [
        (
            json.dumps(list(path)),
            " ".join([*path, str(node.module.label), node.module.caption(known)]),
        )
        for path, node in ready.checked.flow.nodes.items()
        if node.module
    ]


def listed(page: ObjectPage, flow: Callflow) -> list[dict[str, Any]]:
    """The scenarios of a callflow with the addresses of what can be done."""
    what_if = page.url("callflow-what-if", pk=flow.pk)
    may = page.actor.may(Right.MANAGE)
    return [
        {
            "scenario": scenario,
            "open_url": f"{what_if}?{urlencode(query(scenario.call))}",
            "delete_url": page.url("scenario-delete", pk=scenario.pk) if may else "",
        }
        for scenario in flow.scenarios.all()
    ]


class ScenarioNew(ObjectPage):
    """Keeps the call that was tried, under a name."""

    on_account_clock = True
    model = Callflow
    right = Right.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        programs = of_draft(self.object)
        places = places_of(next(iter(programs.values())))
        form = ScenarioForm(request.POST, cast(programs), places)
        if form.is_valid():
            self._keep(form)
        else:
            for field, errors in form.errors.items():
                label = (
                    form.fields[field].label or field if field in form.fields else ""
                )
                messages.error(request, f"{label}: {' '.join(map(str, errors))}")
        return redirect(self.url("callflow-what-if", pk=self.object.pk))

    def _keep(self, form: ScenarioForm) -> None:
        data = form.cleaned_data
        try:
            scenarios.keep(self.object, data["name"], data["call"], form.expected())
        except (ValidationError, CallError) as error:
            text = getattr(error, "messages", None) or [str(error)]
            messages.error(self.request, " ".join(text))
        else:
            messages.success(self.request, _("“%s” is saved.") % data["name"])


class ScenariosRun(ObjectPage):
    """Runs all scenarios of a callflow on what is live."""

    on_account_clock = True
    model = Callflow
    right = Right.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        ran = scenarios.run_live(self.object)
        results = [bool(scenario.passed) for scenario in ran]
        if not ran:
            messages.warning(request, _("Nothing was run: nothing is live yet."))
        else:
            say = messages.success if all(results) else messages.error
            say(request, scenarios.summary(results))
        return redirect(self.url("callflow-what-if", pk=self.object.pk))


class ScenarioDelete(DeletePage):
    """Deletes a scenario."""

    model = CallScenario
    list_route = "callflows"
