"""The lesson record: its chain and sheet, the plan of a lesson, school years."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _plan()
    _sheets()
    _records()
    _removed_records()


def _plan() -> None:
    op.add_column("school", sa.Column("level", sa.String(), server_default="", nullable=False))
    op.add_column("school", sa.Column("recording", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in (
        "session",
        "room",
        "required_outcomes",
        "form",
        "form_reason",
        "decision_no",
        "decision_date",
    ):
        op.add_column("lessons", sa.Column(name, sa.String(), nullable=True))
    for name in ("period_no", "ppct_no"):
        op.add_column("lessons", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "school_years",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_day", sa.String(), nullable=False),
        sa.Column("first_semester", sa.String(), nullable=False),
        sa.Column("first_weeks", sa.Integer(), nullable=False),
        sa.Column("second_semester", sa.String(), nullable=False),
        sa.Column("second_weeks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_school_years")),
    )


def _sheets() -> None:
    op.create_table(
        "sheets",
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("homework", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_sheets_lesson_id")),
        sa.PrimaryKeyConstraint("lesson_id", name=op.f("pk_sheets")),
    )


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("by_name", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_records_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("chain", "position", name=op.f("uq_records_chain_position")),
        sa.UniqueConstraint("lesson_id", "version", name=op.f("uq_records_lesson_id_version")),
    )


def _removed_records() -> None:
    op.create_table(
        "removed_records",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_removed_records_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removed_records")),
        sa.UniqueConstraint("chain", "position", name=op.f("uq_removed_records_chain_position")),
    )
    op.create_index(op.f("ix_removed_records_lesson_id"), "removed_records", ["lesson_id"], unique=False)
    op.create_table(
        "record_chains",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_record_chains")),
    )
