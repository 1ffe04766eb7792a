"""The policy itself as data: read from `policy/*.toml`, validated, frozen and cached."""

from regie.policy.reader import Model, PolicyError, PolicyModel, load, policy_folder

__all__ = ["Model", "PolicyError", "PolicyModel", "load", "policy_folder"]
