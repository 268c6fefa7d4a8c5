"""The law as a reader finds it: every instrument, and what rests on each of its articles."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongxin.catalogue.behaviour import Behaviour
from gongxin.catalogue.edition import Edition
from gongxin.catalogue.item import Item
from gongxin.law.citation import Article
from gongxin.law.instrument import Instrument, instruments
from gongxin.law.label import Label
from gongxin.law.parameter import Parameters, load_parameters
from gongxin.queries.item import catalogue
from gongxin.web.shared.access import public
from gongxin.web.shared.error import not_found


@dataclass(frozen=True, slots=True)
class Place:
    """Something that rests on an article: what it is, its name, and the page that shows it."""

    article: Article
    role: Promise
    name: Label
    url: str
    detail: Label | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """An article with the places that rest on it."""

    article: Article
    head: Label | None
    places: tuple[Place, ...]


def places(edition: Edition, parameters: Parameters) -> Iterator[Place]:
    """Yield everything in the catalogue and among the legal numbers that names an article."""
    for item in edition.items.values():
        yield from _places_of(item)
    for behaviour in edition.behaviours:
        yield from _places_of_behaviour(behaviour)
    listed = reverse("portal:catalogue_applications")
    for measure in edition.measures.values():
        yield Place(measure.basis, _("激励或惩戒措施"), measure.name, f"{listed}#{measure.code}")
    for application in edition.applications.values():
        yield Place(application.basis, _("应用事项"), application.name, f"{listed}#{application.code}")
    for power in edition.powers:
        powers = f"{reverse('portal:catalogue_powers')}#{power.code}"
        yield Place(power.basis, _("权力目录"), power.name, powers)
    for parameter in parameters.values():
        for value in parameter.values:
            amount = Label(value.text("zh"), value.text("en"))
            yield Place(value.basis, _("期限与数值"), parameter.label, reverse("portal:rights"), amount)


def _places_of_behaviour(behaviour: Behaviour) -> Iterator[Place]:
    listed = reverse("portal:catalogue_behaviours")
    yield Place(behaviour.basis, _("行为与分档"), behaviour.name, listed)
    if behaviour.unrepairable:
        yield Place(behaviour.unrepairable, _("不可修复的依据"), behaviour.name, listed)


def _places_of(item: Item) -> Iterator[Place]:
    url = reverse("portal:catalogue_item", args=[item.code])
    for article in item.basis:
        yield Place(article, _("归集依据"), item.name, url)
    yield Place(item.publicity.basis, _("公示规则"), item.name, url)
    yield Place(item.frequency.basis, _("报送期限"), item.name, url)
    for rule in item.rules:
        if rule.basis:
            yield Place(rule.basis, _("校验规则"), rule.message, url)


def provisions(instrument: Instrument, held: tuple[Place, ...]) -> tuple[Provision, ...]:
    """Return the instrument's provisions that something rests on, in the order of their numbers."""
    numbers = {place.article.number for place in held} | set(instrument.heads)
    return tuple(
        Provision(
            Article(instrument.code, number),
            instrument.heads.get(number),
            tuple(dict.fromkeys(place for place in held if place.article.number == number)),
        )
        for number in sorted(
            numbers, key=lambda number: (Article(instrument.code, number).main_number or 0, number)
        )
    )


@public
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    held = instruments(*settings.GONGXIN_CITY_FOLDERS)
    counts: dict[str, int] = dict.fromkeys(held, 0)
    for place in places(catalogue(localdate()), load_parameters(*settings.GONGXIN_CITY_FOLDERS)):
        counts[place.article.instrument] = counts.get(place.article.instrument, 0) + 1
    rows = sorted(((held[code], counts[code]) for code in held), key=lambda row: (-row[1], row[0].code))
    return render(request, "portal/law/index.html", {"rows": rows})


@public
@require_safe
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    found = instruments(*settings.GONGXIN_CITY_FOLDERS).get(code)
    if found is None:
        return not_found(request)
    everything = places(catalogue(localdate()), load_parameters(*settings.GONGXIN_CITY_FOLDERS))
    held = tuple(place for place in everything if place.article.instrument == code)
    return render(
        request, "portal/law/instrument.html", {"instrument": found, "provisions": provisions(found, held)}
    )
