"""What a node remembers of telephones and carriers."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from telephony.ami.client import AmiClient, AmiError


class NodePjsip:
    """Forgetting cached objects and contacts."""

    client: AmiClient

    def expire(self, endpoints: Iterable[str]) -> None:
        """Makes PJSIP read these endpoints, and what belongs to them, again."""
        for name in endpoints:
            for cache in ("endpoint", "auth", "aor"):
                with suppress(AmiError):  # what nobody has asked for yet is not cached
                    self.client.request(
                        "SorceryMemoryCacheExpireObject",
                        ("Cache", f"res_pjsip/{cache}"),
                        ("Object", name),
                    )

    def expire_addresses(self) -> None:
        """Makes PJSIP read again which addresses are whose."""
        self.client.request("SorceryMemoryCacheExpire", ("Cache", "res_pjsip/identify"))

    def expire_all(self) -> None:
        """Makes PJSIP read every endpoint again when it is next asked for."""
        for cache in ("endpoint", "auth", "aor"):
            self.client.request(
                "SorceryMemoryCacheExpire", ("Cache", f"res_pjsip/{cache}")
            )

    def drop_contacts(self, endpoints: Iterable[str]) -> None:
        """Forgets where these endpoints have registered from."""
        names = tuple(f"/registrar/contact/{name};@" for name in endpoints)
        try:
            rows = self.client.request_list("DBGetTree", ("Family", "registrar"))
        except AmiError:
            return
        for row in rows:
            if row.get("Key", "").startswith(names):
                key = row["Key"].removeprefix("/registrar/")
                self.client.request("DBDel", ("Family", "registrar"), ("Key", key))
