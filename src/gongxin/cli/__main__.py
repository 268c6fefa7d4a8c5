"""Lets one `gongxin` process start another with the same Python: `python -m gongxin.cli worker`."""

from gongxin.cli.main import main

main()
