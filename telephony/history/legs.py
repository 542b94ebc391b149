"""From all legs and steps of one linked id to the one call that people remember.

Pure, and always computed from everything known of the call: whatever order the
records come in, the last computation gives the same row.

Asterisk's call detail records alone do not tell it: `dst` is the last extension
("n3"), and `answer` is when the calling channel came up, which a menu does long
before a person. Who was rung and who answered is read from the channel events;
where these are missing the records have to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telephony.history.lines import Leg, Step

# Nodes of callflows and Asterisk's own extensions: nobody dialled these.
SPECIAL_EXTENSION = re.compile("n[0-9]+|[shiteo]?")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whose telephone was rung, or who was reached by a transfer."""

    channel: str
    number: str
    name: str
    disposition: str
    rang_at: datetime
    answered_at: datetime | None
    ended_at: datetime

    def as_json(self) -> dict[str, Any]:
        """For CallRecord.parties."""
        answered = self.answered_at.isoformat() if self.answered_at else None
        return {
            "number": self.number,
            "name": self.name,
            "rang_at": self.rang_at.isoformat(),
            "answered_at": answered,
            "ended_at": self.ended_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Call:
    """One call, in the words of models.CallRecord; `account` is a slug or ""."""

    linkedid: str
    account: str
    direction: str
    result: str
    caller_number: str
    caller_name: str
    dialled: str
    answered_by: str
    answered_by_name: str
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime
    ring_seconds: int
    talk_seconds: int
    parties: list[dict[str, Any]] = field(default_factory=list)
    over_limit: str = ""
    no_trunk: str = ""


def call_of(legs: Sequence[Leg], steps: Sequence[Step] = ()) -> Call:
    """The call of these legs (at least one) and steps, all of one linked id."""
    legs = sorted(legs, key=lambda leg: (leg.started_at, leg.sequence))
    steps = sorted(steps, key=lambda step: step.at)
    origin = next((leg for leg in legs if leg.uniqueid == leg.linkedid), legs[0])
    start = _start_of(origin, steps)
    parties = _parties(legs, steps, origin)
    answers = [p for p in parties if p.answered_at]
    first = min(answers, key=_answered_at) if answers else None
    result = _result(legs, steps, origin, parties)
    answered_at = first.answered_at if first else None
    if result == "answered" and first is None:
        answered_at = origin.answered_at
    ended_at = max(leg.ended_at for leg in legs)
    no_trunk = _ways(steps, "full")
    kept = no_trunk or _ways(steps, "block")
    return Call(
        linkedid=origin.linkedid,
        account=_account(legs, origin),
        direction=_direction(origin, parties, result, first, kept),
        result=result,
        caller_number=(start.number if start else "") or origin.caller_number,
        caller_name=(start.name if start else "") or origin.caller_name,
        dialled=_dialled(origin, start, parties),
        answered_by=first.number if first else "",
        answered_by_name=first.name if first else "",
        started_at=start.at if start else legs[0].started_at,
        answered_at=answered_at,
        ended_at=ended_at,
        ring_seconds=_ring_seconds(parties, steps, first),
        talk_seconds=_seconds(answered_at, ended_at) if answered_at else 0,
        parties=[party.as_json() for party in parties],
        over_limit=_ways(steps, "over"),
        no_trunk=no_trunk,
    )


def is_device(channel: str) -> bool:
    """Endpoints of devices are called name@realm, those of carriers have no @."""
    return "@" in channel or is_local(channel)


def is_local(channel: str) -> bool:
    """Asterisk's own wiring between two parts of one call."""
    return channel.startswith("Local/")


def _start_of(origin: Leg, steps: Sequence[Step]) -> Step | None:
    found = (s for s in steps if s.kind == "start" and s.uniqueid == origin.linkedid)
    return next(found, None)


def _parties(legs: Sequence[Leg], steps: Sequence[Step], origin: Leg) -> list[Party]:
    """Everybody besides the caller, in the order in which they were rung."""
    by_channel: dict[str, list[Leg]] = {}
    for leg in legs:
        channel = leg.dest_channel
        if channel and channel != origin.channel and not is_local(channel):
            by_channel.setdefault(channel, []).append(leg)
    found = [_party(channel, own, steps) for channel, own in by_channel.items()]
    return sorted(found, key=lambda party: (party.rang_at, party.channel))


def _party(channel: str, legs: Sequence[Leg], steps: Sequence[Step]) -> Party:
    own = [step for step in steps if step.channel == channel]
    start = next((step for step in own if step.kind == "start"), None)
    answer = next((step.at for step in own if step.kind == "answer"), None)
    if start is None:
        # No channel events of it (yet).
        answer = next((leg.answered_at for leg in legs if _answered(leg)), None)
    number = start.number if start else ""
    return Party(
        channel=channel,
        number=number or _endpoint_number(channel) or _number_of(legs[0]),
        name=start.name if start else "",
        disposition=legs[0].disposition,
        rang_at=start.at if start else legs[0].started_at,
        answered_at=answer,
        ended_at=max(leg.ended_at for leg in legs),
    )


def _answered(leg: Leg) -> bool:
    return leg.disposition == "ANSWERED" and leg.answered_at is not None


def _endpoint_number(channel: str) -> str:
    """1002 of PJSIP/1002@acme.example-0000001f; "" for carriers."""
    return channel.partition("/")[2].rpartition("@")[0]


def _number_of(leg: Leg) -> str:
    return "" if SPECIAL_EXTENSION.fullmatch(leg.extension) else leg.extension


def _answered_at(party: Party) -> datetime:
    return party.answered_at or party.ended_at


def _result(
    legs: Sequence[Leg], steps: Sequence[Step], origin: Leg, parties: Sequence[Party]
) -> str:
    if any(step.kind == "block_in" for step in steps):
        return "blocked"
    if any(party.answered_at for party in parties):
        return "answered"
    if any(step.kind == "voicemail" for step in steps) or any(
        leg.application == "VoiceMail" for leg in legs
    ):
        return "voicemail"
    if parties:
        return _unanswered([party.disposition for party in parties])
    if any(leg.application == "Dial" for leg in legs):
        # Dialled, but none of the telephones was registered.
        return "no_answer" if _answered(origin) else _unanswered([origin.disposition])
    # A menu, an announcement, a conference: Asterisk itself answered.
    if _answered(origin):
        return "answered"
    if any(step.kind == "block_out" for step in steps):
        return "blocked"
    return _unanswered([origin.disposition])


def _unanswered(dispositions: Sequence[str]) -> str:
    """One that rang decides for all; else one that was busy."""
    if any(found in ("NO ANSWER", "ANSWERED") for found in dispositions):
        return "no_answer"
    return "busy" if "BUSY" in dispositions else "failed"


def _ways(steps: Sequence[Step], what: str) -> str:
    """For which way a step says that, in the words of models.Ways."""
    kinds = {step.kind for step in steps}
    found = {f"{what}_in": "inbound", f"{what}_out": "outbound"}
    ways = [way for kind, way in found.items() if kind in kinds]
    return "both" if len(ways) > 1 else "".join(ways)


def _direction(
    origin: Leg,
    parties: Sequence[Party],
    result: str,
    first: Party | None,
    kept: str,
) -> str:
    if not is_device(origin.channel):
        by_asterisk = result == "answered" and first is None
        # Nobody has missed who was not to get through.
        arrived = first or by_asterisk or result == "blocked"
        return "inbound" if arrived else "missed"
    # Nobody outside was called, for want of a trunk or because of a blacklist.
    kept_in = bool(kept) and not parties
    outside = kept_in or any(not is_device(party.channel) for party in parties)
    return "outbound" if outside else "internal"


def _dialled(origin: Leg, start: Step | None, parties: Sequence[Party]) -> str:
    if start is not None and not SPECIAL_EXTENSION.fullmatch(start.extension):
        return start.extension
    # Made by the portal's click-to-call, or without channel events.
    return _number_of(origin) or (parties[0].number if parties else "")


def _account(legs: Sequence[Leg], origin: Leg) -> str:
    return origin.accountcode or next(
        (leg.accountcode for leg in legs if leg.accountcode), ""
    )


def _ring_seconds(
    parties: Sequence[Party], steps: Sequence[Step], first: Party | None
) -> int:
    """From the first telephone that rang to the first answer, or to giving up."""
    if not parties:
        return 0
    begin = parties[0].rang_at
    if first is not None:
        return _seconds(begin, _answered_at(first))
    ends = [s.at for s in steps if s.kind == "voicemail" and s.at >= begin]
    ends.append(max(party.ended_at for party in parties))
    return _seconds(begin, min(ends))


def _seconds(begin: datetime, end: datetime) -> int:
    return max(0, round((end - begin).total_seconds()))
