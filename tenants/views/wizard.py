"""The wizard that makes an account: a step a section, then a review.

What is typed is kept in the person's session, for each account under which they make
one; nothing of the new account exists before the last step.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import sections
from tenants.access import Right
from tenants.generic.pages import AccountPage
from tenants.sections import Section, SectionForm
from tenants.services import new_account

# The session's key; by the short name of the account above.
_KEY = "new_accounts"
REVIEW = "review"


class WizardPage(AccountPage):
    """What the steps share."""

    right = Right.MANAGE_ACCOUNTS
    title = gettext_lazy("New account")

    @property
    def typed(self) -> dict[str, Any]:
        """What has been typed so far, by section and field."""
        drafts = self.request.session.get(_KEY, {})
        found: dict[str, Any] = drafts.get(self.actor.account.slug, {})
        return found

    def keep(self, typed: dict[str, Any] | None) -> None:
        """Puts it into the session; None forgets it."""
        drafts = dict(self.request.session.get(_KEY, {}))
        drafts.pop(self.actor.account.slug, None)
        if typed is not None:
            drafts[self.actor.account.slug] = typed
        self.request.session[_KEY] = drafts

    def step_url(self, key: str) -> str:
        """The address of a step."""
        return self.url("account-new-step", section=key)

    def form_of(self, section: Section) -> SectionForm:
        """A section's form with what was typed."""
        return new_account.filled(self.actor.account, section, self.typed)


class NewAccount(WizardPage):
    """Leads to the first step."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.step_url(sections.steps()[0].key))


class WizardStep(WizardPage):
    """One section, or the review of all."""

    template_name = "tenants/wizard.html"
    step: str

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._find(kwargs["section"])
        checked = "check" in request.GET
        return self._show(self._bound() if checked else self._unbound())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`go` says where to: `next` checks the step, another step's key does not."""
        self._find(kwargs["section"])
        go = request.POST.get("go", "next")
        if go == "discard":
            self.keep(None)
            messages.success(request, _("What was typed is discarded."))
            return redirect(self.url("accounts"))
        if self.section is None:
            return self._create() if go == "create" else self._go(go)
        self._keep_posted(self.section)
        if go != "next":
            return self._go(go)
        form = self.form_of(self.section)
        if not form.is_valid():
            return self._show(form, 422)
        return self._go(self._after())

    def _find(self, key: str) -> None:
        self.step, self.section = key, sections.step(key)
        if self.section is None and key != REVIEW:
            raise Http404

    def _keys(self) -> list[str]:
        return [*(each.key for each in sections.steps()), REVIEW]

    def _after(self) -> str:
        keys = self._keys()
        return keys[keys.index(self.step) + 1]

    def _go(self, key: str) -> HttpResponse:
        if key not in self._keys():
            raise Http404
        return redirect(self.step_url(key))

    def _keep_posted(self, section: Section) -> None:
        form = section.form_of_new(self.actor.account, None, self.typed)
        posted, files = self.request.POST, self.request.FILES
        values = {
            name: field.widget.value_from_datadict(posted, files, name)
            for name, field in form.fields.items()
        }
        self.keep({**self.typed, section.key: values})

    def _bound(self) -> SectionForm | None:
        return self.form_of(self.section) if self.section else None

    def _unbound(self) -> SectionForm | None:
        """What was typed, without complaints about what is still missing."""
        if self.section is None:
            return None
        parent, typed = self.actor.account, self.typed
        form = self.section.form_of_new(parent, None, typed)
        form.initial = {**form.initial, **typed.get(self.section.key, {})}
        return form

    def _create(self) -> HttpResponse:
        try:
            account = new_account.create(self.actor.account, self.typed)
        except new_account.UnfitSection as error:
            text = _("Nothing was made: please look at this step again.")
            messages.error(self.request, _reason(error) or text)
            return redirect(f"{self.step_url(error.section)}?check=1")
        self.keep(None)
        return redirect(self.url("account", pk=account.pk))

    def _show(self, form: SectionForm | None, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, section=self.section)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = self._keys()
        place = keys.index(self.step)
        return super().get_context_data(
            breadcrumbs=[(_("Accounts"), self.url("accounts"))],
            steps=[self._step(each) for each in sections.steps()],
            review=self.step == REVIEW,
            summaries=self._summaries() if self.step == REVIEW else [],
            back=keys[place - 1] if place else "",
            number=place + 1,
            count=len(keys),
            **kwargs,
        )

    def _step(self, section: Section) -> dict[str, Any]:
        typed = section.key in self.typed
        return {
            "key": section.key,
            "label": section.title,
            "active": section.key == self.step,
            "done": typed and self.form_of(section).is_valid(),
        }

    def _summaries(self) -> list[dict[str, Any]]:
        found = []
        for section in sections.steps():
            form = self.form_of(section)
            valid = form.is_valid()
            rows = form.rows({**form.data, **form.cleaned_data})
            url = self.step_url(section.key)
            errors = [f"{form[name].label}: {text}" for name, text in _errors(form)]
            found.append(
                {
                    "section": section,
                    "fields": rows,
                    "errors": [] if valid else errors,
                    "url": url if valid else f"{url}?check=1",
                }
            )
        return found


def _errors(form: SectionForm) -> list[tuple[str, str]]:
    return [
        (name, str(text))
        for name, texts in form.errors.items()
        for text in texts
        if name in form.fields
    ]


def _reason(error: ValidationError) -> str:
    """What no field says: another person has taken a name at the same moment."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        text
        for name, texts in error.message_dict.items()
        for text in texts
        if name == "__all__"
    )
