"""The page of the callflow editor; the editor itself runs in the browser."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from callflows.models import Callflow
from callflows.views.editor_texts import TEXTS
from tenants.access import Right
from tenants.generic.pages import ObjectPage


class CallflowEditor(ObjectPage):
    """Draws a callflow; all that it does goes through REST."""

    model = Callflow
    right = Right.MANAGE
    template_name = "callflows/editor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slug = self.actor.account.slug
        return super().get_context_data(
            breadcrumbs=[(_("Callflows"), self.url("callflows"))],
            api=reverse("api-callflow-list", args=[slug]).removesuffix("callflows/"),
            pages=reverse("account-home", args=[slug]),
            texts=json.dumps({name: str(text) for name, text in TEXTS.items()}),
            **kwargs,
        )
