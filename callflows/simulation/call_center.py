"""How a simulated caller waits, and what agents change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import AgentChange, Confirmation, To
from callflows.simulation.call import Call
from callflows.simulation.scenario import Agents, QueueScenario
from callflows.snapshot_types import QueueInfo

_AFTER = {
    AgentChange.LOG_IN: "in",
    AgentChange.LOG_OUT: "out",
    AgentChange.PAUSE: "paused",
    AgentChange.RESUME: "in",
}
_CONFIRMED = {
    Confirmation.BEEP: "beep",
    Confirmation.LOGGED_IN: "agent-loginok",
    Confirmation.LOGGED_OUT: "agent-loggedoff",
}


class CallCenter(Call):
    """How a simulated caller waits, and what agents change."""

    def emit_Enqueue(self, do: op.Enqueue) -> To | None:
        state = self._queue(do.queue)
        name = {"name": do.queue.name}
        if state.full:
            self.say(_("“%(name)s” has too many callers.") % name)
            return do.full
        if state.agents == Agents.NONE and not do.queue.joinable_empty:
            self.say(_("“%(name)s” has no agents now.") % name)
            return do.empty
        self.say(_("The caller waits in “%(name)s”.") % name)
        return self._wait(do, state)

    def _wait(self, do: op.Enqueue, state: QueueScenario) -> To | None:
        """Whatever comes first: an agent, the caller's key, or the time-out."""
        events: list[tuple[int, str]] = []
        if state.agents == Agents.AVAILABLE:
            events.append((state.wait, "answer"))
        if do.queue.exit_key and state.key_after is not None:
            events.append((state.key_after, "key"))
        if do.seconds:
            events.append((do.seconds, "timeout"))
        name = {"name": do.queue.name, "key": do.queue.exit_key}
        if not events:
            text = _("Nobody answers in “%(name)s” until the caller hangs up.") % name
            self.finish("waiting", text, who=str(do.queue.id))
            return None
        seconds, what = min(events, key=lambda event: event[0])
        self.wait(seconds)
        if what == "answer":
            text = _("An agent of “%(name)s” talks to the caller.") % name
            self.finish("answered", text, who=str(do.queue.id))
            return None
        if what == "key":
            self.say(_("The caller presses %(key)s.") % name)
            return do.left
        self.say(_("Nobody answers for %(n)s seconds.") % {"n": seconds})
        return do.timeout

    def emit_BranchOnAgents(self, do: op.BranchOnAgents) -> To:
        name = {"name": do.queue.name}
        agents = self._queue(do.queue).agents
        if agents == Agents.AVAILABLE:
            self.say(_("An agent of “%(name)s” is free.") % name)
            return do.available
        if agents == Agents.BUSY:
            self.say(_("All agents of “%(name)s” are busy or paused.") % name)
            return do.busy
        self.say(_("No agent of “%(name)s” is logged in.") % name)
        return do.none

    def emit_SetPriority(self, do: op.SetPriority) -> None:
        self.say(_("The caller has priority %(n)s now.") % {"n": do.priority})

    def emit_ChangeAgent(self, do: op.ChangeAgent) -> To:
        before = self.agent
        needs_login = do.change not in (AgentChange.LOG_IN, AgentChange.LOG_OUT)
        if not before:
            self.say(_("The caller is no agent."))
            return do.refused
        if needs_login and before == "out":
            self.say(_("The agent is not logged in."))
            return do.refused
        after = _AFTER.get(do.change) or ("in" if before == "paused" else "paused")
        self.agent = after
        texts = {
            "in": _("The agent is available now."),
            "out": _("The agent is logged out now."),
            "paused": _("The agent is paused now."),
        }
        self.say(texts[after])
        if spoken := _CONFIRMED.get(do.confirmation):
            self.hears_prompts(spoken)
        return do.done

    def _queue(self, queue: QueueInfo) -> QueueScenario:
        """What the scenario says of a queue; without agents there are none."""
        default = Agents.AVAILABLE if queue.agents else Agents.NONE
        return self.scenario.queues.get(str(queue.id), QueueScenario(default))
