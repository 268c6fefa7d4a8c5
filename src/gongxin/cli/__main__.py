"""Lets one `gongxin` process start another with the same Python: `python -m gongxin.cli worker`."""

from gongxin.cli.main import main

if __name__ == "__main__":  # the server's processes import the program they were started by
    main()
