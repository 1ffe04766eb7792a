from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "regie.evidence.profiles"
    label = "profiles"
    verbose_name = "Kolomprofielen"
    default_auto_field = "django.db.models.BigAutoField"
