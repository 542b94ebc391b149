"""Forms of queues and agents."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from extensions.models import PhoneUser
from queues.models import Agent, AgentState, PauseReason, Queue
from queues.models.queue import MOST_LEVELS
from queues.services.queues import levels_of

_LEVEL_LABELS = {
    1: _("Agents who ring first"),
    2: _("Agents who ring when none of those is free"),
    3: _("Agents who ring last"),
}


class QueueForm(forms.ModelForm[Queue]):
    """A queue, and its agents by level."""

    class Meta:
        model = Queue
        fields: ClassVar = [
            "name",
            "strategy",
            "agent_seconds",
            "wrap_up_seconds",
            "most_waiting",
            "wait_seconds",
            "join",
            "leave_when_empty",
            "announce_position",
            "exit_key",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        adding = self.instance._state.adding
        levels = {} if adding else levels_of(self.instance)
        agents = Agent.objects.select_related("user")
        for level in range(1, MOST_LEVELS + 1):
            self.fields[f"level_{level}"] = forms.ModelMultipleChoiceField(
                agents,
                label=_LEVEL_LABELS[level],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[agent for agent, own in levels.items() if own == level],
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: set[UUID] = set()
        for level in range(1, MOST_LEVELS + 1):
            for agent in data.get(f"level_{level}") or ():
                if agent.pk in seen:
                    text = _("%(name)s is in two levels.") % {"name": agent}
                    self.add_error(f"level_{level}", text)
                seen.add(agent.pk)
        return data

    def levels(self) -> dict[UUID, int]:
        """The level of each agent that was chosen."""
        return {
            agent.pk: level
            for level in range(1, MOST_LEVELS + 1)
            for agent in self.cleaned_data[f"level_{level}"]
        }


class AgentForm(forms.ModelForm[Agent]):
    """A user who is to answer queues."""

    class Meta:
        model = Agent
        fields: ClassVar = ["user"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = PhoneUser.objects.filter(agent=None)  # type: ignore[attr-defined]


class AgentStateForm(forms.ModelForm[Agent]):
    """Whether an agent takes calls."""

    state = forms.ChoiceField(
        label=_("State"), choices=AgentState.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("None")), *PauseReason.choices],
        required=False,
        help_text=_("Of a pause."),
    )

    class Meta:
        model = Agent
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        agent = kwargs.get("instance")
        if agent is not None:
            own = {"state": agent.state, "reason": agent.reason}
            kwargs["initial"] = {**own, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
