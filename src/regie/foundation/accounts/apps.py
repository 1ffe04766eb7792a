from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "regie.foundation.accounts"
    label = "accounts"
    verbose_name = "Accounts"
