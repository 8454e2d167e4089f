"""An order of online teaching taken back: lessons planned under it since are held as if it had not been."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.school.planning.making.basis import IN_PERSON, read_basis
from server.store.tables import changes, forms, lessons


async def forget_form(connection: AsyncConnection, form_id: int, restored: Collection[str] = ()) -> None:
    """Removes the row of `forms`. Lessons of its days that have its form get that of the order before it, or none; so do
    `restored` ones, to which the change that came with it gave back what stood before: an order, perhaps, that was taken
    back meanwhile. Left out: what was opened, and what another change of form says that still holds.
    """
    row = (await connection.execute(select(forms).where(forms.c.id == form_id))).one()
    await connection.execute(delete(forms).where(forms.c.id == form_id))
    first, last = date.fromisoformat(row.from_day), date.fromisoformat(row.to_day)
    basis = await read_basis(connection, first, last)
    query = select(lessons.c.id, lessons.c.slot).where(
        or_(_has_form(row), lessons.c.id.in_(restored)),
        lessons.c.phase == "planned", lessons.c.slot.is_not(None), ~_formed_by_hand(),
    )  # fmt: skip
    for lesson in (await connection.execute(query)).all():
        class_id, day, session, period_no = lesson.slot.rsplit("|", 3)
        if not row.from_day <= day <= row.to_day:
            continue
        form = basis.form_of(class_id, date.fromisoformat(day), session, int(period_no))
        values = {
            "form": form.form if form else None,
            "form_reason": form.reason if form else None,
            "decision_no": form.decision_no if form else None,
            "decision_date": form.decision_date if form else None,
        }
        await connection.execute(update(lessons).where(lessons.c.id == lesson.id).values(values))


def _has_form(order: Any) -> Any:
    """Whether the lesson is held as the order says (SQL)."""
    if order.form == IN_PERSON:
        return lessons.c.form.is_(None)
    return (
        lessons.c.form.is_not_distinct_from(order.form)
        & lessons.c.form_reason.is_not_distinct_from(order.reason)
        & lessons.c.decision_no.is_not_distinct_from(order.decision_no)
        & lessons.c.decision_date.is_not_distinct_from(order.decision_date)
    )


def _formed_by_hand() -> Any:
    """Whether a change of form that holds names the lesson (SQL)."""
    each = func.json_each(changes.c.lesson_ids).table_valued("value")
    names = select(each.c.value).where(each.c.value == lessons.c.id).correlate(changes, lessons).exists()
    found = exists().where(changes.c.kind == "hinh_thuc", changes.c.undone_at.is_(None), names)
    return found.correlate(lessons)
