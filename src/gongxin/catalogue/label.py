"""Words a person reads, in both languages: the same value the law uses."""

from gongxin.law.label import Label

__all__ = ["Label"]
