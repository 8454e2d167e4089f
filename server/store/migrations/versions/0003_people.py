"""People, ways in and the log of acts: who there is, and who may what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _school()
    _people()
    _accounts()
    _ways_in()
    _audit()


def _school() -> None:
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.add_column(sa.Column("policy", sa.String(), server_default="{}", nullable=False))
        batch_op.add_column(sa.Column("past_terms", sa.String(), server_default="[]", nullable=False))
    with op.batch_alter_table("classes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("year", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("session", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("link_hash", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("active", sa.Boolean(), server_default=sa.text("1"), nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_classes_code"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_classes_code_year"), ["code", "year"])
    op.create_table(
        "departments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("head_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("name", name=op.f("uq_departments_name")),
    )
    op.create_table(
        "subjects",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("periods_per_year", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_subjects")),
        sa.UniqueConstraint("name", name=op.f("uq_subjects_name")),
    )


def _people() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("department_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("temporary_code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("citizen_id", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("citizen_hash", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("email", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("called", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("left_on", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_people_citizen_hash"), ["citizen_hash"])
        batch_op.create_unique_constraint(batch_op.f("uq_people_temporary_code"), ["temporary_code"])
    op.create_table(
        "person_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_codes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_codes")),
    )
    with op.batch_alter_table("person_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_codes_person_id"), ["person_id"], unique=False)
    op.create_table(
        "class_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("from_class", sa.String(), nullable=True),
        sa.Column("to_class", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_class_moves_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_moves")),
    )
    with op.batch_alter_table("class_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_moves_person_id"), ["person_id"], unique=False)
    op.create_table(
        "pupil_devices",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("help", sa.String(), nullable=False),
        sa.Column("review_on", sa.String(), nullable=True),
        sa.Column("shared_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pupil_devices_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pupil_devices")),
    )
    with op.batch_alter_table("pupil_devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pupil_devices_shared_id"), ["shared_id"], unique=False)


def _accounts() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("oidc_subject", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("must_change", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.add_column(sa.Column("password_until", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("disabled", sa.Boolean(), server_default=sa.text("0"), nullable=False))
        batch_op.add_column(sa.Column("created_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("last_login", sa.BigInteger(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_accounts_oidc_subject"), ["oidc_subject"])
        batch_op.create_unique_constraint(batch_op.f("uq_accounts_person_id"), ["person_id"])
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(), server_default="account", nullable=False))
        batch_op.add_column(sa.Column("public_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("label", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("created_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("used_at", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.String(), nullable=True))


def _ways_in() -> None:
    op.create_table(
        "pairings",
        sa.Column("jti", sa.String(), nullable=False),
        sa.Column("device_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("jti", name=op.f("pk_pairings")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_day", sa.String(), nullable=True),
        sa.Column("to_day", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roles_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roles_person_id"), ["person_id"], unique=False)
    op.create_table(
        "cards",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cards_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_cards")),
    )
    op.create_table(
        "feeds",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_feeds")),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_actor_id_at"), ["actor_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_person_id_at"), ["person_id", "at"], unique=False)
