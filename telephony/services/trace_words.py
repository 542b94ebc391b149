"""What happened to a call, in words: what was recorded, not what was set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from telephony.models import CallRecord, CallStep
from telephony.models.record import Result, StepKind


def who(row: CallStep) -> str:
    """The person of a step: “Robin Park (1002)”."""
    if row.name and row.number:
        return f"{row.name} ({row.number})"
    return row.name or row.number or row.channel


def step_in_words(row: CallStep) -> str:
    """What a step that is no node says."""
    say = _WORDS.get(row.kind)
    return say(row) if say else ""


def _start(row: CallStep) -> str:
    if row.uniqueid != row.linkedid:
        return _("A call goes to %(who)s.") % {"who": who(row)}
    values = {"who": who(row), "number": row.extension}
    return _("%(who)s dials %(number)s.") % values


def _answer(row: CallStep) -> str:
    text = _("The caller is connected.")
    if row.uniqueid != row.linkedid:
        text = _("%(who)s answers.")
    return text % {"who": who(row)}


_WORDS: Mapping[str, Callable[[CallStep], str]] = {
    StepKind.START: _start,
    StepKind.ANSWER: _answer,
    StepKind.VOICEMAIL: lambda row: _("Voicemail takes the call."),
    StepKind.QUEUE: lambda row: _("The caller waits in the queue."),
    StepKind.TRANSFER: lambda row: _("%(who)s transfers the call.") % {"who": who(row)},
    StepKind.PICKUP: lambda row: _("%(who)s picks the call up.") % {"who": who(row)},
    StepKind.OVER_IN: lambda row: _(
        "All inbound trunks are in use: the call comes in over the limit."
    ),
    StepKind.OVER_OUT: lambda row: _(
        "All outbound trunks are in use: the call goes out over the limit."
    ),
    StepKind.FULL_IN: lambda row: _(
        "All inbound trunks are in use: the call is refused."
    ),
    StepKind.FULL_OUT: lambda row: _(
        "All outbound trunks are in use: the call is refused."
    ),
    StepKind.BLOCK_IN: lambda row: _(
        "The caller is on a blacklist: the call is refused."
    ),
    StepKind.BLOCK_OUT: lambda row: _(
        "The number is on a blacklist: the call is refused."
    ),
}

_ENDS: Mapping[str, str | Promise] = {
    Result.ANSWERED: gettext_lazy("The call ends after %(seconds)s s of talk."),
    Result.NO_ANSWER: gettext_lazy("The call ends; nobody has answered."),
    Result.BUSY: gettext_lazy("The call ends: busy."),
    Result.VOICEMAIL: gettext_lazy("The call ends in voicemail."),
    Result.FAILED: gettext_lazy("The call fails."),
    Result.BLOCKED: gettext_lazy("The call ends; a blacklist has stopped it."),
}


def end_in_words(call: CallRecord) -> str:
    """How the call ended for the caller."""
    return str(_ENDS[call.result]) % {"seconds": call.talk_seconds}
