"""What happened on the telephones: calls, their legs and their steps.

All rows are made by the importer from Asterisk's own record files, and can be made
again from legs and steps. `pbx` is the name of the node (in CallStep, `node` is the
node of a callflow). Rows are joined by (pbx, linkedid) rather than by foreign keys,
because legs and steps arrive before their call is known, and in any order.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Where a call came from and went to, as its account sees it."""

    INTERNAL = "internal", _("internal")
    INBOUND = "inbound", _("inbound")
    OUTBOUND = "outbound", _("outbound")
    MISSED = "missed", _("missed")


class Result(models.TextChoices):
    """How a call ended for the caller; BLOCKED: a blacklist stopped it."""

    ANSWERED = "answered", _("answered")
    NO_ANSWER = "no_answer", _("no answer")
    BUSY = "busy", _("busy")
    VOICEMAIL = "voicemail", _("voicemail")
    FAILED = "failed", _("failed")
    BLOCKED = "blocked", _("blocked")


class Ways(models.TextChoices):
    """Which of a call's ways to the outside something is said of."""

    INBOUND = "inbound", _("inbound")
    OUTBOUND = "outbound", _("outbound")
    BOTH = "both", _("inbound and outbound")


class CallRecord(models.Model):
    """One call: all channels that share a linked id.

    `over_limit` says for which way the account had no trunk left and the call went on all
    the same, `no_trunk` for which way it was refused. `answered_by` is who answered first; `parties` lists everybody who was rung or
    reached by transfer: number, name, rang_at, answered_at, ended_at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        "tenants.Account", models.CASCADE, related_name="+", null=True
    )
    pbx = models.CharField(max_length=40)
    linkedid = models.CharField(max_length=150)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction.choices
    )
    result = models.CharField(_("result"), max_length=9, choices=Result.choices)
    caller_number = models.CharField(_("caller"), max_length=80, blank=True)
    caller_name = models.CharField(_("caller's name"), max_length=120, blank=True)
    dialled = models.CharField(_("dialled"), max_length=80, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=80, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField(_("started"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    ended_at = models.DateTimeField(_("ended"))
    ring_seconds = models.PositiveIntegerField(_("ring time"), default=0)
    talk_seconds = models.PositiveIntegerField(_("talk time"), default=0)
    parties = models.JSONField(default=list)
    over_limit = models.CharField(
        _("over the limit"), max_length=8, choices=Ways.choices, blank=True
    )
    no_trunk = models.CharField(
        _("no free trunk"), max_length=8, choices=Ways.choices, blank=True
    )
    # That it failed stands in the account's error log.
    told = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["-started_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pbx", "linkedid"], name="one_record_a_call"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-started_at"], name="call_by_account"),
            # For what is charged by the minute: few calls are over the limit.
            models.Index(
                fields=["account", "started_at"],
                name="call_over_limit",
                condition=~models.Q(over_limit=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.caller_number} → {self.dialled} ({self.started_at:%F %T})"


class CallLeg(models.Model):
    """One line of Asterisk's call detail records."""

    account = models.ForeignKey(
        "tenants.Account", models.CASCADE, related_name="+", null=True
    )
    pbx = models.CharField(max_length=40)
    linkedid = models.CharField(max_length=150)
    uniqueid = models.CharField(max_length=150)
    sequence = models.BigIntegerField()
    accountcode = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=200)
    dest_channel = models.CharField(max_length=200, blank=True)
    caller_number = models.CharField(max_length=80, blank=True)
    caller_name = models.CharField(max_length=120, blank=True)
    extension = models.CharField(max_length=80, blank=True)
    application = models.CharField(max_length=80, blank=True)
    disposition = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField()
    duration = models.PositiveIntegerField()
    billsec = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["started_at", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pbx", "uniqueid", "sequence"], name="one_leg_a_line"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["linkedid", "pbx"], name="leg_by_call")
        ]

    def __str__(self) -> str:
        return f"{self.channel} → {self.dest_channel}"


class StepKind(models.TextChoices):
    """What a step of a call was."""

    START = "start", _("channel started")
    ANSWER = "answer", _("answered")
    NODE = "node", _("callflow node")
    VOICEMAIL = "voicemail", _("voicemail")
    QUEUE = "queue", _("queue")
    TRANSFER = "transfer", _("transfer")
    PICKUP = "pickup", _("pick-up")
    OVER_IN = "over_in", _("over the limit")
    OVER_OUT = "over_out", _("over the limit")
    FULL_IN = "full_in", _("no free trunk")
    FULL_OUT = "full_out", _("no free trunk")
    BLOCK_IN = "block_in", _("blocked")
    BLOCK_OUT = "block_out", _("blocked")
    END = "end", _("end")


class CallStep(models.Model):
    """Something on a call's way. A NODE is a callflow's: `context` tells unit and
    version, `node` the node; the others belong to a channel and its person."""

    account = models.ForeignKey(
        "tenants.Account", models.CASCADE, related_name="+", null=True
    )
    pbx = models.CharField(max_length=40)
    # Channel event records have no number of their own: see history.lines.step_keys.
    event_key = models.UUIDField()
    linkedid = models.CharField(max_length=150)
    uniqueid = models.CharField(max_length=150)
    kind = models.CharField(max_length=9, choices=StepKind.choices)
    at = models.DateTimeField()
    channel = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120, blank=True)
    extension = models.CharField(max_length=80, blank=True)
    context = models.CharField(max_length=80, blank=True)
    node = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pbx", "event_key"], name="one_step_an_event"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["linkedid", "pbx"], name="step_by_call"),
            # For how many calls pass through a callflow: its contexts begin alike.
            models.Index(
                fields=["account", "context", "at"],
                name="node_step_by_context",
                opclasses=["uuid_ops", "varchar_pattern_ops", "timestamptz_ops"],
                condition=models.Q(kind=StepKind.NODE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.linkedid} {self.kind} {self.context}/{self.node}"
