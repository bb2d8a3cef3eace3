# Nhiệm vụ: bổ sung, sửa, rút; tiến độ từng nhiệm vụ; nhắc việc theo nhiệm vụ.

desk-withdrawn = Nhiệm vụ { $number } đã được rút; nếu cần, hãy khôi phục nhiệm vụ trước.
desk-words-missing = Chưa ghi nội dung nhiệm vụ; hãy ghi nội dung.
desk-words-too-long = Nội dung dài quá { $limit } ký tự; hãy viết ngắn lại.
desk-no-such-sentence = Không tìm thấy câu này trong kế hoạch; hãy chọn lại câu trong danh sách.
desk-sentence-taken = Câu này đã thuộc nhiệm vụ { $number }; hãy chọn câu khác hoặc sửa nhiệm vụ đó.
desk-no-part = Đơn vị này không được giao nhiệm vụ; hãy kiểm tra lại đơn vị.
desk-not-done = Đơn vị chưa báo đã làm xong nhiệm vụ này nên không có gì để trả lại.

# Thêm nhiệm vụ
web-task-add = Thêm nhiệm vụ
web-task-add-hint = Dùng khi kế hoạch có việc mà chương trình chưa đọc ra, hoặc khi cơ quan giao thêm việc. Sau khi thêm, hãy gửi nhiệm vụ cho đơn vị.
web-task-add-words = Nội dung nhiệm vụ
web-task-add-lead = Đơn vị chủ trì
web-task-add-lead-hint = Tên hoặc mã đơn vị, hoặc cách gọi chung như trong kế hoạch (các xã, phường); cách nhau bằng dấu chấm phẩy
web-task-add-joining = Đơn vị phối hợp
web-task-add-sentence = Câu đã chọn trong kế hoạch
web-task-add-sentence-none = Bỏ chọn câu này
web-task-add-sentences = Chọn một câu trong kế hoạch
web-task-add-sentences-hint = Nhiệm vụ lấy từ một câu sẽ dẫn về đúng câu đó trong kế hoạch.
web-task-add-search = Tìm câu có chữ
web-task-add-narrow = Lọc các câu
web-task-add-use = Dùng câu này
web-task-add-taken = đã có ở nhiệm vụ { $number }
web-task-add-no-match = Không có câu nào phù hợp; hãy thử chữ khác.
web-task-add-no-plan = Không đọc lại được kế hoạch đã lưu nên không chọn câu được; vẫn thêm được nhiệm vụ bằng cách ghi nội dung.

# Một nhiệm vụ
web-task-source = Nguồn
web-task-added-by = Cơ quan thường trực bổ sung ngày { $day }, người bổ sung: { $by }
web-task-added = cơ quan bổ sung
web-task-withdrawn = đã rút
web-task-withdrawn-told = Nhiệm vụ này đã được rút ngày { $day }, người rút: { $by }. Lý do: { $reason }
web-task-restore = Khôi phục nhiệm vụ
web-task-first-words = Nội dung ban đầu
web-task-reworded-by = Sửa ngày { $day }, người sửa: { $by }
web-task-reword-title = Sửa nội dung
web-task-reword = Ghi nội dung mới
web-task-withdraw-title = Rút nhiệm vụ
web-task-withdraw-hint = Nhiệm vụ vẫn được lưu và hiện là đã rút; các đơn vị đã nhận được báo cùng lý do
web-task-withdraw-reason = Lý do
web-task-withdraw = Rút nhiệm vụ này

# Tiến độ của từng phần việc
web-progress = Tiến độ
web-progress-done = Đã làm xong
web-progress-done-on = Xong ngày { $day }
web-progress-done-late = Xong ngày { $day }, chậm { $days } ngày
web-progress-returned = Bị trả lại
web-progress-late = Quá hạn { $days } ngày
web-progress-due-today = Hạn hôm nay
web-progress-due-soon = Còn { $days } ngày
web-progress-open = Chưa xong
web-progress-said = { $by }: { $note }
web-progress-own = Phần việc của { $unit }
web-progress-say-on = Ngày làm xong
web-progress-say-note = Kết quả ngắn gọn
web-progress-say-note-hint = Ví dụ: đã treo 12 băng rôn tại 6 thôn
web-progress-say = Báo đã làm xong
web-progress-say-again = Sửa lời báo
web-progress-take-back = Rút lời báo
web-progress-returned-why = Cơ quan thường trực trả lại: { $reason }
web-progress-give-back = Trả lại
web-progress-give-back-title = Trả lại phần việc
web-progress-give-back-question = { $unit } đã báo làm xong nhiệm vụ { $number }. Trả lại thì đơn vị phải làm tiếp và được báo cùng lý do.
web-progress-give-back-reason = Lý do trả lại

# Bảng tiến độ theo nhiệm vụ
web-board-task-late = Có đơn vị quá hạn
web-board-task-returned = Có phần bị trả lại
web-board-task-due-soon = Sắp đến hạn
web-board-task-open = Đang làm
web-board-task-done = Đã xong
web-board-task-progress = { $done }/{ $all } đơn vị chủ trì đã xong
web-board-task-count-late = { $count } quá hạn
web-board-task-count-returned = { $count } bị trả lại
web-board-task-count-due-soon = { $count } sắp đến hạn
web-board-task-count-done-late = { $count } xong chậm
web-board-task-nobody = Chưa giao đơn vị chủ trì
web-board-task-remind = Nhắc
web-board-task-remind-about = các đơn vị chưa xong nhiệm vụ { $number }
web-board-task-remind-column = Nhắc việc
web-board-task-summary = Đang hiện { $shown }/{ $all } nhiệm vụ; { $done } nhiệm vụ đã xong, { $late } nhiệm vụ có đơn vị quá hạn.
web-board-task-all = Xem tất cả nhiệm vụ
web-board-task-no-match = Không có nhiệm vụ nào như vậy

# Trang của đơn vị
web-due-task-open = Mở nhiệm vụ, báo đã làm xong
web-due-task-see = Xem nhiệm vụ

# Sau khi làm
web-done-task-added = Đã thêm nhiệm vụ. Hãy gửi nhiệm vụ cho đơn vị.
web-done-task-reworded = Đã ghi nội dung mới; nội dung ban đầu vẫn được lưu.
web-done-task-withdrawn = Đã rút nhiệm vụ.
web-done-task-restored = Đã khôi phục nhiệm vụ.
web-done-part-done = Đã ghi nhận đơn vị làm xong phần việc.
web-done-part-reopened = Đã rút lời báo.
web-done-part-returned = Đã trả lại phần việc; đơn vị đã được báo.
web-done-task-remind = Đã nhắc các đơn vị chưa xong nhiệm vụ.
web-done-task-remind-some = Đã nhắc; có đơn vị chưa có cán bộ nào trong hệ thống để nhắc.
web-done-task-remind-nobody = Chưa nhắc được: các đơn vị chưa xong không có cán bộ nào trong hệ thống.
web-done-task-remind-none = Không có ai cần nhắc: nhiệm vụ chưa gửi, đã xong, hoặc hôm nay đã nhắc rồi.

# Thông báo
notice-task-reminder = { $unit } chưa báo xong nhiệm vụ { $task } (“{ $words }”), hạn { $due_on }. { $note }
notice-task-reminder-no-day = { $unit } chưa báo xong nhiệm vụ { $task } (“{ $words }”). { $note }
notice-task-escalation = Nhiệm vụ { $task } quá hạn { $due_on }, { $count } đơn vị chưa báo xong: { $units }
notice-task-reworded = Nội dung nhiệm vụ { $task } đã được sửa
notice-task-withdrawn = Nhiệm vụ { $task } đã được rút. { $reason }
notice-task-restored = Nhiệm vụ { $task } được khôi phục
notice-task-returned = Phần việc ở nhiệm vụ { $task } bị trả lại. { $reason }

# Thư
mail-subject-tasks = Nhắc việc: { $campaign }
mail-subject-late-tasks = Nhiệm vụ quá hạn: { $campaign }
mail-task-due = { $unit } chưa báo xong nhiệm vụ { $number } (“{ $words }”). Hạn là ngày { $due }, còn { $days } ngày.
mail-task-overdue = { $unit } chưa báo xong nhiệm vụ { $number } (“{ $words }”). Hạn là ngày { $due }, đã quá { $days } ngày.
mail-task-late = Nhiệm vụ { $number } (“{ $words }”, hạn { $due }) còn { $count } đơn vị chưa báo xong: { $units }.
mail-asked-task = Cơ quan thường trực nhắc: { $unit } chưa báo xong nhiệm vụ { $number } (“{ $words }”); hạn là ngày { $due }.
mail-asked-task-no-day = Cơ quan thường trực nhắc: { $unit } chưa báo xong nhiệm vụ { $number } (“{ $words }”).

# Chọn biểu mẫu khi xác nhận kế hoạch
web-plan-form = Biểu mẫu báo cáo
web-plan-form-hint = Biểu mẫu đổi được cho đến khi có đơn vị gửi báo cáo
web-plan-form-default = Biểu mẫu mặc định của Tháng hành động
web-plan-form-before = Biểu mẫu năm { $year }
web-plan-form-table = Bảng phụ lục trong kế hoạch ({ $items } chỉ tiêu)
web-plan-form-own = Biểu mẫu riêng, trong tệp chọn ở dưới
web-plan-form-file = Tệp biểu mẫu riêng
web-plan-form-look = Xem thử biểu mẫu
web-plan-form-missing = Chưa chọn tệp biểu mẫu riêng; hãy chọn tệp .toml hoặc chọn biểu mẫu khác.
web-plan-form-preview = Xem thử biểu mẫu
web-plan-form-open = Mở đợt với biểu mẫu này
web-plan-form-back = Quay lại kế hoạch, chọn biểu mẫu khác

# Chọn đơn vị khi danh sách dài
web-unit-code-or-name = Ghi mã hoặc tên đầy đủ của đơn vị
web-and-more-units = và { $count } đơn vị khác
web-overview-map-areas = Báo cáo đã nhận, theo đơn vị cấp dưới trực tiếp
web-overview-map-areas-what = Tỷ lệ đã nhận
web-overview-map-too-many = Có { $count } đơn vị nên không vẽ từng ô; hãy xem trên trang Tiến độ.
web-overview-map-board = Xem trang Tiến độ

# Số hiểu được hai cách
workbook-ambiguous-number = “{ $found }” hiểu được hai cách; hãy ghi lại: 1.234 là một nghìn hai trăm ba mươi tư, 1,23 là một phẩy hai ba
web-live-ambiguous = Số này hiểu được hai cách. Hãy ghi lại: 1.234 là một nghìn hai trăm ba mươi tư, 1,23 là một phẩy hai ba.

# Trang lãnh đạo
web-overview-years = Các chỉ tiêu chính qua các năm
