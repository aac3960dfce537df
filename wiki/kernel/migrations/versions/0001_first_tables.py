"""The first tables."""

import sqlalchemy as sa
from alembic import op

from wiki.kernel.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_key_at"), "attempt", ["key", "at"], unique=False)
    op.create_table(
        "counter",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_name_id"), "event", ["name", "id"], unique=False)
    op.create_table(
        "guard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["guard.id"], name=op.f("fk_guard_parent_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard")),
        sa.UniqueConstraint("page_id", name=op.f("uq_guard_page_id")),
    )
    op.create_index(op.f("ix_guard_parent_id"), "guard", ["parent_id"], unique=False)
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    op.create_index(op.f("ix_outgoing_mail_due"), "outgoing_mail", ["due"], unique=False)
    op.create_table(
        "people_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_group")),
        sa.UniqueConstraint("name", name=op.f("uq_people_group_name")),
    )
    op.create_table(
        "space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("default_role", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("visibility IN ('open', 'groups', 'private')", name=op.f("ck_space_visibility")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("key", name=op.f("uq_space_key")),
    )
    op.create_table(
        "stale_page",
        sa.Column("page_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("due", UtcDateTime(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_stale_page")),
    )
    op.create_index(op.f("ix_stale_page_since_page_id"), "stale_page", ["since", "page_id"], unique=False)
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("role", sa.Enum("reader", "member", "lead", "admin", native_enum=False), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("pronouns", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("avatar", sa.String(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_key", name=op.f("uq_person_email_key")),
        sa.UniqueConstraint("handle", name=op.f("uq_person_handle")),
    )
    op.create_index(op.f("ix_person_name_key"), "person", ["name_key"], unique=False)
    op.create_index(op.f("ix_person_team_id"), "person", ["team_id"], unique=False)
    op.create_table(
        "guard_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guard_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_guard_grant_one_holder")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["people_group.id"], name=op.f("fk_guard_grant_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["guard_id"], ["guard.id"], name=op.f("fk_guard_grant_guard_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guard_grant_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_grant")),
        sa.UniqueConstraint("guard_id", "group_id", name=op.f("uq_guard_grant_guard_id_group_id")),
        sa.UniqueConstraint("guard_id", "person_id", name=op.f("uq_guard_grant_guard_id_person_id")),
    )
    op.create_index(op.f("ix_guard_grant_group_id"), "guard_grant", ["group_id"], unique=False)
    op.create_index(op.f("ix_guard_grant_person_id"), "guard_grant", ["person_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["people_group.id"], name=op.f("fk_membership_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("guard_id", sa.Integer(), nullable=True),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_by_id", sa.Integer(), nullable=True),
        sa.Column("deleted_with_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_digest", sa.String(), nullable=True),
        sa.Column("source_number", sa.Integer(), nullable=True),
        sa.Column("source_text", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_page_changed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["deleted_by_id"], ["person.id"], name=op.f("fk_page_deleted_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["guard_id"], ["guard.id"], name=op.f("fk_page_guard_id"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_page_made_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_page_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["parent_id"], ["page.id"], name=op.f("fk_page_parent_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_page_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("slug", name=op.f("uq_page_slug")),
        sa.UniqueConstraint("space_id", "source", name=op.f("uq_page_space_id_source")),
    )
    op.create_index(op.f("ix_page_changed_at"), "page", ["changed_at"], unique=False)
    op.create_index(op.f("ix_page_deleted_with_id"), "page", ["deleted_with_id"], unique=False)
    op.create_index(op.f("ix_page_guard_id"), "page", ["guard_id"], unique=False)
    op.create_index(op.f("ix_page_owner_id"), "page", ["owner_id"], unique=False)
    op.create_index(op.f("ix_page_parent_id"), "page", ["parent_id"], unique=False)
    op.create_index(op.f("ix_page_path"), "page", ["path"], unique=False)
    op.create_index(op.f("ix_page_sort_key_id"), "page", ["sort_key", "id"], unique=False)
    op.create_index(
        op.f("ix_page_space_id_parent_id_position_id"),
        "page",
        ["space_id", "parent_id", "position", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_page_space_id_sort_key_id"), "page", ["space_id", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_page_type_sort_key_id"), "page", ["type", "sort_key", "id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("digest", name=op.f("uq_sign_in_digest")),
    )
    op.create_index(op.f("ix_sign_in_ends_at"), "sign_in", ["ends_at"], unique=False)
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "space_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (group_id IS NULL)", name=op.f("ck_space_grant_one_holder")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["people_group.id"], name=op.f("fk_space_grant_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_space_grant_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_grant_space_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_grant")),
        sa.UniqueConstraint("space_id", "group_id", name=op.f("uq_space_grant_space_id_group_id")),
        sa.UniqueConstraint("space_id", "person_id", name=op.f("uq_space_grant_space_id_person_id")),
    )
    op.create_index(op.f("ix_space_grant_group_id"), "space_grant", ["group_id"], unique=False)
    op.create_index(op.f("ix_space_grant_person_id"), "space_grant", ["person_id"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.Enum("reader", "member", "lead", "admin", native_enum=False), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_ticket_made_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_ticket_team_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("digest", name=op.f("uq_ticket_digest")),
    )
    op.create_index(op.f("ix_ticket_person_id"), "ticket", ["person_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_attachment_by_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_attachment_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("key", name=op.f("uq_attachment_key")),
        sa.UniqueConstraint("page_id", "name", name=op.f("uq_attachment_page_id_name")),
    )
    op.create_index(op.f("ix_attachment_digest"), "attachment", ["digest"], unique=False)
    op.create_table(
        "link",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["page.id"], name=op.f("fk_link_source_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["page.id"], name=op.f("fk_link_target_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("source_id", "ordinal", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_key"), "link", ["key"], unique=False)
    op.create_index(op.f("ix_link_kind_target_id_key"), "link", ["kind", "target_id", "key"], unique=False)
    op.create_index(op.f("ix_link_target_id_source_id"), "link", ["target_id", "source_id"], unique=False)
    op.create_table(
        "page_name",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_name_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "page_id", name=op.f("pk_page_name")),
    )
    op.create_index(op.f("ix_page_name_page_id"), "page_name", ["page_id"], unique=False)
    op.create_table(
        "page_tag",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_tag_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "page_id", name=op.f("pk_page_tag")),
    )
    op.create_index(op.f("ix_page_tag_page_id"), "page_tag", ["page_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("references", sa.JSON(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("diagrams", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_revision_author_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_revision_page_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("page_id", "number", name=op.f("uq_revision_page_id_number")),
    )
    op.create_index(op.f("ix_revision_author_id_id"), "revision", ["author_id", "id"], unique=False)
    op.create_table(
        "ticket_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["people_group.id"], name=op.f("fk_ticket_group_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_group_ticket_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_group")),
        sa.UniqueConstraint("ticket_id", "group_id", name=op.f("uq_ticket_group_ticket_id_group_id")),
    )


def downgrade() -> None:
    op.drop_table("ticket_group")
    op.drop_index(op.f("ix_revision_author_id_id"), table_name="revision")
    op.drop_table("revision")
    op.drop_index(op.f("ix_page_tag_page_id"), table_name="page_tag")
    op.drop_table("page_tag")
    op.drop_index(op.f("ix_page_name_page_id"), table_name="page_name")
    op.drop_table("page_name")
    op.drop_index(op.f("ix_link_target_id_source_id"), table_name="link")
    op.drop_index(op.f("ix_link_kind_target_id_key"), table_name="link")
    op.drop_index(op.f("ix_link_key"), table_name="link")
    op.drop_table("link")
    op.drop_index(op.f("ix_attachment_digest"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_ticket_person_id"), table_name="ticket")
    op.drop_table("ticket")
    op.drop_index(op.f("ix_space_grant_person_id"), table_name="space_grant")
    op.drop_index(op.f("ix_space_grant_group_id"), table_name="space_grant")
    op.drop_table("space_grant")
    op.drop_index(op.f("ix_sign_in_person_id"), table_name="sign_in")
    op.drop_index(op.f("ix_sign_in_ends_at"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_page_type_sort_key_id"), table_name="page")
    op.drop_index(op.f("ix_page_space_id_sort_key_id"), table_name="page")
    op.drop_index(op.f("ix_page_space_id_parent_id_position_id"), table_name="page")
    op.drop_index(op.f("ix_page_sort_key_id"), table_name="page")
    op.drop_index(op.f("ix_page_path"), table_name="page")
    op.drop_index(op.f("ix_page_parent_id"), table_name="page")
    op.drop_index(op.f("ix_page_owner_id"), table_name="page")
    op.drop_index(op.f("ix_page_guard_id"), table_name="page")
    op.drop_index(op.f("ix_page_deleted_with_id"), table_name="page")
    op.drop_index(op.f("ix_page_changed_at"), table_name="page")
    op.drop_table("page")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_guard_grant_person_id"), table_name="guard_grant")
    op.drop_index(op.f("ix_guard_grant_group_id"), table_name="guard_grant")
    op.drop_table("guard_grant")
    op.drop_index(op.f("ix_person_team_id"), table_name="person")
    op.drop_index(op.f("ix_person_name_key"), table_name="person")
    op.drop_table("person")
    op.drop_table("team")
    op.drop_index(op.f("ix_stale_page_since_page_id"), table_name="stale_page")
    op.drop_table("stale_page")
    op.drop_table("space")
    op.drop_table("people_group")
    op.drop_index(op.f("ix_outgoing_mail_due"), table_name="outgoing_mail")
    op.drop_table("outgoing_mail")
    op.drop_table("lease")
    op.drop_index(op.f("ix_guard_parent_id"), table_name="guard")
    op.drop_table("guard")
    op.drop_index(op.f("ix_event_name_id"), table_name="event")
    op.drop_table("event")
    op.drop_table("counter")
    op.drop_index(op.f("ix_attempt_key_at"), table_name="attempt")
    op.drop_table("attempt")
