"""REST of the pictures of an account's brand."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from tenants.access import Right
from tenants.branding import resolved
from tenants.forms.branding import PictureForm
from tenants.generic import later
from tenants.generic.rest import AccountAPI
from tenants.models import BrandPicture
from tenants.services import brands, delayed_saves


class BrandPictureView(AccountAPI):
    """`settings/branding/logo/` and `…/favicon/`: PUT a form with the file `picture`.

    Answers where the picture is that counts, null for none, and whether it is the
    account's own.
    """

    http_method_names = ["get", "head", "put", "delete", "options"]
    right = right_to_read = Right.MANAGE

    def can_be_delayed(self) -> bool:
        return self.request.method == "PUT"

    def get(self, request: Request, picture: str, **kwargs: Any) -> Response:
        """The picture that counts."""
        return self._answer(picture)

    def put(self, request: Request, picture: str, **kwargs: Any) -> Response:
        """Replaces the account's own; with `?save_at=` then."""
        self._known(picture)
        form = PictureForm({}, request.FILES)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        file = form.cleaned_data["picture"]
        if later.asked(request):
            return self._later(request, picture, file)
        brands.set_uploaded(self.actor.account, picture, file.read())
        return self._answer(picture)

    def _later(self, request: Request, picture: str, file: Any) -> Response:
        """What the page does when it saves later."""
        account = self.actor.account
        at = later.tried(
            request, lambda: brands.set_uploaded(account, picture, file.read())
        )
        asked = delayed_saves.Request(
            brands.picture_called(picture),
            "settings-pictures",
            {"kind": picture},
            changes=[("picture", file.name)],
            files={"picture": file},
        )
        return later.answer(asked, at)

    def delete(self, request: Request, picture: str, **kwargs: Any) -> Response:
        """Takes the account's own away."""
        self._known(picture)
        brands.remove_picture(self.actor.account, picture)
        return Response(status=204)

    def _known(self, picture: str) -> None:
        if picture not in BrandPicture.Kind.values:
            raise Http404(_("logo or favicon"))

    def _answer(self, picture: str) -> Response:
        self._known(picture)
        line = brands.line_of(self.actor.account)
        digest = getattr(resolved(line), picture)
        url = reverse("brand-picture", args=[digest]) if digest else None
        return Response({"url": url, "own": picture in line[-1].branding})
