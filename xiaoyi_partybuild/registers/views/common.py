"""What the wizard's steps share: the person's own upload, the sizes and states of answers."""

from functools import wraps

from django.shortcuts import get_object_or_404, redirect

from .. import steps, store
from ..models import Upload

PER_PAGE = 50
REFUSED = 422


def own(request, token):
    """The person's own upload; everybody else's does not exist."""
    return get_object_or_404(Upload.objects.visible_to(request.user).select_related("batch", "follows"), token=token)


def while_kept(view):
    """Where the files of an upload are gone, the person is told so instead."""

    @wraps(view)
    def answer(request, token, **arguments):
        try:
            return view(request, token, **arguments)
        except store.Gone as error:
            steps.lose(own(request, token), error)
            return redirect("registers:step", token)

    return answer
