"""The REST API's base: the framework's hooks wired to the two doors. Nothing is deleted here."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import IntegrityError, models
from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend, FilterSet, ModelChoiceFilter
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, mixins, pagination, parsers, permissions, serializers, status, viewsets
from rest_framework.settings import api_settings
from rest_framework.validators import UniqueValidator

from . import dates, events, writing
from .fields import EncryptedTextField
from .masking import HIDDEN, masked

ON = OpenApiParameter("on", str, description="截至日期，如 2019-12-31；不写是今天")
PAGING = frozenset({"page", "page_size"})


class Conflict(exceptions.APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "刚有别人保存了同样的记录，请重新读取后再试"


class WithinReach(permissions.BasePermission):
    """Changing a row wants a reach that holds it; whether the role may read or write at all, the policy table has said."""

    def has_object_permission(self, request, view, row):
        if request.method in permissions.SAFE_METHODS:
            return True
        return view.model._default_manager.editable_by(request.user).filter(pk=row.pk).exists()


class ScopedFilterSet(FilterSet):
    """Links can be filtered by what the person sees; what lies outside answers as if it did not exist."""

    class Meta:
        filter_overrides = {
            models.ForeignKey: {
                "filter_class": ModelChoiceFilter,
                "extra": lambda field: {"queryset": _visible(field.related_model)},
            }
        }


def _visible(model):
    return lambda request: model._default_manager.visible_to(request.user)


class ScopedFilterBackend(DjangoFilterBackend):
    filterset_base = ScopedFilterSet

    def get_filterset_kwargs(self, request, queryset, view):
        kwargs = super().get_filterset_kwargs(request, queryset, view)
        return kwargs | ({"on": view.day_asked()} if view.is_as_of else {})

    def filter_queryset(self, request, queryset, view):
        filterset = self.get_filterset(request, queryset, view)
        known = PAGING | set(filterset.filters if filterset else ()) | ({"on"} if view.is_as_of else set())
        unknown = sorted(request.query_params.keys() - known)
        if unknown:
            raise exceptions.ValidationError(dict.fromkeys(unknown, "没有这个筛选条件"))
        return super().filter_queryset(request, queryset, view)


class Pages(pagination.PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 500


class JSONParser(parsers.JSONParser):
    def parse(self, *args, **kwargs):
        """What is nested deeper than Python can follow is as wrong as what is no JSON."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise exceptions.ParseError("内容嵌套太深，无法读取") from error


class ReadOnlyScopedViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Subclasses name `serializer_class`, and `filterset_class` or `filterset_fields`; `related` are the links it follows.

    is_as_of: the FilterSet shows the facts of a day and takes `on`.
    """

    permission_classes = [WithinReach]
    filter_backends = [ScopedFilterBackend]
    parser_classes = [JSONParser]
    pagination_class = Pages
    lookup_value_regex = "[0-9]+"
    is_as_of = False
    related = ()

    @property
    def model(self):
        return self.serializer_class.Meta.model

    def get_queryset(self):
        rows = self.model._default_manager.visible_to(self.request.user)
        return rows.select_related(*self.related).order_by(*self.model._meta.ordering, "pk")

    def filter_queryset(self, queryset):
        """Filters choose what a list shows; one record answers by its address alone."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def day_asked(self):
        return day_asked(self.request)


class ScopedViewSet(mixins.CreateModelMixin, mixins.UpdateModelMixin, ReadOnlyScopedViewSet):
    """For rows that a program may write as well."""


def day_asked(request):
    """The day of `?on=`, today without it; nonsense answers 400."""
    try:
        return dates.day_asked(request.query_params, today=timezone.localdate())
    except ValueError as error:
        raise exceptions.ValidationError({"on": str(error)}) from error


class SealedField(serializers.CharField):
    """Sealed text: written in full, read with its middle masked."""

    def to_representation(self, value):
        return masked(value) if value else value

    def to_internal_value(self, data):
        value = super().to_internal_value(data)
        if HIDDEN in value:
            raise serializers.ValidationError("这是遮住中间几位后的号码，请填写完整的号码")
        return value


class ScopedLink:
    """A link to another row: only what the person may choose, or what is linked already."""

    def get_queryset(self):
        rows = super().get_queryset()
        user, kind = self.context["request"].user, self.parent.Meta.model.scope.kind
        row = self.parent.instance
        kept = getattr(row, f"{self.source}_id") if isinstance(row, models.Model) else None
        return rows.offered_to(user, kind) | rows.filter(pk=kept)


class Link(ScopedLink, serializers.PrimaryKeyRelatedField):
    pass


class CodeLink(ScopedLink, serializers.SlugRelatedField):
    """A link by code, as to a region; the ViewSet names it in `related`."""

    def __init__(self, model, **kwargs):
        super().__init__(slug_field="code", queryset=model._default_manager, **kwargs)


class ScopedSerializer(serializers.ModelSerializer):
    """Subclasses list their fields. What is not listed, or only read, may not be sent; the model validates the rest."""

    serializer_related_field = Link
    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {EncryptedTextField: SealedField}

    def get_validators(self):
        """None of the serializer's own: the model's say it in its words."""
        return []

    def build_standard_field(self, field_name, model_field):
        """Without the serializer's own check of uniqueness, for the same reason."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        validators = [each for each in kwargs.get("validators", []) if not isinstance(each, UniqueValidator)]
        return field_class, kwargs | ({"validators": validators} if "validators" in kwargs else {})

    def get_uniqueness_extra_kwargs(self, field_names, declared_fields, extra_kwargs):
        return extra_kwargs, {}

    def run_validation(self, data=serializers.empty):
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unwritable = sorted(data.keys() - writable)
            if unwritable:
                raise serializers.ValidationError(dict.fromkeys(unwritable, "没有这个字段，或它不能填写"))
        return super().run_validation(data)

    def create(self, validated):
        return self._write(self.Meta.model(), validated)

    def update(self, row, validated):
        return self._write(row, validated)

    def _write(self, row, validated):
        for name, value in validated.items():
            setattr(row, name, value)
        try:
            row.full_clean()
            return writing.save(row, by=self.context["request"].user, touched=validated)
        except ModelValidationError as error:
            raise serializers.ValidationError(_by_field(error)) from error
        except writing.OutOfReach as error:
            events.tell_beyond(self.context["request"].user, self.instance or self.Meta.model._meta.verbose_name)
            raise exceptions.PermissionDenied("改动后的记录不在您的管理范围内，没有保存") from error
        except IntegrityError as error:
            raise Conflict from error


def _by_field(error):
    said = dict(error.message_dict)
    if NON_FIELD_ERRORS in said:
        said[api_settings.NON_FIELD_ERRORS_KEY] = said.pop(NON_FIELD_ERRORS)
    return said
