"""Speaks to one person through the loudspeaker."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Cause, Dial
from callflows.lowering import Scope
from callflows.members import Member, findings, reached
from callflows.module import DEFAULT_BRANCH, Branch, Module, setting
from callflows.snapshot_types import Snapshot


class IntercomSettings(Member):
    """Whose telephone answers by itself."""

    timeout: int = setting(_("Ring for"), 10, ge=1, le=60, help=_("Seconds."))


class Intercom(Module[IntercomSettings]):
    """A telephone answers by itself; both hear each other."""

    label, icon, category = _("Intercom"), "volume", "telephone"
    help = _(
        "Asks the telephones of a user, a device or a group to answer by themselves; "
        "the first one does. If none does, the call goes on."
    )
    Settings = IntercomSettings
    examples = (
        {"user": "01900000-0000-7000-8000-000000000001"},
        {"device": "01900000-0000-7000-8000-000000000002", "timeout": 5},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Not answered")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        return findings([self.settings], snapshot, node.path, "")

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        found = [m.who for m in reached([settings], scope.snapshot)]
        whom = next(ref.id for ref in self.references())
        scope.emit(
            Dial(
                whom=whom,
                name=", ".join(who.name for who in found),
                devices=tuple(device for who in found for device in who.devices),
                seconds=settings.timeout,
                unanswered=scope.to(DEFAULT_BRANCH, Cause.AS_DIALLED),
                auto_answer=True,
            )
        )
