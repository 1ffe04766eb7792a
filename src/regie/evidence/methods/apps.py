from django.apps import AppConfig


class MethodsConfig(AppConfig):
    name = "regie.evidence.methods"
    label = "methods"
    verbose_name = "Rekenwijze"
    default_auto_field = "django.db.models.BigAutoField"
