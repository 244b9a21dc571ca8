"""What the pages of acts on branches and people share."""

from branches.refusal import Refused
from xiaoyi_partybuild.ui.pages import ActPage


class LifeAct(ActPage):
    refusal = Refused

    @property
    def when(self):
        """Who acts and as of which day, as every act asks for it."""
        return {"by": self.request.user, "on": self.today}


class FormAct(LifeAct):
    """For a model's form: what is new is made ready by `fresh()` and stored by `keep(instance)`."""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.fresh()}
