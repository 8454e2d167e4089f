"""An order of online teaching taken back: lessons planned under it since are held as if it had not been."""

from datetime import date, tzinfo

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.calendar import day_of, day_window
from server.school.planning.making.basis import read_basis
from server.store.tables import forms, lessons


async def forget_form(connection: AsyncConnection, form_id: int, zone: tzinfo) -> None:
    """Removes the row of `forms`. Lessons that nobody has touched get the form of the order before it, or none."""
    row = (await connection.execute(select(forms).where(forms.c.id == form_id))).one()
    await connection.execute(delete(forms).where(forms.c.id == form_id))
    first, last = date.fromisoformat(row.from_day), date.fromisoformat(row.to_day)
    basis = await read_basis(connection, first, last)
    start, end = day_window(first, zone)[0], day_window(last, zone)[1]
    same = [
        getattr(lessons.c, name).is_not_distinct_from(value)
        for name, value in (
            ("form", row.form), ("form_reason", row.reason), ("decision_no", row.decision_no),
            ("decision_date", row.decision_date),
        )
    ]  # fmt: skip
    query = select(lessons.c.id, lessons.c.class_id, lessons.c.starts_at).where(
        lessons.c.starts_at >= start, lessons.c.starts_at < end, lessons.c.phase == "planned",
        lessons.c.slot.is_not(None), lessons.c.change_id.is_(None), *same,
    )  # fmt: skip
    for lesson in (await connection.execute(query)).all():
        form = basis.form_of(lesson.class_id, day_of(lesson.starts_at, zone))
        values = {
            "form": form.form if form else None,
            "form_reason": form.reason if form else None,
            "decision_no": form.decision_no if form else None,
            "decision_date": form.decision_date if form else None,
        }
        await connection.execute(update(lessons).where(lessons.c.id == lesson.id).values(values))
