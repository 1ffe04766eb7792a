from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "regie.evidence.profiles"
    label = "profiles"
    verbose_name = "Kolomprofielen"
