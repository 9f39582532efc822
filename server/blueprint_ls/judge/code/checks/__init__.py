"""The checks on code, one file for each subject. Importing the package registers them all."""

from blueprint_ls.judge.code.checks import endpoints, tenancy

__all__ = ["endpoints", "tenancy"]
