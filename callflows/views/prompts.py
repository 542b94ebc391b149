"""Pages of the system prompts, which an account may replace."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormMixin

from callflows.forms.prompts import PromptForm
from callflows.models import Prompt
from callflows.services import prompts
from callflows.services.prompts import PromptRow
from callflows.tables import PromptTable
from pbxportal.lib import sendfile, storable, typed
from tenants.access import Right
from tenants.generic.pages import AccountPage, LaterPage, ListPage


class PromptList(ListPage):
    """All system prompts, and by which of its sounds the account has replaced them."""

    title = _("System prompts")
    template_name = "callflows/prompts.html"
    table_class = PromptTable
    # They are searched as a whole, not in the database.
    search_fields = ("name",)

    def get_rows(self) -> Any:
        return prompts.prompts(storable.without_nul(self.request.GET.get("q", "")))


class _OfPrompt(AccountPage):
    """A page about one system prompt; an unknown name answers 404."""

    right = Right.VIEW

    @cached_property
    def row(self) -> PromptRow:
        """The prompt, and what the account has made of it."""
        row = prompts.find(self.kwargs["name"])
        if row is None:
            raise Http404
        return row

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.row  # noqa: B018  404 before anything else
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.row.system.name

    def back(self) -> HttpResponse:
        """To the prompt's page."""
        return redirect(self.url("prompt", name=self.row.system.name))


class PromptPage(_OfPrompt):
    """What it says, to be listened to: Asterisk's and the account's own."""

    template_name = "callflows/prompt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        system, media = self.row.system, self.row.media
        may = self.actor.may(Right.MANAGE)
        urls = {
            name: self.url(f"prompt-{name}", name=system.name)
            for name in ("original", "replace", "put-back")
        }
        return super().get_context_data(
            fields=[
                (_("What it says"), system.words),
                (_("Heard"), system.heard),
                (_("Calls hear"), self._heard()),
            ],
            original_url=urls["original"],
            media=media,
            own_url=self._own_sound(),
            edit_url=urls["replace"] if may else "",
            back_url=urls["put-back"] if may and media else "",
            **kwargs,
        )

    def _heard(self) -> Any:
        media = self.row.media
        if media is None:
            return _("the system's own sound")
        return format_html(
            '<a href="{}">{}</a>', self.url("media", pk=media.pk), media.name
        )

    def _own_sound(self) -> str:
        """Another address for each sound: players keep what they have heard."""
        media = self.row.media
        if media is None:
            return ""
        url = self.url("media-sound", pk=media.pk)
        return f"{url}?at={media.replaced_at.timestamp():.0f}"


class PromptOwn(AccountPage):
    """The page of a prompt that the account has replaced, by the id of that."""

    right = Right.VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        prompt = get_object_or_404(Prompt, pk=kwargs["pk"])
        return redirect(self.url("prompt", name=prompt.name))


class PromptOriginal(_OfPrompt):
    """Asterisk's own sound."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            path = prompts.original(self.row.system.name)
        except FileNotFoundError as error:
            raise Http404 from error
        return sendfile.send(request, path, sendfile.WAV, path.name)


class PromptReplace(_OfPrompt, LaterPage, FormMixin[PromptForm]):
    """Replaces a prompt by a sound of the account: chosen, uploaded or recorded."""

    right = Right.MANAGE
    template_name = "callflows/prompt_replace.html"
    form_class = PromptForm

    def get_initial(self) -> dict[str, Any]:
        return {"chosen": self.row.media}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name, form = self.row.system.name, self.get_form()
        if not form.is_valid() or not self.stored(form, lambda: self._replace(form)):
            return self.form_invalid(form)
        if self.wants_later:
            sent = typed.sent(form, form.fields)
            asked = self.ask_later(form, prompts.called(name), sent)
            return redirect(request.path) if asked else self.form_invalid(form)
        messages.success(request, _("Calls hear your sound from now on."))
        return self.back()

    def save_typed(self, values: Any) -> None:
        self.request.method, self.request.POST = "POST", typed.sent_again({}, values)
        form = self.get_form()
        if not form.is_valid():
            raise typed.refused(form)
        self._replace(form)

    def _replace(self, form: PromptForm) -> None:
        data = form.cleaned_data
        # A new sound counts before the one that was chosen when the page was opened.
        media = None if data["sound"] else data["chosen"]
        prompts.replace_prompt(self.row.system.name, media, data["sound"] or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=_("Replace"),
            intro=_("It says: %(words)s") % {"words": self.row.system.words},
            cancel_url=self.url("prompt", name=self.row.system.name),
            **kwargs,
        )


class PromptPutBack(_OfPrompt):
    """Lets calls hear the system's own sound again."""

    right = Right.MANAGE
    template_name = "callflows/prompt_put_back.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        prompts.put_back(self.row.system.name)
        messages.success(request, _("Calls hear the system's own sound again."))
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cancel_url = self.url("prompt", name=self.row.system.name)
        return super().get_context_data(
            media=self.row.media, cancel_url=cancel_url, **kwargs
        )
