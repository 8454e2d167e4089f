"""What is wrong with a row, in Vietnamese, for the error file; the page has the same codes in its catalogue."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "missing": "thiếu dữ liệu bắt buộc",
    "bad_text": "có ký tự ẩn hoặc ký tự điều khiển",
    "bad_name": "họ tên chỉ gồm chữ, khoảng trắng và các dấu ' - .",
    "wrong_encoding": "chữ bị lỗi phông (TCVN3/VNI); hãy chuyển sang Unicode",
    "too_long": "quá dài",
    "bad_date": "ngày không đúng (cần dd/mm/yyyy)",
    "future_birth": "ngày sinh ở tương lai hoặc chưa đến tuổi đi học",
    "bad_id": "mã định danh phải có 10 chữ số",
    "padded_id": "mã định danh mất số 0 ở đầu, đã thêm lại",
    "own_code": "mã riêng của phần mềm khác, không phải mã định danh; cấp mã tạm",
    "unknown_code": "không có ai mang mã tạm này",
    "duplicate_id": "trùng mã định danh trong tệp",
    "same_person": "hai dòng là cùng một người",
    "bad_class": "tên lớp không đúng",
    "unknown_grade": "lớp mới nhưng không rõ khối",
    "no_formula_value": "công thức chưa được tính; hãy mở tệp bằng Excel rồi lưu lại",
    "bad_sex": "giới tính không rõ, bỏ qua",
    "bad_email": "email không đúng, bỏ qua",
    "shared_email": "nhiều người dùng chung email này, bỏ qua",
    "not_studying": "trạng thái không còn học; không nhập",
    "other_kind": "mã này của người không phải đối tượng của tệp",
    "bad_value": "giá trị không đúng",
}
