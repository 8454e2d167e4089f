"""Makes tests/data/rosters: lists as schools' programs write them, of invented people only.

`python -m tests.support.rosters` writes all but csdl-thpt.xls: nothing that is maintained writes BIFF, so that file was
made once from THPT with another library. The plans (.json) are looked over by a person before they are committed.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.support.spreadsheets import Row, csv, xlsx

FOLDER = Path(__file__).parents[1] / "data" / "rosters"

C1: Sequence[Row] = [
    ("STT", "Mã trường", "Khối", "Mã lớp", "Mã học sinh", "Họ tên *", "Ngày sinh", "Giới tính", "Trạng thái HS",
     "Họ tên cha", "Số điện thoại", "Chỗ ở hiện nay"),
    (1, "01000000", "Khối 1", "1A", "0110000001", "Nguyễn Bảo An", "05/09/2020", "Nữ", "Đang học", "Nguyễn Văn Cha",
     "0900000000", "Thôn Thử"),
    (2, "01000000", "Khối 1", "1A", 110000002, "Trần Gia Bình", date(2020, 1, 31), "Nam", "Đang học", "", "", ""),
    (3, "01000000", "Khối 1", "1A", None, "Lò Văn Cường", 44000, "01", "Chuyển đến", "", "", ""),
    (4, "01000000", "Khối 1", "1B", "0110000004", "Đỗ Thị Đào", "2020-12-24", "02", "Đang học", "", "", ""),
    (5, "01000000", "Khối 1", "1B", "0110000005", "Phạm Thôi Học", "01/02/2020", "Nam", "Thôi học", "", "", ""),
]  # fmt: skip
C1_CODES: Sequence[tuple[str, Sequence[Row]]] = [
    ("DM_GioiTinh", [("Mã", "Tên"), ("01", "Nam"), ("02", "Nữ")]),
    ("DM_TrangThai", [("Mã", "Tên"), ("1", "Đang học"), ("2", "Thôi học")]),
    ("DM_Lop", [("Mã lớp", "Tên lớp"), ("1A", "1A"), ("1B", "1B")]),
]

THPT: Sequence[Row] = [
    ("SỞ GIÁO DỤC VÀ ĐÀO TẠO (THỬ)",),
    ("TRƯỜNG THPT THỬ NGHIỆM",),
    ("DANH SÁCH HỌC SINH NĂM HỌC 2026-2027",),
    (),
    ("STT", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Lớp học", "Khối học",
     "Số định danh cá nhân"),
    (1, "1010000001", "Nguyễn Hoàng Anh", "12/03/2011", "Nam", "Kinh", "10A1", "Khối 10", "001211000001"),
    (2, "1010000002", "Vừ Thị Ánh", "31/02/2011", "Nữ", "Mông", "10A1", "Khối 10", "001211000002"),
    (3, "1010000003", "H’Lan Ayŭn", "08/08/2011", "Nữ", "Ê-đê", "10A1", "Khối 10", "001211000003"),
    ("STT", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Dân tộc", "Lớp học", "Khối học",
     "Số định danh cá nhân"),
    (4, "1010000004", "Lê Thuỳ Dung", "01/01/2011", "Nữ", "Kinh", "10A2", "Khối 10", ""),
    (5, "1010000004", "Lê Thùy Dung", "02/01/2011", "Nữ", "Kinh", "10A2", "Khối 10", ""),
    (),
    ("Tổng số: 5 học sinh",),
    (None, None, None, None, None, "Hà Nội, ngày 5 tháng 9 năm 2026"),
    (None, None, None, None, None, "HIỆU TRƯỞNG"),
]  # fmt: skip

VNEDU: Sequence[Row] = [
    *([(f"Dòng tiêu đề {number}",) for number in range(1, 31)]),
    ("DANH SÁCH HỌC SINH",),
    ("Lớp: 8A3 - Năm học 2026-2027",),
    (),
    ("STT", "Mã học sinh", "Mã VEMIS", "Mã MOET", "Số đăng bộ", "Họ và tên", None, "Thông tin", None,
     "Xếp loại kỳ thi thử"),
    (None, None, None, None, None, None, None, "Giới tính", "Ngày sinh", None),
    (1, "234567", "", "0000080301", "15", "Nguyễn Hoài", "An", "Nữ", "11/02/2013", "A"),
    (2, "234568", "", "0000080302", "16", "Nguyễn Minh", "Anh", "Nữ", "08-03-2013", "B"),
    (3, "234569", "", "", "17", "Đặng Thị", "Bé", "Nữ", "9/9/2013", ""),
    (4, "234570", "", "0000080377", "18", "Lê Gia", "Bảo", "Nam", "15/01/2013", ""),
    (None, None, None, None, None, "Giáo viên chủ nhiệm"),
    (None, None, None, None, None, "(Ký, ghi rõ họ tên)"),
]  # fmt: skip

SMAS: Sequence[Row] = [
    ("TRƯỜNG THCS THỬ NGHIỆM", None, None, None, None, None),
    ("TT", '"Mã\nđịnh danh"', "Họ và tên học sinh", '"Ngày tháng\nnăm sinh"', "GT", "Tên lớp"),
    ("1", "0000080301", "Nguyễn Hoài An", "11/02/2013", "Nữ", "8A3"),
    ("2", "0000080302", "Nguyễn Minh Anh", "08/03/2013", "Nữ", "8A4"),
    ("3", "0000080399", "Trần\u00a0Văn  Thử", "30/04/2013", "nam", "9C"),
]

TEACHERS: Sequence[Row] = [
    ("TT", "Mã định danh Bộ GD&ĐT", "Họ tên", "Ngày sinh", "Giới tính", "Email", "Môn dạy", "Tổ chuyên môn",
     "Số điện thoại"),
    (1, "0000990001", "Nguyễn Thị Ngọc Lan", "01/01/1985", "Nữ", "lan@truong.example", "Toán", "Tổ Toán – Tin", "09"),
    (2, "0000990011", "Trần Văn Mới", "02/02/1990", "Nam", "chung@truong.example", "Tin học", "Tổ Toán – Tin", ""),
    (3, "0000990012", "Lê Thị Hai", "03/03/1991", "Nữ", "chung@truong.example", "Ngữ văn", "Tổ Ngữ văn", ""),
    (4, "0000990013", "Phạm Email Sai", "04/04/1970", "Nam", "không có", "Vật lí", "", ""),
]  # fmt: skip


def made() -> dict[str, bytes]:
    """Every file but the .xls, by name."""
    return {
        "c1-hocsinh.xlsx": xlsx(("C1-HocSinh", C1), *C1_CODES),
        "vnedu.xlsx": xlsx(("Sheet1", VNEDU), merged=((33, 5, 34, 6), (33, 7, 33, 8))),
        "smas.csv": csv(SMAS),
        "smas-1258.csv": csv([row for row in SMAS if row[0] != "2"], ",", "cp1258-decomposed"),
        "csdl-giaovien.xlsx": xlsx(("CSDL_GiaoVien", TEACHERS)),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, data in made().items():
        (FOLDER / name).write_bytes(data)
