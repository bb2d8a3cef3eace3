# What cannot be done, why, and what to do. One sentence each.
and-more = … và { $more } lỗi khác.

file-not-found = Không có tệp { $path }; hãy kiểm tra lại đường dẫn.
file-is-a-folder = { $path } là thư mục; hãy ghi tên một tệp.
file-not-a-folder = { $path } là một tệp; hãy chọn một thư mục.
file-no-permission = Không được phép đọc hoặc ghi { $path }; hãy kiểm tra quyền truy cập.
file-too-large = Tệp { $path } lớn hơn { $limit } MB; hãy gửi đúng tệp văn bản hoặc biểu mẫu, bỏ bớt ảnh.
file-taken = Đã có tệp { $path } với nội dung khác, có thể là biểu đã điền; hãy chọn thư mục khác hoặc chuyển tệp đó đi.
file-disk-full = Ổ đĩa đã đầy khi ghi { $path }; hãy dọn chỗ trống rồi làm lại, những gì có trước vẫn còn nguyên.
file-other = Không đọc hoặc ghi được { $path }: { $what }.

read-empty = Tệp rỗng; hãy gửi lại tệp có nội dung.
read-too-large = Tệp lớn hơn { $limit } MB; hãy bỏ bớt ảnh rồi gửi lại.
read-word97 = Văn bản do bản Word trước 97 tạo ra; hãy mở bằng Word mới và lưu thành .docx.
read-password = Tệp được đặt mật khẩu; hãy mở tệp, bỏ mật khẩu rồi gửi lại.
read-damaged = Tệp bị hỏng hoặc bị cắt giữa chừng; hãy gửi lại bản gốc.
read-bomb = Tệp nén bất thường, mở ra quá lớn, nên không đọc; hãy lưu lại bằng Word rồi gửi.
read-no-text = Văn bản không có chữ nào; hãy gửi tệp gốc có chữ, không phải bản chụp hay bản quét.
read-scanned = Đây là bản quét, chỉ có hình, không có chữ; hãy xin tệp gốc hoặc bản đã nhận dạng chữ.
read-unknown-format = Tệp không phải là văn bản đọc được; hãy dùng tệp .docx, .doc, .odt, .pdf, .html hoặc .txt.

store-not-a-database = Tệp cơ sở dữ liệu của máy chủ không phải của Chung Tay; hãy báo người vận hành máy chủ.
store-not-a-database-terminal = Tệp chungtay.db trong thư mục dữ liệu không phải cơ sở dữ liệu của Chung Tay; hãy chọn thư mục khác bằng --data.
store-newer-schema = Dữ liệu do bản Chung Tay mới hơn tạo ra; hãy cập nhật chương trình.
store-disk-full = Ổ đĩa chứa dữ liệu đã đầy; hãy dọn chỗ trống rồi làm lại, những gì đã báo nhận vẫn còn nguyên.
store-disk-failed = Ổ đĩa chứa dữ liệu báo lỗi; hãy kiểm tra ổ đĩa rồi làm lại, những gì đã báo nhận vẫn còn nguyên.
store-busy = Nơi khác đang ghi dữ liệu quá lâu; hãy chờ xong rồi làm lại.
store-read-only = Không mở hoặc không ghi được thư mục dữ liệu; hãy kiểm tra thư mục và quyền ghi.
store-not-a-folder = Máy chủ được chỉ đến một tệp thay vì một thư mục dữ liệu; hãy báo người vận hành máy chủ.
store-not-a-folder-terminal = Đường dẫn ghi sau --data là một tệp; hãy chọn một thư mục.
store-form-changed = Biểu { $form } lần { $version } đã được lưu với nội dung khác; hãy tăng số version trong tệp biểu mẫu.
store-corrupt = Dữ liệu đã lưu bị hỏng; hãy khôi phục thư mục dữ liệu từ bản sao lưu.
store-conflict = Dữ liệu vừa được người khác thay đổi; hãy xem lại rồi làm lại.
store-other = Cơ sở dữ liệu báo lỗi: { $what }

form-wrong = Tệp biểu mẫu chưa đúng ({ $what }); hãy sửa theo mẫu forms/action-month.toml.
form-syntax = Tệp biểu mẫu, dòng { $line }: không đúng cách viết TOML hoặc không đúng mục của biểu ({ $what }); hãy sửa theo mẫu forms/action-month.toml.
form-duplicate = Tệp biểu mẫu dùng tên “{ $name }” hai lần; hãy đặt cho mỗi chỗ một tên riêng.
form-unknown = Tệp biểu mẫu: “{ $from }” nhắc đến “{ $to }” mà biểu không có; hãy sửa tên cho khớp.
form-roll-up = Tệp biểu mẫu: cách tổng hợp (roll_up) của “{ $item }” không hợp với loại số liệu của nó; hãy xem hướng dẫn đầu tệp forms/action-month.toml.
form-rule-no-comparison = Tệp biểu mẫu: điều kiện “{ $check }” cần đúng một dấu =, <= hoặc >=; hãy sửa lại.
form-rule-not-a-term = Tệp biểu mẫu: điều kiện “{ $check }” có “{ $term }” không phải là tên ô, số nguyên, dấu + hay dấu -; hãy sửa lại.
form-rule-sign = Tệp biểu mẫu: điều kiện “{ $check }” thiếu hoặc thừa dấu ở gần “{ $term }”; hãy sửa lại.
form-empty = Tệp biểu mẫu không có chỉ tiêu nào; hãy thêm ít nhất một mục [[group.item]].
hierarchy-cycle = Đơn vị { $code } nằm trong một vòng cấp trên - cấp dưới; hãy sửa cột cấp trên.

units-empty = Danh sách không có đơn vị nào; hãy thêm ít nhất một dòng.
units-bad-code = Dòng { $line }: mã đơn vị “{ $code }” không dùng được; hãy dùng chữ, số, dấu - _ hoặc dấu chấm.
units-no-name = Dòng { $line }: thiếu tên đơn vị; hãy ghi tên.
units-unknown-kind = Dòng { $line }: không có loại đơn vị “{ $kind }”; hãy dùng tỉnh, huyện, xã, phường, sở, hội, trường hoặc khác.
units-same-code = Dòng { $line }: mã “{ $code }” đã có ở dòng { $first }; hãy cho mỗi đơn vị một mã riêng.
units-same-name = Dòng { $line }: “{ $name }” đã có ở dòng { $first } dưới cùng một cấp trên; hãy bỏ dòng trùng hoặc ghi tên cho khác nhau.
units-unknown-parent = Dòng { $line }: không có đơn vị nào mang mã cấp trên “{ $code }”; hãy sửa cột cấp trên hoặc thêm đơn vị đó.
units-circle = Dòng { $line }: đơn vị “{ $code }” là cấp trên của chính mình, trực tiếp hoặc qua đơn vị khác; hãy sửa cột cấp trên.

open-plan = Không đọc được kế hoạch: { $why }
open-not-a-plan = Văn bản này không phải kế hoạch; hãy chọn tệp kế hoạch mở đợt.
open-no-year = Kế hoạch không ghi năm của đợt; hãy ghi năm ở trích yếu hoặc ngày ban hành.
open-date-out-of-range = Kế hoạch có ngày { $date } không thuộc các năm 2000 - 2100; hãy sửa ngày trong văn bản.
open-no-due-day = Kế hoạch không ghi hạn báo cáo; hãy ghi ngày vào ô hạn báo cáo.
open-no-due-day-terminal = Kế hoạch không ghi hạn báo cáo; hãy thêm --due và ngày, ví dụ --due 2026-12-20.
open-other-due-day = Đợt này đã mở với hạn báo cáo { $day }; hãy đổi hạn ở trang của đợt.
open-other-due-day-terminal = Đợt này đã mở với hạn báo cáo { $day }; hạn không đổi được nữa, muốn dùng hạn khác hãy mở trong thư mục dữ liệu mới (--data).
open-due-before-period = Hạn báo cáo { $day } trước ngày bắt đầu đợt; hãy kiểm tra lại kế hoạch hoặc hạn đã ghi.
open-due-before-period-terminal = Hạn báo cáo { $day } trước ngày bắt đầu đợt; hãy kiểm tra lại kế hoạch hoặc ngày ghi ở --due.
open-units = Không đọc được danh sách đơn vị: { $why }
open-form-not-text = Tệp biểu mẫu không phải là tệp chữ; hãy dùng tệp TOML như forms/action-month.toml.
open-code-taken = Mã { $code } trong năm nay đã là của đơn vị khác; hãy dùng mã khác.

note-period-assumed = Kế hoạch không ghi thời gian; lấy từ 15/11 đến 15/12.
note-issuer-added = Danh sách không có cơ quan ban hành; đã thêm { $name } với mã { $code }.
note-code-reused = Mã { $code } trước đây là của { $before }; nay là một đơn vị mới, số liệu cũ vẫn thuộc đơn vị cũ.
note-due-day-chosen = Kế hoạch có nhiều ngày báo cáo; lấy { $taken }, không lấy { $others }. Nếu chưa đúng, hãy đổi hạn ở trang của đợt.
note-due-day-chosen-terminal = Kế hoạch có nhiều ngày báo cáo; lấy { $taken }, không lấy { $others }. Nếu chưa đúng, hãy mở lại trong thư mục dữ liệu mới với --due.
note-no-tasks = Không tìm thấy nhiệm vụ giao cho đơn vị nào trong kế hoạch; mọi đơn vị vẫn có nhiệm vụ báo cáo.

data-none-yet-terminal = Thư mục { $folder } chưa có dữ liệu; hãy kiểm tra --data, hoặc bắt đầu bằng: chungtay campaign open --plan TỆP --units TỆP
forbidden = Tài khoản của bạn không có quyền làm việc này; nếu cần, hãy hỏi quản trị viên
find-no-campaign = Chưa mở đợt nào; cơ quan thường trực mở đợt ở trang Kế hoạch.
find-no-campaign-terminal = Chưa mở đợt nào; hãy bắt đầu bằng: chungtay campaign open --plan TỆP --units TỆP
find-unknown-campaign = Không có đợt nào tên “{ $name }”; hãy chọn một đợt ở trang Đợt.
find-unknown-campaign-terminal = Không có đợt nào tên “{ $name }”; hãy xem: chungtay campaign list
find-ambiguous = Có nhiều đợt cùng ứng với “{ $name }”; hãy chọn bằng số kế hoạch.
find-ambiguous-terminal = Có nhiều đợt cùng ứng với “{ $name }”; hãy dùng số kế hoạch, xem ở: chungtay campaign list
find-unknown-unit = Không có đơn vị nào mang mã “{ $code }” trong đợt này; hãy kiểm tra lại mã.
find-unknown-unit-terminal = Không có đơn vị nào mang mã “{ $code }” trong đợt này; hãy xem mã ở: chungtay status

submit-other-campaign = Biểu này thuộc một đợt khác; hãy dùng biểu tải từ đợt đang mở.
submit-other-campaign-terminal = Biểu này thuộc một đợt khác; hãy dùng biểu xuất từ đợt đang mở bằng: chungtay form export
submit-other-form = Biểu này là mẫu khác với mẫu của đợt; hãy tải lại biểu của đợt.
submit-other-form-terminal = Biểu này là mẫu khác với mẫu của đợt; hãy xuất lại biểu bằng: chungtay form export
submit-not-a-reporter = Đơn vị { $code } không có trong danh sách báo cáo của đợt này; hãy kiểm tra lại mã.
submit-not-a-reporter-terminal = Đơn vị { $code } không có trong danh sách báo cáo của đợt này; hãy xem mã các đơn vị ở: chungtay status
submit-received-out-of-range = Ngày nhận { $day } ngoài khoảng { $earliest } - { $latest }; hãy kiểm tra lại ngày nhận.
submit-received-out-of-range-terminal = Ngày nhận { $day } ngoài khoảng { $earliest } - { $latest }; hãy kiểm tra lại --received.
submit-blank = Biểu chưa điền gì; hãy điền số liệu hoặc lời văn rồi gửi lại.

refusal-nothing-submitted = Đơn vị chưa gửi báo cáo nào; hãy đợi đơn vị gửi.
refusal-nothing-submitted-terminal = Đơn vị chưa gửi báo cáo nào; khi nhận được, hãy dùng: chungtay report submit
refusal-already-approved = Báo cáo đã duyệt; muốn thay đổi hãy mở lại trước.
refusal-already-approved-terminal = Báo cáo đã duyệt; muốn thay đổi hãy mở lại bằng: chungtay report reopen
refusal-waits-for-unit = Báo cáo đã trả lại và đang chờ đơn vị gửi lại.
refusal-waits-for-unit-terminal = Báo cáo đã trả lại và đang chờ đơn vị gửi lại; khi nhận được, hãy dùng: chungtay report submit
refusal-not-approved = Báo cáo chưa được duyệt nên không cần mở lại; muốn đơn vị sửa, hãy trả lại.
refusal-not-approved-terminal = Báo cáo chưa được duyệt nên không cần mở lại; muốn đơn vị sửa, hãy dùng: chungtay report return
refusal-reason-missing = Chưa ghi lý do; hãy ghi lý do.
refusal-reason-missing-terminal = Chưa ghi lý do; hãy thêm --reason và lý do.

decide-nothing-waits = Không có báo cáo nào đang chờ duyệt.
decide-nothing-waits-terminal = Không có báo cáo nào đang chờ duyệt; hãy xem tình hình ở: chungtay status
consolidate-nothing-approved = Chưa có báo cáo nào được duyệt; hãy duyệt báo cáo trước.
consolidate-nothing-approved-terminal = Chưa có báo cáo nào được duyệt; hãy duyệt bằng: chungtay report approve
write-document = Không tạo được văn bản: { $what }.
write-workbook = Không tạo được bảng tính: { $what }.
trace-unknown-figure = Biểu không có chỉ tiêu “{ $name }”; hãy dùng số thứ tự (ví dụ 2.3) hoặc tên ô (ví dụ talks).
sample-folder-taken = Thư mục { $path } đã có dữ liệu khác.
sample-folder-taken-terminal = Thư mục { $path } đã có dữ liệu khác; hãy chọn thư mục khác bằng --data.
sample-source = Dữ liệu mẫu kèm chương trình chưa đúng: { $what }.

warning-parts = { $item } - { $by }: cộng lại được { $sum }, tổng số ghi { $total }.
warning-part-exceeds = { $item } - { $part }: { $value } lớn hơn tổng số { $total }.
warning-rule = { $message } (đang là { $left }, cần { $sign } { $right }).

punctuality-on-time = đúng hạn
punctuality-late = chậm { $days } ngày
punctuality-awaited = chưa đến hạn
punctuality-missing = chưa báo cáo

state-none = chưa gửi
state-submitted = chờ duyệt
state-returned = đã trả lại
state-approved = đã duyệt

draft-no-table = Văn bản không có bảng biểu mẫu báo cáo nào (cột chỉ tiêu, đơn vị tính, số liệu); hãy chọn văn bản có phụ lục biểu mẫu.
draft-bad-id = Tên biểu “{ $id }” không dùng được; hãy dùng chữ thường không dấu, số, dấu - hoặc _.

sign-in-wrong = Tên đăng nhập hoặc mật khẩu không đúng
sign-in-wrong-code = Mã không đúng hoặc đã dùng rồi; hãy đợi mã mới trên điện thoại rồi nhập lại
sign-in-wait = Đã sai nhiều lần; hãy đợi { $seconds } giây rồi thử lại
sign-in-stale-code = Mã này không đúng, đã dùng hoặc đã hết hạn; hãy xin mã mới
sign-in-short-password = Mật khẩu cần ít nhất { $least } ký tự; một câu ngắn dễ nhớ là tốt
sign-in-long-password = Mật khẩu quá dài; hãy chọn mật khẩu ngắn hơn 500 ký tự
sign-in-easy-password = Mật khẩu này quá dễ đoán; hãy chọn mật khẩu khác, không chứa tên đăng nhập
sign-in-bad-name = Cần có họ tên, và tên đăng nhập gồm 3 đến 60 chữ, số, dấu chấm hoặc gạch nối, không có dấu cách
sign-in-name-taken = Tên đăng nhập này đã có người dùng; hãy chọn tên khác
people-unknown = Không có người này
people-last-administrator = Phải còn ít nhất một quản trị viên; hãy giao quyền quản trị cho người khác trước
