"""Who: accounts, people, rights; and the base classes that ask for rights."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self) -> None:
        from allauth.account import signals

        from tenants import (
            account_sections,
            applications,
            outbox,
            refs,
            sections,
            sign_in,
        )
        from tenants.account_applications import APPLICATIONS
        from tenants.services import (
            accounts,
            contacts,
            delayed_saves,
            kept_files,
            tree,
        )

        applications.register(*APPLICATIONS)
        sections.register(*account_sections.SECTIONS)
        for signal in (signals.password_changed, signals.password_reset):
            signal.connect(sign_in.sign_out_elsewhere)
        refs.register_page(self.get_model("contact"), "contact")
        refs.register_page(self.get_model("delayedsave"), "delayed-save")
        refs.register_user(contacts.accounts_asking)
        refs.register_words("settings-section", _("account settings"))
        outbox.register(accounts.KIND, accounts.carry_out)
        outbox.register(delayed_saves.KIND, delayed_saves.carry_out)
        tree.removers.append(kept_files.remove_all)
