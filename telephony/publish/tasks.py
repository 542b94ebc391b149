"""What the worker does to publish; the work itself is in the modules beside."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from telephony import nodes
from telephony.ami.client import AmiConnectionError
from telephony.publish import agents, collection, lamps, mending, requests, run, states


@shared_task(name="telephony.publish.tasks.publish_unit")
def publish_unit(unit_id: str) -> None:
    """Publishes one unit until its newest request is carried out."""
    run.publish_unit(UUID(unit_id))


@shared_task(name="telephony.publish.tasks.sweep")
def sweep() -> None:
    """Publishes what a lost wake-up, a killed worker or an older version left behind."""
    requests.want_missing()
    requests.want_outdated()
    for unit_id in requests.waiting():
        # A task each: one that fails keeps no other waiting.
        publish_unit.delay(str(unit_id))


@shared_task(name="telephony.publish.tasks.collect")
def collect() -> None:
    """Removes versions that no call can be on any more."""
    collection.collect()


@shared_task(
    name="telephony.publish.tasks.mend_node",
    autoretry_for=(AmiConnectionError,),
    retry_backoff=True,
    max_retries=5,
)
def mend_node(name: str) -> None:
    """Brings a node up to date that has started or come back."""
    mending.mend(name)


@shared_task(name="telephony.publish.tasks.learn_state")
def learn_state(account: str, user: str, feature: str, stored: str) -> None:
    """Takes in what a telephone has switched."""
    states.learn(account, user, feature, stored)


@shared_task(name="telephony.publish.tasks.mend_all")
def mend_all() -> None:
    """Looks at every node: what nobody was told of is found here."""
    for address in nodes.load():
        mend_node.delay(address.name)


@shared_task(name="telephony.publish.tasks.hear_agent")
def hear_agent(unit: str, value: str) -> None:
    """Notes what an agent has changed on a telephone."""
    agents.hear(unit, value)


@shared_task(name="telephony.publish.tasks.share_lamp")
def share_lamp(account: str, lamp: str, state: str) -> None:
    """Has all nodes show what a callflow on one of them has switched."""
    lamps.share(account, lamp, state)
