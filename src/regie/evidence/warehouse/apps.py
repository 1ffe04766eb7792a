from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "regie.evidence.warehouse"
    label = "warehouse"
    verbose_name = "Cijferpakhuis"
