from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    name = "regie.evidence.registrations"
    label = "registrations"
    verbose_name = "Registraties"
    default_auto_field = "django.db.models.BigAutoField"
