"""Failed sign-ins: after several an account rests for a while, for the address that failed.

For that address only: who merely knows the name of an account must not be able to shut its owner out.
"""

from django.http import HttpRequest

from gongxin.web.shared.rate import RateLimit, client_address

FAILURES = 5
MINUTES = 15

# In the memory of each worker process, as in `rate`: with two workers there are at most twice the tries.
by_account = RateLimit(FAILURES, seconds=MINUTES * 60)  # and address
by_address = RateLimit(FAILURES * 10, seconds=MINUTES * 60)


def seconds_to_wait(request: HttpRequest, account: str) -> int:
    """Count one attempt; return 0 where it may be made, else how long to wait."""
    of_account = by_account.take(_key(request, account))
    of_address = by_address.take(client_address(request))
    return max(of_account.wait, of_address.wait)


def succeeded(request: HttpRequest, account: str) -> None:
    """Forget the failures of an account whose password was right."""
    by_account.forget(_key(request, account))


def _key(request: HttpRequest, account: str) -> str:
    return f"{client_address(request)} {account.casefold()}"
