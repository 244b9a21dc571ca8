"""What the wizard's steps share: the person's own upload, the sizes and states of answers."""

from django.shortcuts import get_object_or_404

from ..models import Upload

PER_PAGE = 50
REFUSED = 422


def own(request, token):
    """The person's own upload; everybody else's does not exist."""
    return get_object_or_404(Upload.objects.visible_to(request.user).select_related("batch", "follows"), token=token)
