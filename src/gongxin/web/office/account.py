"""The people of a unit: their accounts and roles, kept by the unit's administrator or the platform's."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions import account as accounts
from gongxin.actions import grant as grants
from gongxin.actions import sign_in as sign_ins
from gongxin.disclosure.grant import grantable
from gongxin.disclosure.role import ROLES, Role, UnitKind
from gongxin.queries import account as facts
from gongxin.queries import grant as given
from gongxin.queries import lockout, sign_in, unit
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.error import error_page
from gongxin.web.shared.templatetags.wording import plain, refusal

MANAGERS = (Role.UNIT_ADMINISTRATOR, Role.PLATFORM_ADMINISTRATOR)


class NewAccount(forms.Form):
    account = forms.CharField(
        label=_("账号"),
        max_length=64,
        help_text=_("字母开头，3 至 64 个字母、数字、点、横线或下划线。不要用姓名、证件号码或手机号码。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class NewGrant(forms.Form):
    role = forms.ChoiceField(label=_("角色"))
    until = forms.DateField(
        label=_("有效期至"),
        required=False,
        help_text=_("可留空：收回之前一直有效。"),
        widget=DayInput(),
    )
    reason = forms.CharField(label=_("理由"), max_length=grants.LONGEST_REASON)

    def __init__(self, *arguments: object, roles: tuple[Role, ...], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        choices = [(role.value, f"{plain(ROLES[role].label)} · {plain(ROLES[role].duty)}") for role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


@staff(*MANAGERS)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """Show the accounts of one's own unit; the platform's administrator may ask for another."""
    try:
        place = unit.by_code(_unit_asked(request))
    except unit.UnknownUnit as refused:
        return error_page(request, 404, str(refused))
    on = localdate()
    protected = {one.user for one in sign_in.of_unit(place.uscc) if one.has_second_factor}
    people = [(one, one.user in protected) for one in facts.of_unit(place.uscc, on=on)]
    context = {"place": place, "people": people, "form": NewAccount()}
    return render(request, "office/account/list.html", context)


@staff(*MANAGERS)
@never_cache
@require_POST
def new(request: PersonRequest) -> HttpResponse:
    """Add an account; its one-time password is shown this once."""
    place = unit.by_code(_unit_asked(request))
    form = NewAccount(request.POST)
    context: dict[str, object] = {"place": place, "form": form, "people": []}
    if form.is_valid():
        try:
            user, made = accounts.add_by(
                form.cleaned_data["account"], unit=place.uscc, by=request.person, on=localdate()
            )
        except accounts.REFUSALS as refused:
            form.add_error("account", str(refusal(refused)))
        else:
            return _show(request, user, made=made)
    return render(request, "office/account/list.html", context, status=422)


@staff(*MANAGERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: PersonRequest, user_id: int) -> HttpResponse:
    """Show an account with every role it has or had; give it another."""
    try:
        _managed(request, user_id)
    except facts.UnknownAccount as refused:
        return error_page(request, 404, str(refused))
    if request.method != "POST":
        return _show(request, user_id)
    form = _grant_form(request, user_id, request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        terms = grants.Terms(asked["reason"], asked["until"])
        try:
            grants.give(Role(asked["role"]), to=user_id, by=request.person, terms=terms, on=localdate())
        except grants.REFUSALS as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("已授予，立即生效。"))
            return redirect("office:account", user_id=user_id)
    return _show(request, user_id, form=form, status=422)


@staff(*MANAGERS)
@require_POST
def revoke(request: PersonRequest, user_id: int, grant_id: int) -> HttpResponse:
    """Take a role back; it ends at once."""
    try:
        _managed(request, user_id)
        if given.one(grant_id).user != user_id:
            raise given.NoSuchGrant
        grants.revoke(grant_id, by=request.person, reason=request.POST.get("reason", ""), on=localdate())
    except (facts.UnknownAccount, given.NoSuchGrant) as refused:
        return error_page(request, 404, str(refused))
    except grants.REFUSALS as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("已收回，立即失效。"))
    return redirect("office:account", user_id=user_id)


@staff(*MANAGERS)
@never_cache
@require_POST
def reset(request: PersonRequest, user_id: int) -> HttpResponse:
    """Give the account a one-time password, shown this once; its sessions end."""
    is_lost = request.POST.get("device") == "lost"
    try:
        _managed(request, user_id)
        made = accounts.reset_password(user_id, by=request.person, is_device_lost=is_lost, on=localdate())
    except facts.UnknownAccount as refused:
        return error_page(request, 404, str(refused))
    except accounts.REFUSALS as refused:
        messages.error(request, refusal(refused))
        return redirect("office:account", user_id=user_id)
    return _show(request, user_id, made=made)


@staff(*MANAGERS)
@require_POST
def unlock(request: PersonRequest, user_id: int) -> HttpResponse:
    """Let the account try again that failed to sign in too often."""
    try:
        _managed(request, user_id)
        sign_ins.unlock(user_id, by=request.person, on=localdate())
    except facts.UnknownAccount as refused:
        return error_page(request, 404, str(refused))
    except accounts.REFUSALS as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("已解除，本人可以重新登录。"))
    return redirect("office:account", user_id=user_id)


@staff(*MANAGERS)
@require_POST
def close(request: PersonRequest, user_id: int) -> HttpResponse:
    """Close the account: rights, tokens and sessions end at once."""
    try:
        _managed(request, user_id)
        reason = request.POST.get("reason", "")
        accounts.close(user_id, by=request.person, reason=reason, on=localdate())
    except facts.UnknownAccount as refused:
        return error_page(request, 404, str(refused))
    except accounts.REFUSALS as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, say("账号已停用，其权限、令牌和登录都已失效。"))
    return redirect("office:account", user_id=user_id)


def _show(
    request: PersonRequest, user: int, *, made: str = "", form: NewGrant | None = None, status: int = 200
) -> HttpResponse:
    found = _managed(request, user)
    context = {
        "one": found,
        "sign_in": sign_in.of_user(user),
        "locked": lockout.of_account(
            found.account, limit=settings.AXES_FAILURE_LIMIT, rest=settings.AXES_COOLOFF_TIME, at=now()
        ),
        "grants": given.of_user(user),
        "steps": given.steps(found.account, size=50),
        "form": form or _grant_form(request, user),
        "made": made,
        "today": localdate(),
        "is_self": user == request.person.user,
    }
    return render(request, "office/account/account.html", context, status=status)


def _grant_form(request: PersonRequest, user: int, posted: object = None) -> NewGrant:
    found = _managed(request, user)
    free = (role for role in grantable(request.person, UnitKind(found.unit_kind)) if role not in found.roles)
    return NewGrant(posted, roles=tuple(free))


def _managed(request: PersonRequest, user: int) -> facts.AccountFacts:
    """Return the account where it is the asker's to manage.

    Raises:
        UnknownAccount: it is of another unit.
    """
    own_only = not request.person.holds(Role.PLATFORM_ADMINISTRATOR)
    return facts.one(user, unit=request.person.unit if own_only else None, on=localdate())


def _unit_asked(request: HttpRequest) -> str:
    """Return the unit the page is about: one's own, or for the platform's administrator the one asked for."""
    person = request.person  # type: ignore[attr-defined]
    asked = request.POST.get("unit") or request.GET.get("unit") or person.unit
    return asked if person.holds(Role.PLATFORM_ADMINISTRATOR) else person.unit
