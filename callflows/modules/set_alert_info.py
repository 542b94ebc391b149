"""Makes telephones ring differently."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from callflows.instructions import SetAlert
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.shown import Header
from callflows.snapshot_types import Snapshot


class AlertSettings(Settings):
    """Which header telephones get."""

    alert_info: Header = setting(
        _("Alert-Info"),
        "",
        help=_(
            "Such as <http://localhost>;info=alert-external or Bellcore-dr3: see the "
            "telephone's manual. Empty: as usual."
        ),
    )


class SetAlertInfo(Module[AlertSettings]):
    """Telephones that are rung later get an Alert-Info header."""

    label, icon, category = _("Alert info"), "bell-ringing", "caller_id"
    help = _("Chooses the ring tone of the telephones that are rung later.")
    Settings = AlertSettings
    examples = ({}, {"alert_info": "<http://localhost>;info=alert-external"})
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def caption(self, snapshot: Snapshot) -> str:
        return self.settings.alert_info

    def lower(self, scope: Scope) -> None:
        scope.emit(SetAlert(self.settings.alert_info))
        scope.go_on()
