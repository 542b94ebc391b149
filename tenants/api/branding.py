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
from tenants.generic.rest import AccountAPI
from tenants.models import BrandPicture
from tenants.services import brands


class BrandPictureView(AccountAPI):
    """`settings/branding/logo/` and `…/favicon/`: PUT a form with the file `picture`.

    Answers where the picture is that counts, null for none, and whether it is the
    account's own.
    """

    http_method_names = ["get", "head", "put", "delete", "options"]
    right = right_to_read = Right.MANAGE

    def get(self, request: Request, picture: str, **kwargs: Any) -> Response:
        """The picture that counts."""
        return self._answer(picture)

    def put(self, request: Request, picture: str, **kwargs: Any) -> Response:
        """Replaces the account's own."""
        self._known(picture)
        form = PictureForm({}, request.FILES)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        data = form.cleaned_data["picture"].read()
        try:
            brands.set_picture(self.actor.account, picture, data)
        except ValidationError as error:
            raise ValidationError({"picture": error.message_dict[picture]}) from error
        return self._answer(picture)

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
