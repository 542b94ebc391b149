"""Who: accounts, people, rights; and the base classes that ask for rights."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"
