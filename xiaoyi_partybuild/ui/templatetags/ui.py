"""The only formatting in templates: numbers, dates, masked numbers, states, rates, fields."""

from decimal import Decimal

from django import template
from django.forms import CheckboxInput, RadioSelect, Select
from django.urls import reverse
from django.utils.html import format_html

from xiaoyi_partybuild.access import masking
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.ui import charts, icons

register = template.Library()

NOTHING = "—"
SHAPES = {"ok": "check", "warn": "triangle", "bad": "cross", "new": "plus", "upd": "arrow", "same": "dash"}
BAR_WIDTH, BAR_HEIGHT = 80, 8
CSS_OF_WIDGET = ((RadioSelect, ""), (CheckboxInput, "form-check-input"), (Select, "form-select"))


@register.filter
def percent(share):
    """0–1 as a percentage with one decimal; nothing to divide by is a dash, never 0% or 100%."""
    return NOTHING if share is None else f"{share * 100:.1f}%"


@register.filter
def thousands(number):
    """1,234; of an amount only the places it needs."""
    if isinstance(number, Decimal):
        return f"{number.normalize():,f}"
    return NOTHING if number is None else f"{number:,}"


@register.filter
def signed(number):
    """A change: +3, -1, 不变."""
    return f"{number:+,}" if number else "不变"


@register.filter
def spoken(day):
    """A date as precise as it is known: 2019年, 2019年3月, 2019-03-15."""
    if not day:
        return NOTHING
    return day.spoken if isinstance(day, PartialDate) else day.isoformat()


@register.filter
def or_dash(value):
    return value if value not in (None, "") else NOTHING


@register.filter
def label(value, choices):
    """The official word for a value of a list of choices."""
    return choices(value).label if value else NOTHING


@register.filter
def masked(number):
    return masking.masked(number) if number else NOTHING


@register.inclusion_tag("ui/_number.html")
def number(row, column, may_show):
    """A sealed number masked, with the button that shows it to who may see particulars."""
    value = getattr(row, column)
    return {"value": value, "may_show": may_show and value, "label": row._meta.label_lower, "pk": row.pk, "column": column}


@register.simple_tag
def icon(name):
    return icons.svg(name)


@register.simple_tag
def badge(kind, words):
    """A state as shape and words; kind: ok, warn, bad, new, upd or same."""
    return format_html('<span class="st st-{}">{}{}</span>', kind, icons.svg(SHAPES[kind]), words)


@register.simple_tag
def state(value, choices):
    """The badge of a value of a list of choices whose members know their `level`, one of the kinds of `badge`."""
    member = choices(value)
    return badge(member.level, member.label)


@register.simple_tag
def rate(share, kind="plain"):
    """A bar and its percentage; kind: plain, ok, warn or bad. Attributes, not styles: the security policy forbids those."""
    if share is None:
        return NOTHING
    return format_html(
        '<span class="bar"><svg width="{0}" height="{1}" aria-hidden="true" focusable="false">'
        '<rect width="{0}" height="{1}" rx="2" class="bar-bg"/><rect width="{2}" height="{1}" rx="2" class="bar-{3}"/>'
        "</svg>{4}</span>",
        BAR_WIDTH,
        BAR_HEIGHT,
        round(BAR_WIDTH * min(share, 1)),
        kind,
        percent(share),
    )


@register.simple_tag
def line_chart(labels, series, summary):
    """series: objects with `name` and `shares` (0–1 or None), one share per label."""
    return charts.line_chart(labels, [(each.name, each.shares) for each in series], summary)


@register.simple_tag
def chart_key(index):
    return charts.key(index)


@register.simple_tag(takes_context=True)
def section(context, name, words, *others):
    """One entry of the top bar, marked when the page belongs to it; `others`: entries whose addresses begin like its own."""
    address, path = reverse(name), context["request"].path
    here = path == address if address == "/" else path.startswith(address)
    here = here and not any(path.startswith(reverse(other)) for other in others)
    current = format_html(' aria-current="{}"', "page") if here else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', address, current, words)


@register.filter
def control(field):
    """A form field's control in our look. Django itself points it at `<id>_helptext` and `<id>_error`."""
    css = next((css for widget, css in CSS_OF_WIDGET if isinstance(field.field.widget, widget)), "form-control")
    marked = f"{css} is-invalid" if field.errors else css
    return field.as_widget(attrs={"class": marked} if css else None)
