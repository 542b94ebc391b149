"""What a brand looks like: its stylesheet and pictures for everybody, and the upload."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from pbxportal.lib import typed
from tenants.access import Right
from tenants.branding import resolved, stylesheet
from tenants.forms.branding import PictureForm
from tenants.generic.delayed import LaterForm
from tenants.generic.pages import LaterPage
from tenants.models import BrandPicture
from tenants.services import brands

# Their names say what is in them.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def styles(request: HttpRequest, colours: str) -> HttpResponse:
    """The stylesheet whose name says its colours."""
    text = stylesheet(colours)
    if text is None:
        raise Http404
    return HttpResponse(
        text, content_type="text/css", headers={"Cache-Control": FOR_EVER}
    )


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """A logo or an icon, by its digest."""
    found = BrandPicture.objects.filter(digest=digest).first()
    if found is None:
        raise Http404
    return HttpResponse(
        bytes(found.data), content_type="image/png", headers={"Cache-Control": FOR_EVER}
    )


class Pictures(LaterPage):
    """The account's logo and icon: shown, uploaded now or later, removed."""

    right = Right.MANAGE
    title = gettext_lazy("Logo and icon")
    template_name = "tenants/pictures.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = self._kind()
        if "remove" in request.POST and not self.wants_later:
            brands.remove_picture(self.actor.account, kind)
            messages.success(request, _("Removed: the one from above counts now."))
            return redirect(request.path)
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid() and self._saved(form, kind):
            return redirect(request.path)
        context = self.get_context_data(failed=kind, form=form)
        return self.render_to_response(context, status=422)

    def _saved(self, form: PictureForm, kind: str) -> bool:
        """Stores the picture, now or later; False after telling what is wrong with it."""
        if not self.stored(form, lambda: self._set(form, kind)):
            return False
        if self.wants_later:
            title = brands.picture_called(kind)
            return self.ask_later(form, title, {"kind": kind}) is not None
        messages.success(self.request, _("Saved."))
        return True

    def _set(self, form: PictureForm, kind: str) -> None:
        picture = form.cleaned_data["picture"]
        brands.set_uploaded(self.actor.account, kind, picture.read())

    def save_typed(self, values: Any) -> None:
        form = PictureForm({}, self.request.FILES)
        if not form.is_valid():
            raise typed.refused(form)
        self._set(form, values["kind"])

    def _kind(self) -> str:
        kind = self.request.POST.get("kind", "")
        if kind not in BrandPicture.Kind.values:
            raise Http404
        return str(kind)

    def get_context_data(
        self, failed: str = "", form: PictureForm | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        account = self.actor.account
        line = brands.line_of(account)
        brand, own = resolved(line), line[-1].branding
        shown = [
            {
                "kind": kind,
                "label": label,
                "digest": getattr(brand, kind),
                "own": bool(own.get(kind)),
                "form": form if kind == failed else PictureForm(auto_id=f"{kind}_%s"),
                "later": self._later(kind, failed),
            }
            for kind, label in BrandPicture.Kind.choices
        ]
        crumbs = [(_("Branding"), self.url("settings-section", section="branding"))]
        return super().get_context_data(shown=shown, breadcrumbs=crumbs, **kwargs)

    def _later(self, kind: str, failed: str) -> LaterForm:
        asked = self.later if kind == failed else None
        return asked or LaterForm(auto_id=f"{kind}_%s")
