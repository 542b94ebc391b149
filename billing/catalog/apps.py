"""What resellers sell, and who has bought it."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "billing.catalog"
