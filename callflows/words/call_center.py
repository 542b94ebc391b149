"""Queues and agents, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callflows import instructions as op
from callflows.instructions import AgentChange
from callflows.words.said import Said, Words

CHANGES: Mapping[AgentChange, str | Promise] = {
    AgentChange.LOG_IN: gettext_lazy("Log the calling agent in."),
    AgentChange.LOG_OUT: gettext_lazy("Log the calling agent out."),
    AgentChange.PAUSE: gettext_lazy("Pause the calling agent."),
    AgentChange.RESUME: gettext_lazy("End the calling agent's pause."),
    AgentChange.TOGGLE: gettext_lazy("Pause the calling agent, or end the pause."),
}


class CallCenter(Words):
    """Queues and agents, in words."""

    def emit_Enqueue(self, do: op.Enqueue) -> Said:
        text = _("Wait in “%(name)s” for an agent.")
        if do.seconds:
            text = ngettext(
                "Wait in “%(name)s” for an agent, %(n)s second at most.",
                "Wait in “%(name)s” for an agent, %(n)s seconds at most.",
                do.seconds,
            )
        exits = [
            (_("After too long a wait:"), do.timeout),
            (_("With too many callers:"), do.full),
            (_("Without agents:"), do.empty),
            (_("At the key:"), do.left),
            (_("Otherwise:"), do.otherwise),
        ]
        return text % {"name": do.queue.name, "n": do.seconds}, exits

    def emit_BranchOnAgents(self, do: op.BranchOnAgents) -> Said:
        text = _("Look at the agents of “%(name)s”.") % {"name": do.queue.name}
        return text, [
            (_("If one is free:"), do.available),
            (_("If all are busy:"), do.busy),
            (_("If none is logged in:"), do.none),
        ]

    def emit_SetPriority(self, do: op.SetPriority) -> Said:
        return _("Give the caller priority %(n)s.") % {"n": do.priority}, []

    def emit_ChangeAgent(self, do: op.ChangeAgent) -> Said:
        exits = [(_("When it is done:"), do.done), (_("If refused:"), do.refused)]
        return str(CHANGES[do.change]), exits
