# Excel forms and consolidated tables: what stands on the sheets, and what is wrong in a file.

# The form
workbook-sheet-figures = Số liệu
workbook-sheet-prose = Lời văn
workbook-column-number = TT
workbook-column-label = Chỉ tiêu
workbook-column-unit = Đơn vị tính
workbook-column-figure = Số liệu
workbook-column-reason = Giải trình
workbook-parts-all = { $label }:
workbook-parts-some = Trong đó, { $label }:
workbook-part-alone = Trong đó: { $label }
workbook-due = Hạn gửi báo cáo: { $date }
workbook-form-mark = Mẫu biểu { $form }
workbook-reported-on = Ngày lập báo cáo:
workbook-reported-on-hint = (ngày/tháng/năm; không bắt buộc)
workbook-guide =
    Hướng dẫn: 1. Chỉ nhập vào các ô nền vàng, ở cả hai trang “Số liệu” và “Lời văn”; không đổi tên cột, không xóa dòng.
    2. Nhập số nguyên, không kèm chữ. Không phát sinh thì ghi 0; chưa có số liệu thì để trống. Tỷ lệ ghi theo phần trăm, ví dụ 97,5.
    3. Số liệu chưa khớp giữa các dòng vẫn gửi được: ghi lý do vào cột “Giải trình”.
workbook-sign-maker = NGƯỜI LẬP BIỂU
workbook-sign-head = THỦ TRƯỞNG ĐƠN VỊ
workbook-sign-hint = (Ký, ghi rõ họ tên)
workbook-prose-title = PHẦN LỜI VĂN CỦA BÁO CÁO
workbook-page = Trang
workbook-enter-title = Chưa nhập được
workbook-enter-whole = Ô này nhận số nguyên, từ 0 trở lên, không kèm chữ. Chưa có số liệu thì để trống.
workbook-enter-percent = Ô này nhận tỷ lệ phần trăm, từ 0 trở lên, ví dụ 97,5. Chưa có số liệu thì để trống.
workbook-enter-date = Ô này nhận ngày từ { $earliest } đến { $latest }, ví dụ { $latest }.

# Files that cannot be read
workbook-empty = Tệp rỗng, không có nội dung; hãy gửi lại tệp đã lưu từ Excel.
workbook-too-large = Tệp nặng { $size } MB, quá mức { $limit } MB; hãy bỏ hình ảnh hoặc trang không cần rồi gửi lại.
workbook-not-a-workbook = Tệp không phải là bảng tính Excel (.xlsx); hãy gửi đúng tệp biểu mẫu đã điền.
workbook-password = Tệp được đặt mật khẩu nên không đọc được; hãy bỏ mật khẩu rồi gửi lại.
workbook-legacy = Tệp ở định dạng Excel cũ (.xls); hãy mở bằng Excel và lưu thành .xlsx rồi gửi lại.
workbook-damaged = Tệp bị hỏng hoặc bị cắt ngang; hãy mở bản gốc bằng Excel, lưu lại rồi gửi lại.
workbook-bomb = Tệp giải nén ra lớn bất thường nên bị từ chối; hãy lưu lại thành tệp mới rồi gửi.
workbook-not-a-form = Tệp là bảng tính nhưng không phải biểu mẫu của đợt báo cáo; hãy điền vào đúng tệp biểu mẫu đã nhận.
workbook-marks-damaged = Phần đánh dấu ẩn của biểu mẫu đã bị sửa; hãy lấy lại biểu mẫu và chép số liệu sang.
workbook-newer-form = Biểu mẫu do phiên bản mới hơn của chương trình tạo ra; hãy cập nhật chương trình.
workbook-not-a-table = Tệp không phải là bảng tính .xlsx hay bảng .csv; hãy lưu danh sách thành một trong hai dạng đó.
workbook-units-no-header = Danh sách đơn vị không có dòng tiêu đề với các cột { $columns }; hãy thêm dòng đó ở đầu bảng.
workbook-units-column-twice = Cột “{ $column }” xuất hiện hai lần trong dòng tiêu đề của danh sách đơn vị; hãy bỏ hoặc đổi tên một cột.

# Faults in a form
workbook-at-sheet = Trang “{ $sheet }”: { $problem }
workbook-at-line = Trang “{ $sheet }” ({ $label }): { $problem }
workbook-at-cell = Trang “{ $sheet }”, ô { $cell }: { $problem }
workbook-at-cell-line = Trang “{ $sheet }”, ô { $cell } ({ $label }): { $problem }
workbook-not-a-number = “{ $found }” không phải là số; hãy chỉ ghi số, không kèm chữ.
workbook-not-whole = “{ $found }” có phần lẻ; hãy ghi số nguyên.
workbook-negative = “{ $found }” là số âm; hãy ghi số từ 0 trở lên.
workbook-too-large-number = “{ $found }” lớn quá mức; hãy kiểm tra lại số chữ số.
workbook-not-a-date = “{ $found }” không phải là ngày có trong lịch; hãy ghi theo dạng ngày/tháng/năm.
workbook-date-out-of-range = ngày { $found } không thuộc thời gian của đợt báo cáo (từ { $earliest } đến { $latest }); hãy sửa lại ngày.
workbook-text-too-long = nội dung dài { $chars } ký tự, quá mức { $limit } ký tự; hãy rút gọn.
workbook-formula-error = công thức trong ô bị lỗi { $found }; hãy sửa công thức hoặc ghi thẳng số.
workbook-formula-not-calculated = công thức trong ô chưa có kết quả; hãy mở bằng Excel, lưu lại, hoặc ghi thẳng số.
workbook-column-renamed = cột “{ $expected }” đã bị đổi tên thành “{ $found }”; hãy trả lại tên cũ.
workbook-column-missing = thiếu cột “{ $expected }”; hãy lấy lại biểu mẫu và chép số liệu sang.
workbook-keys-missing = cột ẩn chứa mã của các dòng đã bị xóa; hãy lấy lại biểu mẫu và chép số liệu sang.
workbook-row-missing = thiếu dòng này (mã { $key }) so với biểu mẫu; hãy lấy lại biểu mẫu và chép số liệu sang.
workbook-row-unknown = dòng này có mã “{ $key }” không thuộc biểu mẫu; hãy bỏ dòng này.
workbook-row-twice = dòng này (mã { $key }) xuất hiện lần thứ hai; hãy bỏ dòng thừa.
workbook-row-added = dòng này được thêm vào ngoài biểu mẫu (ghi “{ $found }”); hãy chuyển nội dung vào dòng của biểu mẫu hoặc phần lời văn.
workbook-sheet-missing = Thiếu trang “{ $name }” của biểu mẫu; hãy lấy lại biểu mẫu và chép số liệu sang.
workbook-sheet-damaged = trang bị hỏng, không đọc được đến hết; hãy lấy lại biểu mẫu và chép số liệu sang.

# The consolidated tables
workbook-sheet-totals = Tổng hợp
workbook-sheet-matrix = Theo đơn vị
workbook-sheet-units = Đơn vị
workbook-sheet-warnings = Cảnh báo
workbook-consolidated-title = Bảng tổng hợp – { $unit }
workbook-consolidated-state = Số liệu đến ngày { $date }: { $units } đơn vị; { $on_time } gửi đúng hạn, { $late } gửi chậm, { $missing } chưa gửi. Chỉ cộng các báo cáo đã được duyệt.
workbook-consolidated-counted-by = Cộng theo đơn vị hành chính của ngày { $day }.
workbook-totals-title = Bảng tổng hợp số liệu
workbook-matrix-title = Số liệu theo từng đơn vị
workbook-units-title = Tình hình gửi báo cáo
workbook-warnings-title = Số liệu chưa khớp
workbook-no-warnings = Không có số liệu nào chưa khớp.
workbook-column-total = Tổng số
workbook-column-filled = Số đơn vị có số liệu
workbook-column-warnings = Số cảnh báo
workbook-column-code = Mã đơn vị
workbook-column-name = Tên đơn vị
workbook-column-kind = Loại đơn vị
workbook-column-punctuality = Thời hạn
workbook-column-state = Trạng thái
workbook-column-received = Ngày nhận
workbook-column-revision = Lần gửi được tính
workbook-column-file = Tệp báo cáo
workbook-column-warning = Điều cần đúng
workbook-column-left = Vế trái
workbook-column-comparison = Phải
workbook-column-right = Vế phải
workbook-on-time = Đúng hạn
workbook-late = Chậm { $days } ngày
workbook-awaited = Chưa đến hạn
workbook-missing = Chưa gửi
workbook-submitted = Chờ duyệt
workbook-returned = Đã trả lại
workbook-approved = Đã duyệt
workbook-parts-do-not-add-up = Các phần ({ $breakdown }) cộng lại phải bằng tổng số
workbook-part-exceeds-total = Phần “{ $part }” không được lớn hơn tổng số
