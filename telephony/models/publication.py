"""What was published where and when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from telephony.models.node import Node
from tenants.models import Account


class PublishedUnit(models.Model):
    """One unit: what is wanted of it and what is live.

    `wanted` rises with each request; a worker publishes until `done` has reached it, so
    that requests for one unit coalesce and none is forgotten. `compiler` is the digest of
    the program that did (telephony/publish/compiler.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60, unique=True)
    wanted = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    compiler = models.CharField(max_length=16, blank=True, editable=False)
    live = models.ForeignKey(
        "Publication", models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "kind", "key"], name="one_unit_a_key"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                condition=models.Q(wanted__gt=models.F("done")),
                name="unit_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """How a publication ended, on a node or over all."""

    RUNNING = "running", _("running")
    LIVE = "live", _("live")
    FAILED = "failed", _("failed")
    REPLACED = "replaced", _("replaced")
    ROLLED_BACK = "rolled_back", _("rolled back")
    UNREACHABLE = "unreachable", _("node not reached")


class Publication(models.Model):
    """One version of a unit on its way to the nodes.

    `contexts` is what the nodes hold (`[[name, [[extension, priority, application,
    data], …]], …]`), kept for mending a node that comes back. `places` tells where its
    nodes stand in the document that it was made from (`{"n1": ["_", "2"], …}`): the
    history names nodes, and what a document points at may have changed since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(PublishedUnit, models.CASCADE, related_name="publications")
    version = models.PositiveIntegerField()
    source = models.CharField(max_length=40, blank=True)
    contexts = models.JSONField(default=list)
    places = models.JSONField(default=dict)
    state = models.CharField(
        max_length=12, choices=State.choices, default=State.RUNNING
    )
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    collected = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "version"], name="one_publication_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} v{self.version}"


class NodePublication(models.Model):
    """How one publication went on one node."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="nodes")
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    error = models.TextField(blank=True)
    milliseconds = models.FloatField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["node__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication", "node"], name="one_outcome_a_node"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.node_id} {self.state}"
