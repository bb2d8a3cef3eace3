# Các phần dùng chung của mọi trang web.
part-product = Chung Tay
part-footer = Chung Tay – hệ thống thu nhận, tổng hợp báo cáo Tháng hành động
part-skip = Đến phần nội dung
part-menu = Danh mục
part-navigation = Danh mục chính
part-breadcrumbs = Vị trí trang
part-notices = Thông báo
part-notices-new = Thông báo: { $count } mới
part-sign-out = Đăng xuất
part-cancel = Hủy

part-alert-error = Lỗi:
part-alert-warning = Lưu ý:
part-alert-done = Đã xong:
part-alert-info = Thông tin:
part-form-errors = Có { $count } chỗ cần sửa.
part-field-optional = (không bắt buộc)

part-status = Tình trạng
part-status-approved = Đã duyệt
part-status-on-time = Đúng hạn
part-status-submitted = Chờ duyệt
part-status-returned = Trả lại
part-status-due-soon = Sắp đến hạn
part-status-missing = Chưa gửi
part-status-late = Quá hạn

part-table-sort = (bấm để sắp xếp)
part-pages = Các trang của danh sách
part-pages-page = Trang
part-pages-before = Trang trước
part-pages-after = Trang sau
part-progress = { $done }/{ $all } ({ $percent }%)
part-comments-none = Chưa có trao đổi nào.
part-comments-own = (của bạn)
part-files-none = Chưa có tệp nào.

part-no-value = không có số liệu
part-change-up = tăng { $amount } so với { $name } ({ $before })
part-change-down = giảm { $amount } so với { $name } ({ $before })
part-change-same = bằng { $name } ({ $before })
part-change-before = { $name }: { $before }
part-change-none-before = { $name } không có số liệu
part-change-points = { $amount } điểm phần trăm

part-chart-numbers = Xem bảng số liệu
part-chart-nothing = Chưa có số liệu.
part-chart-described = { $count } mục. Cao nhất: { $most } ({ $most_value }). Thấp nhất: { $least } ({ $least_value }).
part-chart-without = { $count } mục chưa có số liệu.
part-chart-days = Từ { $first } đến { $last }.
part-chart-latest = { $name }: { $value } ({ $day }).

part-design = Bộ thành phần giao diện
part-design-about = Số liệu trên trang này là số giả, chỉ để xem giao diện.
part-design-start = Trang chủ
part-design-messages = Thông báo, nhãn và nút
part-design-forms = Biểu mẫu
part-design-question = Hỏi trước khi làm
part-design-lists = Danh sách
part-design-tables = Bảng
part-design-conversation = Trao đổi
part-design-headlines = Số liệu chính
part-design-pictures = Biểu đồ

# Văn bản có đánh dấu dữ kiện.
part-mark-doubtful = cần xem lại
part-mark-corrected = đã sửa
part-mark-struck = đã gạch bỏ
part-mark-nothing = chưa đọc được
part-mark-place = Xem trong văn bản
part-mark-correct = Sửa
