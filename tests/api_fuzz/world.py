"""The small town with a neighbour, and everybody who may ask: what the questions are put to."""

from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from tests import factories, story
from tests.api_fuzz.questions import V1, links_of
from xiaoyi_partybuild.access.masking import HIDDEN
from xiaoyi_partybuild.accounts.roles import Role
from xiaoyi_partybuild.api import router

STRANGER, OUTSIDER = "stranger", "outsider"


@dataclass(frozen=True)
class Site:
    """clients by person, and of those with a role the accounts; keys of stored rows, a sound body, and {field: keys} of
    links, each by the prefix of a route.
    """

    clients: dict
    accounts: dict
    keys: dict
    sound: dict
    links: dict

    @property
    def people(self):
        return tuple(self.clients)


def told():
    """The Site, stored in the database at hand."""
    regions = {code: factories.region(code) for code in factories.NAMES}
    home, elsewhere = (regions[factories.XIAOYI + end] for end in ("001", "002"))
    branch = factories.branch(region=home, name="绵羊协会党支部")
    story.tell(home=home, elsewhere=elsewhere, branch=branch, today=timezone.localdate())
    abroad = regions[factories.WENSHUI + "100"]
    factories.coverage(organization=factories.organization(region=abroad), branch=factories.branch(region=abroad))
    accounts = {role.value: _account(role, regions, home, branch) for role in Role}
    clients = {name: _client(person) for name, person in accounts.items()}
    clients |= {STRANGER: Client(), OUTSIDER: _client(factories.user(username=OUTSIDER))}
    return Site(clients, accounts, *_rows(clients[Role.DEPARTMENT.value]))


def _account(role, regions, home, branch):
    places = {Role.TOWNSHIP: {"region": home}, Role.SECRETARY: {"branch": branch}}
    place = places.get(role, {"region": regions[factories.XIAOYI]})
    return factories.user(role, username=role.value, **place)


def _client(person):
    client = Client()
    client.force_login(person)
    return client


def _rows(client):
    keys, sound, links = {}, {}, {}
    for prefix, viewset, _ in router.registry:
        model, lookup = viewset.serializer_class.Meta.model, viewset.lookup_field if viewset.lookup_field != "pk" else "id"
        keys[prefix] = [str(key) for key in model._base_manager.values_list(lookup, flat=True)[:12]]
        query = {"register": "all"} if prefix == "organizations" else {}
        body = next(iter(client.get(f"{V1}{prefix}/", query).json()["results"]), {})
        sound[prefix] = {name: value for name, value in body.items() if name != "id" and HIDDEN not in str(value)}
        links[prefix] = {name: _keys_of(model) for name, model in links_of(prefix).items()}
    return keys, sound, links


def _keys_of(model):
    name = "code" if model._meta.model_name == "region" else "pk"
    return list(model._base_manager.values_list(name, flat=True)[:12])
