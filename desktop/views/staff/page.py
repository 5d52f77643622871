"""Who works here, and what they may do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from desktop.basics.drafts.staff import StaffDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.queries.codes import next_staff_code
from desktop.queries.staff import STAFF, StaffRow, staff_rows
from desktop.queries.words import ROLES
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading, Tool
from desktop.views.kit.declared import facts_of, fields_of
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


_GIVEN = N_("8 characters or more; they choose their own when they sign in next")


class StaffPage(ListPage[StaffRow]):
    """The people of the office."""

    name: ClassVar[str] = "staff"
    title: ClassVar[str] = N_("Staff")
    records = STAFF
    search_words: ClassVar[str] = N_("name, code, phone")
    new_words: ClassVar[str] = N_("New person")
    new_action: ClassVar[str] = "staff.add"
    empty_title: ClassVar[str] = N_("Nobody yet")
    nothing_open: ClassVar[str] = N_("Choose a person on the left.")
    columns = (
        Column(N_("Code"), lambda row: row.code, 80, "code"),
        Column(N_("Full name"), lambda row: row.name, 100, "name"),
        Column(N_("Roles"), lambda row: row.role_words, 180, "roles", stretch=True),
        Column(N_("Clients"), lambda row: str(row.clients or ""), 64, "clients", right=True),
    )

    def make_detail(self) -> "StaffView":
        return StaffView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} people").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new person; without a password nobody is asked for one."""
        from desktop.services.staff import add_staff

        return Edit(
            title=_("New person"),
            form=lambda: _form(self.desk),
            save=lambda office, given: add_staff(
                office, **_person(given), password=given["password"] or None
            ),
            draft_key="staff.new",
            saved=self.saved,
            done=_("Person added"),
            offer=lambda session: {"code": next_staff_code(session)},
        )


class StaffView(Detail[StaffRow]):
    """One person."""

    kind: ClassVar[str] = "staff"

    def blocks(self) -> Sequence[Block[StaffRow]]:
        edit = Tool(N_("Edit"), self.edit, "Ctrl+E", there=self.may("staff.edit"))
        return Head(_head, edit), Facts(self._facts)

    def steps(self) -> Sequence[Action]:
        return (
            Action(
                "staff.edit",
                N_("New password"),
                _new_password,
                done=N_("Password changed"),
                ask=(Field("password", N_("Password"), "new_secret", needed=True, hint=_GIVEN),),
            ),
        )

    def load(self, session: "Reading", key: int) -> StaffRow:
        return staff_rows(session, [key])[key]

    def _facts(self, row: StaffRow) -> Sequence[Fact]:
        has = row.has_password
        return (
            *facts_of(StaffDraft, row, self.desk, {"name": None, "active": None}),
            Fact(_("Password"), _("set") if has else _("none set"), "" if has else "careful"),
            Fact(_("Clients"), str(row.clients or "")),
        )

    def edit(self, row: StaffRow) -> None:
        """Change what is known of somebody and the roles, or say that somebody left."""
        self.open_form(
            "staff.edit",
            _("Edit {name}").format(name=row.name),
            lambda: _form(self.desk, known=True),
            _save_edited,
            _("Person saved"),
            values=_values,
        )


def _head(row: StaffRow) -> Heading:
    return Heading(row.name, [("" if row.active else _("gone"), "quiet")], row.role_words)


def _values(row: StaffRow) -> dict[str, Any]:
    return {
        **asked(StaffDraft, row),
        "roles": list(row.roles),
        "version": row.version,
    }


def _form(desk: Desk, *, known: bool = False) -> Form:
    declared = fields_of(StaffDraft, desk, known=known)
    roles = Field("roles", N_("Roles"), "ticks", needed=True, choices=ROLES)
    if known:
        *rest, active = declared
        return Form(desk, (*rest, roles, active))
    hint = N_("8 characters or more, or none; they choose their own at the first sign-in")
    return Form(
        desk, (*declared, roles, Field("password", N_("Password"), "new_secret", hint=hint))
    )


def _person(given: Given) -> dict[str, Any]:
    return {**vars(drafted(StaffDraft, given.values)), "roles": given["roles"]}


def _save_edited(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.staff import edit_staff

    edit_staff(office, version=given["version"], **_person(given))


def _new_password(office: "Office", _key: int, given: Given) -> None:
    from desktop.services.staff import set_password

    set_password(office, given.held(StaffRow).code, given["password"])
