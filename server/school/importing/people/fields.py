"""The headings of people's lists: sector database (C1-HocSinh, lists, CSDL_GiaoVien), vnEdu, SMAS. Pure.

Phones, parents and addresses stand in most of these files and are never taken over (domain: purpose-bound data).
"""

import re
from collections.abc import Sequence

from server.school.importing.headings import Field, Unknown

_NEVER = re.compile(
    r"\b(dien thoai|dt|sdt|di dong|phone|cha|me|bo|phu huynh|nguoi giam ho|giam ho|dia chi|cho o|tam tru|thuong tru"
    r"|ho khau|noi sinh|que quan|dan toc|ton giao|quoc tich|xa|phuong|huyen|quan|tinh|thon|xom|to dan pho|cccd|cmnd"
    r"|can cuoc|so dinh danh ca nhan|bao hiem|bhyt|khuyet tat|chinh sach|ho ngheo|nhom mau|chieu cao|can nang|doan vien"
    r"|doi vien|dang vien|tai khoan|ngan hang|luong|ma so thue|ngay vao|nghe nghiep|nam sinh)\b"
)

PUPILS: tuple[Field, ...] = (
    Field("moet_id", (
        "Mã định danh Bộ GD&ĐT", "Mã định danh Bộ GDĐT", "Mã định danh Bộ", "Mã MOET", "Mã định danh",
        "Mã định danh học sinh", "Mã định danh HS", "Mã ĐD", "Mã học sinh Bộ GD&ĐT", "Mã HS Bộ GD&ĐT", "Mã CSDL ngành",
        "Mã ngành",
    )),
    Field("pupil_code", ("Mã học sinh", "Mã HS", "Mã số học sinh", "MHS", "Mã số HS")),
    Field("full_name", (
        "Họ tên", "Họ và tên", "Họ tên học sinh", "Họ và tên học sinh", "Họ và tên HS", "Họ tên HS", "Tên học sinh",
    ), required=True),
    Field("birth_date", (
        "Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "NTNS", "Sinh ngày", "Ngày sinh dd/mm/yyyy",
    )),
    Field("sex", ("Giới tính", "GT", "Phái", "Nam/Nữ", "Mã giới tính")),
    Field("class_name", ("Lớp", "Lớp học", "Tên lớp", "Lớp hiện tại", "Tên lớp học")),
    Field("class_code", ("Mã lớp", "Mã lớp học")),
    Field("grade", ("Khối", "Khối học", "Khối lớp", "Mã khối")),
    Field("stt", ("STT", "TT", "Số thứ tự", "Số TT")),
    Field("status", ("Trạng thái HS", "Trạng thái", "Trạng thái học sinh", "Tình trạng", "Trạng thái học")),
    Field("none", (
        "Mã VEMIS", "Số đăng bộ", "Email", "Ghi chú", "SĐT", "Mã trường", "Tên trường", "Năm học", "Mã tỉnh", "Mã xã",
    ), ignored=True),
)  # fmt: skip

TEACHERS: tuple[Field, ...] = (
    Field("moet_id", (
        "Mã định danh Bộ GD&ĐT", "Mã định danh Bộ GDĐT", "Mã định danh", "Mã MOET", "Mã giáo viên", "Mã GV", "Mã cán bộ",
        "Mã CBGV", "Mã định danh CBQL-GV-NV", "Mã ngành",
    )),
    Field("full_name", (
        "Họ tên", "Họ và tên", "Họ tên giáo viên", "Họ và tên giáo viên", "Họ và tên GV", "Giáo viên", "Tên giáo viên",
    ), required=True),
    Field("birth_date", ("Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "NTNS")),
    Field("sex", ("Giới tính", "GT", "Nam/Nữ", "Phái")),
    Field("title", ("Danh xưng", "Xưng hô", "Cách gọi")),
    Field("email", ("Email", "E-mail", "Thư điện tử", "Địa chỉ email", "Hộp thư")),
    Field("department", ("Tổ", "Tổ chuyên môn", "Tổ bộ môn", "Tên tổ", "Tổ công tác")),
    Field("position", ("Vị trí việc làm", "Loại cán bộ", "Đối tượng", "Nhóm chức vụ")),
    Field("status", ("Trạng thái", "Trạng thái CB", "Tình trạng", "Trạng thái cán bộ")),
    Field("none", (
        "STT", "TT", "Môn dạy", "Môn giảng dạy", "Môn", "Chức vụ", "Trình độ", "Trình độ chuyên môn", "Ghi chú",
        "Hình thức hợp đồng", "Ngạch", "Hạng", "Năm vào ngành", "Mã trường",
    ), ignored=True),
)  # fmt: skip


def asked_about(unknown: Sequence[Unknown]) -> tuple[Unknown, ...]:
    """The headings a person may map: never those of data that is not taken over."""
    return tuple(one for one in unknown if not _NEVER.search(one.folded))
