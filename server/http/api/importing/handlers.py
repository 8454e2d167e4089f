"""The calls about uploads, for any kind of file. Whose upload it is, only they see it."""

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from server.http.api.importing.answers import (
    PAGE,
    ChoicesRequest,
    ImportAnswer,
    LeftOutMember,
    LinesAnswer,
    LinesQuery,
    UploadQuery,
    WriteQuery,
    counts_of,
    line_of,
)
from server.http.call import Call
from server.http.errors import ApiError
from server.school.importing.folder import Folder, Upload, write_private
from server.school.importing.kind import Kind
from server.school.importing.plan import Plan
from server.school.importing.running import ChangedMeanwhile, Job, NotPlanned, TooManyJobs, with_answers
from server.school.importing.sheets.sheet import MAX_BYTES
from server.school.rights.actor import Actor

_CHUNK = 256 * 1024
AnyKind = Kind[Any, Any]


async def begin_import(call: Call, kind: AnyKind) -> ImportAnswer:
    """POST /api/v1/imports/{kind}"""
    length = call.request.content_length
    if length is not None and length > MAX_BYTES:
        raise ApiError("file_too_large")
    query = call.asked(UploadQuery)
    folder = Folder(call.deps.settings.data_dir)
    upload = await asyncio.to_thread(
        folder.new, kind.name, query.name, call.who.id, query.options(), call.now
    )
    try:
        await _receive(call.request, upload)
        job = await _begin(call, upload, kind)
    except BaseException:
        upload.remove()
        raise
    return await _answer(upload, kind, job)


async def get_import(call: Call, kind: AnyKind) -> ImportAnswer:
    """GET /api/v1/imports/{kind}/{upload}"""
    job = call.deps.imports.job(call.part("upload"))
    if job is not None and job.written is not None and job.owner == call.who.id:
        return _written(call.part("upload"), kind, job.written)
    upload = await _find(call, kind)
    return await _answer(upload, kind, job)


async def get_lines(call: Call, kind: AnyKind) -> LinesAnswer:
    """GET /api/v1/imports/{kind}/{upload}/lines"""
    query = call.asked(LinesQuery)
    plan = await _plan(await _find(call, kind), kind)
    every = getattr(plan, query.group)
    return LinesAnswer(len(every), tuple(line_of(one) for one in every[query.after : query.after + PAGE]))


async def get_errors(call: Call, kind: AnyKind) -> web.StreamResponse:
    """GET /api/v1/imports/{kind}/{upload}/errors"""
    upload = await _find(call, kind)
    if not upload.errors.is_file():
        raise ApiError("not_planned", "There are no rows with errors.")
    name = quote(f"loi-{upload.about().filename.rsplit('.', 1)[0]}.xlsx")
    return web.FileResponse(
        upload.errors,
        headers={
            "Content-Disposition": f"attachment; filename=\"loi.xlsx\"; filename*=UTF-8''{name}",
            "Cache-Control": "no-store",
        },
    )


async def answer_import(call: Call, kind: AnyKind) -> ImportAnswer:
    """POST /api/v1/imports/{kind}/{upload}/answers"""
    asked, upload = call.read(ChoicesRequest), await _find(call, kind)
    fields = {field.name for field in kind.fields} | {""}
    if not set(asked.mapping.values()) <= fields:
        raise ApiError("bad_message", "A heading is mapped to a field that does not exist.")
    upload.keep(with_answers(upload.about(), asked.mapping, asked.choices))
    return await _answer(upload, kind, await _begin(call, upload, kind))


async def write_import(call: Call, kind: AnyKind) -> ImportAnswer:
    """POST /api/v1/imports/{kind}/{upload}/write"""
    job = call.deps.imports.job(call.part("upload"))
    if job is not None and job.written is not None and job.owner == call.who.id:
        return _written(call.part("upload"), kind, job.written)
    upload = await _find(call, kind)
    taken = kind if call.asked(WriteQuery).without_refused else _whole(kind)
    try:
        plan = await call.deps.imports.write(call.deps.database, upload, taken, call.who, call.now)
    except NotPlanned as error:
        raise ApiError("not_planned") from error
    except ChangedMeanwhile as error:
        raise ApiError("register_changed") from error
    return _written(call.part("upload"), kind, plan)


def _whole(kind: AnyKind) -> AnyKind:
    """The kind, but writing only files of which no row is left out. Looked at in the transaction: an answer given
    meanwhile may have refused rows that nobody saw."""

    async def write(connection: AsyncConnection, plan: Plan[Any], actor: Actor, now: int) -> None:
        if plan.bad or plan.undecided:
            more = LeftOutMember(len(plan.bad), len(plan.undecided))
            detail = (
                f"{more.refused} rows of the file are refused, {more.undecided} questions have no answer."
            )
            raise ApiError("rows_refused", detail, more=more)
        await kind.write(connection, plan, actor, now)

    return replace(kind, write=write)


async def drop_import(call: Call, kind: AnyKind) -> None:
    """DELETE /api/v1/imports/{kind}/{upload}"""
    await call.deps.imports.drop(await _find(call, kind))


async def _begin(call: Call, upload: Upload, kind: AnyKind) -> Job:
    try:
        return await call.deps.imports.begin(call.deps.database, upload, kind, call.now)
    except TooManyJobs as error:
        raise ApiError("busy") from error


async def _receive(request: web.Request, upload: Upload) -> None:
    """Into a file, chunk by chunk: what is too large is refused on the way. Raises ApiError."""
    write_private(upload.file, b"")
    seen = 0
    with upload.file.open("ab") as file:
        async for chunk in request.content.iter_chunked(_CHUNK):
            seen += len(chunk)
            if seen > MAX_BYTES:
                raise ApiError("file_too_large")
            file.write(chunk)


async def _find(call: Call, kind: AnyKind) -> Upload:
    folder = Folder(call.deps.settings.data_dir)
    upload = await asyncio.to_thread(folder.find, call.part("upload"), call.now)
    if upload is None:
        raise ApiError("unknown_import")
    about = upload.about()
    if about.kind != kind.name or about.actor_id != call.who.id:
        raise ApiError("unknown_import")
    return upload


async def _plan(upload: Upload, kind: AnyKind) -> Plan[Any]:
    plan = await asyncio.to_thread(upload.read_plan, kind)
    if plan is None:
        raise ApiError("not_planned")
    return plan


async def _answer(upload: Upload, kind: AnyKind, job: Job | None) -> ImportAnswer:
    about = upload.about()
    if job is not None and job.running:
        told = job.told
        return ImportAnswer(about.id, kind.name, about.filename, "running", told.stage, told.done, told.all)
    plan = await asyncio.to_thread(upload.read_plan, kind)
    if plan is None:
        code = job.code if job is not None and job.code else "file_slow"
        detail = job.detail if job is not None else ""
        return ImportAnswer(about.id, kind.name, about.filename, "refused", code=code, detail=detail)
    return ImportAnswer(
        about.id,
        kind.name,
        about.filename,
        "planned",
        counts=counts_of(plan),
        also=plan.also,
        unknown=plan.unknown,
        fields=tuple(field.name for field in kind.fields if not field.ignored),
        sheets=plan.sheets,
        no_heading=plan.no_heading,
    )


def _written(name: str, kind: AnyKind, plan: Plan[Any]) -> ImportAnswer:
    return ImportAnswer(name, kind.name, "", "written", counts=counts_of(plan), also=plan.also)
