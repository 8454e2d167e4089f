"""People, plan and timetable, attendance, families: what stands around a lesson."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _school()
    _people()
    _access()
    _audit()
    _lessons()
    _calendar()
    _programmes()
    _timetables()
    _changes()
    _attendance()
    _leave()
    _families()
    _rules()
    _notices()


def _school() -> None:
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.add_column(sa.Column("policy", sa.String(), server_default="{}", nullable=False))
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


def _access() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("oidc_subject", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("must_change", sa.Boolean(), server_default=sa.text("0"), nullable=False)
        )
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


def _families() -> None:
    op.create_table(
        "consent_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("from_kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consent_history_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_history")),
    )
    with op.batch_alter_table("consent_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_history_person_id"), ["person_id"], unique=False)
    op.create_table(
        "data_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("from_kind", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("acknowledge_by", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_data_requests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    with op.batch_alter_table("data_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_data_requests_done_at"), ["done_at"], unique=False)


def _rules() -> None:
    op.create_table(
        "house_rules",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rules", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_house_rules")),
    )
    op.create_table(
        "rules_accepted",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("from_kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_rules_accepted_person_id")),
        sa.PrimaryKeyConstraint("version", "person_id", "from_kind", name=op.f("pk_rules_accepted")),
    )


def _notices() -> None:
    op.create_table(
        "school_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mails", sa.Integer(), nullable=False),
        sa.Column("emailed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_notices")),
    )
    with op.batch_alter_table("school_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_notices_class_id_at"), ["class_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_notices_person_id_at"), ["person_id", "at"], unique=False)
    op.create_table(
        "notice_reads",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["school_notices.id"], name=op.f("fk_notice_reads_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", "person_id", name=op.f("pk_notice_reads")),
    )
