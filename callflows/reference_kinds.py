"""What documents can point at here, and which callflows point at a thing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from callflows.models import Callflow, Media, TimeFrame
from tenants import refs


def register() -> None:
    """Called once, when the app is ready."""
    refs.register(refs.Kind("callflow", Callflow, "callflow", "callflow"))
    refs.register(refs.Kind("media", Media, "media", "media"))
    refs.register(refs.Kind("time_frame", TimeFrame, "time frame", "time-frame"))
    refs.register_user(callflows_using)


def callflows_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """Callflows whose draft or live version points at the object."""
    for flow in Callflow.objects.using_object(pk):
        if kind == "callflow" and flow.pk == pk:
            continue
        yield refs.Use(_("callflow “%s”") % flow.name, "callflow", flow.pk)
