"""The whole look over an installation: readiness, and what goes wrong only later."""

import http.client
import stat
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from gongxin.catalogue.lint.check import refusals
from gongxin.catalogue.reader import editions
from gongxin.queries import health
from gongxin.reports.deployment import Examined, State, examined, readiness
from gongxin.reports.seal import NoSeal, seal

PATIENCE = 5  # seconds for our own address
SOON = 30  # days before the seal's certificate ends


def examination(now: datetime) -> Iterator[Examined]:
    """Yield every check: of the settings first, then what needs the database, then our own address."""
    yield from (debug(), address(), hosts(), second_factor(), files(), catalogue(), report_seal(now))
    ready = readiness(now)
    yield from ready
    if ready[0].state is not State.BAD:
        yield from examined(partial(role, now))
    yield reachable()


def debug() -> Examined:
    if settings.DEBUG:
        zh = "GONGXIN_DEBUG=True 会把内部信息显示给访问者，请设为 False。"
        return Examined(
            "debug", State.BAD, zh, "GONGXIN_DEBUG=True shows faults to visitors: set it to False."
        )
    return Examined("debug", State.GOOD, "不显示内部信息", "Faults are not shown to visitors.")


def address() -> Examined:
    if settings.IS_PRIVATE or settings.GONGXIN_PUBLIC_URL.startswith("https://"):
        return Examined("public_url", State.GOOD, settings.GONGXIN_PUBLIC_URL, settings.GONGXIN_PUBLIC_URL)
    zh = f"{settings.GONGXIN_PUBLIC_URL} 不是 https，登录信息可能被截取。请经反向代理启用 TLS。"
    en = "GONGXIN_PUBLIC_URL is not https: cookies can be read on the way. End TLS at the proxy."
    return Examined("public_url", State.BAD, zh, en)


def hosts() -> Examined:
    name = urlsplit(settings.GONGXIN_PUBLIC_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS or name not in {one.strip("[]") for one in settings.ALLOWED_HOSTS}:
        zh = f"GONGXIN_HOSTS 应列出 {name}，且不用“*”。"
        return Examined("hosts", State.BAD, zh, f"GONGXIN_HOSTS must name {name}, and not '*'.")
    return Examined("hosts", State.GOOD, f"应答主机 {name}", f"The host {name} is answered.")


def second_factor() -> Examined:
    if settings.GONGXIN_SECOND_FACTOR == "required":
        return Examined(
            "second_factor", State.GOOD, "工作人员须用第二因素", "Staff sign in with a second factor."
        )
    zh = "GONGXIN_SECOND_FACTOR=optional 只适合演示，请设为 required。"
    state = State.DOUBTFUL if settings.IS_PRIVATE else State.BAD
    return Examined("second_factor", state, zh, "optional is for demonstrations: set it to required.")


def files() -> Examined:
    """Look whether others on the machine could read what is kept in the data folder."""
    folder = Path(settings.GONGXIN_DATA)
    kept = [
        *folder.glob("*-key"),
        *folder.glob("*.pem"),
        *(folder / one for one in ("spool", "held", "letters", "evidence")),
    ]
    others = stat.S_IRWXO | stat.S_IRWXG
    if names := "、".join(one.name for one in kept if one.exists() and one.stat().st_mode & others):
        zh = f"{folder} 中 {names} 可被其他用户读取，请对其运行 chmod go-rwx。"
        return Examined("files", State.BAD, zh, f"Others can read {names} in {folder}: chmod go-rwx.")
    return Examined("files", State.GOOD, "密钥和文件只有本服务可读", "Keys and files are ours alone to read.")


def catalogue() -> Examined:
    city = settings.GONGXIN_CITY
    found = [refusal for one in editions(city) for refusal in refusals(one, city)]
    if found:
        return Examined("catalogue", State.BAD, f"目录有 {len(found)} 处错误：{found[0]}", f"{found[0]}")
    count = len(editions(city)[-1].items)
    return Examined("catalogue", State.GOOD, f"目录 {count} 个事项", f"A catalogue of {count} items.")


def report_seal(now: datetime) -> Examined:
    try:
        own = seal(at=now)
    except NoSeal as refusal:
        return Examined("seal", State.BAD, str(refusal), str(refusal))
    days = (own.certificate.not_valid_after_utc - now).days
    if days < SOON:
        zh = f"报告签章证书还有 {days} 天到期，请更换 GONGXIN_SEAL_CERTIFICATE。"
        return Examined("seal", State.DOUBTFUL, zh, f"The seal's certificate ends in {days} days: renew it.")
    return Examined("seal", State.GOOD, f"签章证书还有 {days} 天", f"The seal's certificate has {days} days.")


def role(now: datetime) -> Examined:
    state = health.server_state(now)
    if state.is_superuser or state.may_rewrite:
        zh = f"应用账号 {state.role} 能改写账本。请换用没有此权限的账号，由所有者升级数据库。"
        en = f"The role {state.role} can rewrite the ledger: use one that cannot; let the owner migrate."
        return Examined("role", State.BAD, zh, en)
    return Examined(
        "role", State.GOOD, f"账号 {state.role} 不能改写账本", f"{state.role} cannot rewrite the ledger."
    )


def reachable() -> Examined:
    """Ask our own public address, the way a visitor would."""
    parts = urlsplit(settings.GONGXIN_PUBLIC_URL)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request("GET", f"{parts.path}/healthz")
        answer = connection.getresponse()
        passed = answer.status == http.HTTPStatus.OK and "X-Request-Id" in answer.headers
    except (OSError, http.client.HTTPException) as error:
        zh = f"{settings.GONGXIN_PUBLIC_URL} 打不开（{error}）。请检查 gongxin serve、反向代理和域名。"
        return Examined(
            "reachable", State.DOUBTFUL, zh, f"Our address does not answer ({error}): see the proxy."
        )
    finally:
        connection.close()
    if not passed:
        zh = f"{settings.GONGXIN_PUBLIC_URL} 的应答不是本平台的（{answer.status}）。请检查反向代理的转发。"
        return Examined(
            "reachable", State.DOUBTFUL, zh, "Something else answers at our address: see the proxy."
        )
    return Examined("reachable", State.GOOD, "公开网址可以访问", "Our address answers.")
