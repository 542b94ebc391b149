"""Publishing one callflow while many accounts' dialplan is loaded."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbxportal.devstack.stack import Stack
from telephony.dialplan.contexts import Context, Priority, conf_text
from telephony.nodes import NodeAddress
from telephony.publish import steps
from telephony.publish.node import NodeLink
from tests.bench.conftest import Report, median_ms
from tests.calls.test_publishing import addresses  # noqa: F401  a fixture

pytestmark = [pytest.mark.bench, pytest.mark.asterisk, pytest.mark.timeout(900)]

FLOW = 300
LOAD = 1000
ACCOUNTS = (1, 100, 1000)
TIMES = 15


def context(name: str, count: int) -> Context:
    """Priorities like a callflow's: a node every ten of them."""
    priorities = (
        Priority(f"n{number // 10}", number % 10 + 1, "Set", f"STEP={number}")
        for number in range(count)
    )
    return Context(name, tuple(priorities))


@pytest.fixture
def node(
    stack: Stack,
    addresses: list[NodeAddress],  # noqa: F811
) -> Iterator[tuple[NodeAddress, Path]]:
    """The second node and where its units' files are; as it was afterwards."""
    address = addresses[1]
    folder = Path(stack.nodes[1]["etc"]) / "units"
    yield address, folder
    for path in folder.glob("bench-*.conf"):
        path.unlink()
    reload(address)
    shutil.rmtree(folder / "nothing", ignore_errors=True)


def reload(address: NodeAddress) -> None:
    """What the field does to apply a change: the whole dialplan is read again."""
    link = NodeLink.connect(address)
    link.client.sock.settimeout(120)
    link.client.request("Reload", ("Module", "pbx_config.so"))
    link.close()


def load(folder: Path, address: NodeAddress, accounts: int) -> None:
    """Gives the node that many accounts with a thousand priorities each."""
    for number in range(accounts):
        path = folder / f"bench-{number}.conf"
        if not path.exists():
            path.write_text(
                "\n".join(conf_text([context(f"bench-{number}", LOAD)])) + "\n"
            )
    reload(address)


def test_publishing_does_not_depend_on_the_other_accounts(
    node: tuple[NodeAddress, Path], report: Report
) -> None:
    address, folder = node
    versions = itertools.count(1)

    def publish() -> None:
        version = next(versions)
        contexts = [context(f"bench-flow-v{version}", FLOW)]
        outcome = steps.publish([address], "bench-flow", version, contexts)[0]
        assert outcome.state == "live", outcome

    spent = {}
    for accounts in ACCOUNTS:
        load(folder, address, accounts)
        publish()
        spent[accounts] = median_ms(publish, TIMES)
        report.add(
            f"(a) publish {FLOW} priorities, {accounts} accounts x {LOAD} loaded",
            f"{spent[accounts]:.1f} ms",
        )
    report.ratio("(a) 1,000 accounts over 1", spent[1000], spent[1], "at most 1.3")

    def write_and_reload() -> None:
        text = "\n".join(conf_text([context("bench-flow", FLOW)]))
        (folder / "bench-flow.conf").write_text(text)
        reload(address)

    classic = median_ms(write_and_reload, 3)
    report.add("(a) write the file and reload the dialplan there", f"{classic:.0f} ms")
    report.ratio("(a) reload over publish", classic, spent[1000], "at least 10")
    link = NodeLink.connect(address)
    link.unpoint("bench-flow")
    link.close()
