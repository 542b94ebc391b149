"""The stack in containers (docker-compose.yml): the same files, other addresses.

    python -m pbxportal.devstack.containers prepare       env, nodes file, nginx.conf
    python -m pbxportal.devstack.containers asterisk pbx1  becomes this node

All containers share the run directory as a volume and run as the same user.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import sys

from pbxportal.devstack import (
    ami,
    asterisk_root,
    nginx,
    nodes,
    ports,
)
from pbxportal.devstack import (
    plan as plans,
)
from pbxportal.devstack.files import make_directory, read_json, write, write_json
from pbxportal.devstack.layout import Layout
from pbxportal.devstack.service_user import service_user

SIP, AMI, FIRST_RTP = 5060, 5038, 10000
QUESTIONS = "questions:4573"
EVERYWHERE = "0.0.0.0"  # noqa: S104  inside a container; compose decides what is open
PASSED_ON = (
    "DATABASE_URL",
    "REDIS_URL",
    "PBXPORTAL_URL",
    "PBXPORTAL_PROXIES",
    "PBXPORTAL_ALLOWED_HOSTS",
    "PBXPORTAL_DEBUG",
    "PBXPORTAL_AGI",
)


def main(arguments: list[str]) -> int:
    """Runs one of the commands above; gives the exit code."""
    match arguments:
        case ["prepare"]:
            prepare(Layout.find())
        case ["asterisk", name]:
            become_asterisk(Layout.find(), name)
        case ["healthy", name]:
            return 0 if healthy(Layout.find(), name) else 1
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


def prepare(layout: Layout) -> None:
    """Writes what the other containers read; secrets are made at the first start."""
    user = service_user()
    for path in layout.directories():
        make_directory(path, user)
    plans.choose_secrets(layout, user)
    entries = [_node(layout, name).entry() for name in nodes.NAMES]
    write_json(layout.nodes_file, entries, user, 0o600)
    lines = [f"{key}={value}\n" for key, value in _environment(layout).items()]
    write(layout.env_file, "".join(lines), user, 0o600)
    front = nginx.Front(
        listen="8080",
        web="web:8000",
        ws="ws:8001",
        run=layout.run,
        nginx=layout.nginx,
        static=layout.static,
        logs=layout.logs,
    )
    write(layout.nginx / "nginx.conf", nginx.render(front), user)


def become_asterisk(layout: Layout, name: str) -> None:
    """Writes the node's configuration and replaces this process by Asterisk."""
    asterisk = asterisk_root.find()
    node = _node(layout, name)
    database = nodes.Database(
        host=os.environ["PBX_DATABASE_HOST"],
        name=os.environ["PBX_DATABASE_NAME"],
        user="asterisk_ro",
        password=os.environ["PBXPORTAL_ASTERISK_DB_PASSWORD"],
    )
    conf = dataclasses.replace(
        nodes.settings(node, asterisk, database, layout.log(name)),
        rtp_last=node.rtp + int(os.environ.get("PBX_RTP_PORTS", "100")) - 1,
        sip_bind=EVERYWHERE,
        ami_bind=EVERYWHERE,
        ami_permit=f"{EVERYWHERE}/{EVERYWHERE}",
        external_address=os.environ.get("PBX_EXTERNAL_ADDRESS", ""),
    )
    nodes.prepare(conf, asterisk, service_user(), node.media)
    # The portal's containers have no Asterisk: they share these.
    for language, folder in asterisk.languages.items():
        shutil.copytree(folder, layout.sounds / language, dirs_exist_ok=True)
    os.environ["ODBCINI"] = f"{node.etc}/odbc.ini"
    os.environ["ODBCSYSINI"] = str(node.etc)
    command = nodes.command(asterisk, node.etc)
    os.execv(command[0], command)  # noqa: S606  no shell is wanted


def healthy(layout: Layout, name: str) -> bool:
    """Whether the node in this container has finished its start."""
    address = f"{ports.LOOPBACK}:{AMI}"
    return ami.fully_booted(address, "listen", _node(layout, name).listen_secret)


def _node(layout: Layout, name: str) -> nodes.Node:
    secrets = read_json(layout.run / "secrets.json")
    return nodes.Node(
        name=name,
        home=layout.node(name),
        sockets=layout.run / "sockets",
        media=layout.media,
        sip=SIP,
        ami=AMI,
        rtp=int(os.environ.get("PBX_FIRST_RTP_PORT", FIRST_RTP)),
        agi=os.environ.get("PBXPORTAL_AGI", QUESTIONS),
        publish_secret=secrets[f"{name}-publish"],
        listen_secret=secrets[f"{name}-listen"],
        host=name,
    )


def _environment(layout: Layout) -> dict[str, str]:
    return {
        **{key: os.environ[key] for key in PASSED_ON if key in os.environ},
        "PBXPORTAL_SECRET_KEY": read_json(layout.run / "secrets.json")["portal"],
        "PBXPORTAL_NODES_FILE": str(layout.nodes_file),
        "PBXPORTAL_MEDIA_DIR": str(layout.media),
        "PBXPORTAL_SOUNDS_DIR": str(layout.sounds),
        "PBXPORTAL_RUN_DIR": str(layout.run),
        "DJANGO_SETTINGS_MODULE": "pbxportal.settings",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
