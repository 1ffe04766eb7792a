from django.apps import AppConfig


class FormatsConfig(AppConfig):
    name = "regie.evidence.formats"
    label = "formats"
    verbose_name = "Bestandsvormen"
