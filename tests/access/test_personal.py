"""Every field is in the register once, with a purpose and a term where it holds personal data; the page says the same."""

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from docs import personal_data
from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.personal import NONE, REGISTER, SENSITIVE

ROOT = Path(__file__).resolve().parents[2]
OURS = [model for model in apps.get_models() if hasattr(model, "scope")]
EACH_MODEL = pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)


@EACH_MODEL
def test_every_field_has_one_class(model):
    held = REGISTER[model]
    fields = {field.name for field in model._meta.concrete_fields}
    assert held.none | held.personal | held.sensitive == fields
    assert len(held.none) + len(held.personal) + len(held.sensitive) == len(fields)


@EACH_MODEL
def test_personal_fields_have_a_purpose_and_a_term(model):
    held = REGISTER[model]
    if held.personal or held.sensitive:
        assert held.purpose
        assert held.kept


@EACH_MODEL
def test_sealed_fields_are_sensitive_and_people_are_personal(model):
    held = REGISTER[model]
    for field in model._meta.concrete_fields:
        if isinstance(field, EncryptedTextField):
            assert held.class_of(field.name) == SENSITIVE
        if field.related_model is get_user_model():
            assert held.class_of(field.name) != NONE


def test_the_page_says_what_the_register_says():
    assert (ROOT / "docs" / "personal-data.md").read_text() == personal_data.page()
