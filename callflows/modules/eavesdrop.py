"""Listens to the call of somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.allowed import MOST, allowed, findings, names, telephones
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Admit, AskPin, Cause, Eavesdrop, Hearing
from callflows.lowering import Scope
from callflows.members import Member
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot


class EavesdropSettings(Settings):
    """Whose call, how, and who may."""

    members: tuple[Member, ...] = setting(
        _("Whose call"),
        min_length=1,
        max_length=MOST,
        help=_("The first of them who talks."),
    )
    mode: Literal["listen", "whisper", "barge", "keys"] = setting(
        _("Mode"),
        "listen",
        choices={
            "listen": _("Only listen"),
            "whisper": _("Speak to them alone"),
            "barge": _("Speak with both"),
            "keys": _("By keys: 4 listens, 5 speaks to them, 6 to both"),
        },
    )
    allowed: tuple[Member, ...] = allowed(required=True)
    pin: str = setting(
        _("PIN"),
        "",
        pattern=r"^([0-9]{3,10})?$",
        help=_("3 to 10 digits that are asked for as well; or none."),
    )


class EavesdropModule(Module[EavesdropSettings]):
    """A supervisor hears the call of an agent, and may speak to the agent, or to both."""

    label, icon, category = _("Eavesdrop"), "ear", "call_center"
    help = _(
        "Lets those who may listen to the call of a user, a device or somebody in a "
        "group, until it is over. Mind what the law of your country says about it."
    )
    Settings = EavesdropSettings
    examples = (
        {
            "members": [{"group": "01900000-0000-7000-8000-000000000033"}],
            "allowed": [{"user": "01900000-0000-7000-8000-000000000001"}],
        },
        {
            "members": [{"device": "01900000-0000-7000-8000-000000000015"}],
            "mode": "whisper",
            "allowed": [{"user": "01900000-0000-7000-8000-000000000001"}],
            "pin": "4711",
        },
    )
    exits = (
        Branch(DEFAULT_BRANCH, _("After the call")),
        Branch("nobody", _("Nobody talks")),
        Branch("refused", _("Not allowed"), optional=True),
    )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        settings = self.settings
        title = _("Whose call")
        yield from findings(settings.members, snapshot, node.path, "members", title)
        title = _("Who may do it")
        yield from findings(settings.allowed, snapshot, node.path, "allowed", title)

    def lower(self, scope: Scope) -> None:
        settings, known = self.settings, scope.snapshot
        done = scope.to(DEFAULT_BRANCH)
        nobody = scope.to("nobody", Cause.UNAVAILABLE)
        refused = scope.to("refused", Cause.REJECTED)
        scope.emit(Admit(telephones(settings.allowed, known), refused))
        if settings.pin:
            scope.emit(AskPin(settings.pin, refused))
        whose = telephones(settings.members, known)
        hearing = Hearing(settings.mode)
        text = names(settings.members, known)
        scope.emit(Eavesdrop(text, whose, hearing, done, nobody))
