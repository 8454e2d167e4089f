"""Plan, timetable, changes of day, attendance: when lessons are, and who was there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _lessons()
    _calendar()
    _programmes()
    _timetables()
    _changes()
    _attendance()
    _leave()


def _lessons() -> None:
    with op.batch_alter_table("lessons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="tiet_hoc", nullable=False))
        batch_op.add_column(sa.Column("subject_code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("slot", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("host_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("replaced_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("not_taught", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("makes_up", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("on_roll", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("attended", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("change_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("unit_by_hand", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )
        batch_op.create_index(
            batch_op.f("ix_lessons_class_id_starts_at"), ["class_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_lessons_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lessons_teacher_id_starts_at"), ["teacher_id", "starts_at"], unique=False
        )
        batch_op.create_unique_constraint(batch_op.f("uq_lessons_slot"), ["slot"])
    op.create_table(
        "lesson_people",
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_lesson_people_lesson_id")),
        sa.PrimaryKeyConstraint("lesson_id", "person_id", name=op.f("pk_lesson_people")),
    )
    with op.batch_alter_table("lesson_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_people_person_id"), ["person_id"], unique=False)


def _calendar() -> None:
    op.create_table(
        "days_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_day", sa.String(), nullable=False),
        sa.Column("to_day", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_days_off")),
    )
    op.create_table(
        "bells",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start", sa.String(), nullable=False),
        sa.Column("end", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("session", "period", "weekday", name=op.f("pk_bells")),
    )
    op.create_table(
        "assignments",
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("subject_code", sa.String(), nullable=False),
        sa.Column("teacher_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_assignments_class_id")),
        sa.ForeignKeyConstraint(
            ["subject_code"], ["subjects.code"], name=op.f("fk_assignments_subject_code")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["people.id"], name=op.f("fk_assignments_teacher_id")),
        sa.PrimaryKeyConstraint("class_id", "subject_code", name=op.f("pk_assignments")),
    )


def _programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_code", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["subject_code"], ["subjects.code"], name=op.f("fk_programmes_subject_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint(
            "subject_code",
            "grade",
            "year",
            "version",
            name=op.f("uq_programmes_subject_code_grade_year_version"),
        ),
    )
    op.create_table(
        "programme_units",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outcomes", sa.String(), nullable=True),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_units_programme_id")
        ),
        sa.PrimaryKeyConstraint("programme_id", "number", name=op.f("pk_programme_units")),
    )


def _timetables() -> None:
    op.create_table(
        "timetables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_day", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetables")),
        sa.UniqueConstraint("first_day", name=op.f("uq_timetables_first_day")),
    )
    op.create_table(
        "timetable_cells",
        sa.Column("timetable_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_code", sa.String(), nullable=True),
        sa.Column("teacher_id", sa.String(), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("joint", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_timetable_cells_class_id")),
        sa.ForeignKeyConstraint(
            ["timetable_id"], ["timetables.id"], name=op.f("fk_timetable_cells_timetable_id")
        ),
        sa.PrimaryKeyConstraint(
            "timetable_id", "class_id", "weekday", "session", "period", name=op.f("pk_timetable_cells")
        ),
    )


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lesson_ids", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_table(
        "forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decision_no", sa.String(), nullable=False),
        sa.Column("decision_date", sa.String(), nullable=True),
        sa.Column("from_day", sa.String(), nullable=False),
        sa.Column("to_day", sa.String(), nullable=False),
        sa.Column("class_ids", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("period_no", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
    )
    op.create_table(
        "import_mappings",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "heading", name=op.f("pk_import_mappings")),
    )


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("counted_ms", sa.Integer(), nullable=False),
        sa.Column("late_ms", sa.Integer(), nullable=False),
        sa.Column("first_joined", sa.BigInteger(), nullable=True),
        sa.Column("last_seen", sa.BigInteger(), nullable=True),
        sa.Column("at_school", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_attendance_lesson_id")),
        sa.PrimaryKeyConstraint("lesson_id", "person_id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_person_id"), ["person_id"], unique=False)
    op.create_table(
        "attendance_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lessons.id"], name=op.f("fk_attendance_marks_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_marks")),
    )
    with op.batch_alter_table("attendance_marks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_marks_lesson_id_person_id"), ["lesson_id", "person_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attendance_marks_person_id"), ["person_id"], unique=False)


def _leave() -> None:
    op.create_table(
        "leave_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("from_day", sa.String(), nullable=False),
        sa.Column("to_day", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("from_kind", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_leave_notes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_notes")),
    )
    with op.batch_alter_table("leave_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leave_notes_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_leave_notes_status"), ["status"], unique=False)
    op.create_table(
        "week_closes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=False),
        sa.Column("monday", sa.String(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("open_until", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_week_closes_class_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_closes")),
    )
    with op.batch_alter_table("week_closes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_week_closes_class_id_monday"), ["class_id", "monday"], unique=False
        )
