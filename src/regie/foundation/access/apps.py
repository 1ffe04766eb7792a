from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "regie.foundation.access"
    label = "access"
    verbose_name = "Rechten"
    default_auto_field = "django.db.models.BigAutoField"
