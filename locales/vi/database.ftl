# Cơ sở dữ liệu: trong thư mục dữ liệu hoặc trên máy chủ PostgreSQL; sao lưu, khôi phục, chuyển chỗ.
help-any-database = Máy chủ PostgreSQL (postgres://…) thay cho tệp trong thư mục dữ liệu
help-restore = Khôi phục từ một bản sao lưu vào nơi còn trống (--data hoặc --database)
help-restore-example = chungtay --data thu-muc-moi restore sao-luu/chungtay.db
help-restore-file = Bản sao lưu, do chungtay backup hoặc trang quản trị tạo
help-move = Chuyển toàn bộ dữ liệu sang thư mục hoặc máy chủ PostgreSQL còn trống; nơi cũ giữ nguyên
help-move-example = chungtay move --to postgres://chungtay@may-chu/chungtay
help-move-to = Nơi đến: thư mục, hoặc postgres://người-dùng:mật-khẩu@máy:cổng/tên

database-none-yet = Cơ sở dữ liệu { $place } chưa có dữ liệu của Chung Tay; hãy kiểm tra --database, hoặc bắt đầu bằng: chungtay campaign open --plan TỆP --units TỆP
backup-digest = { $rows } dòng, mã kiểm { $digest }
backup-restore = Khôi phục vào nơi còn trống: chungtay --data THƯ-MỤC-MỚI restore { $file }
restore-done = Đã khôi phục vào { $place }, đã đọc lại và khớp.
move-done = Đã chuyển từ { $from } sang { $to }, đã đọc lại và khớp.
copy-from = Bản gốc:  { $rows } dòng, mã kiểm { $digest }
copy-to = Bản mới:  { $rows } dòng, mã kiểm { $digest }
next-after-restore = Tiếp theo: chungtay serve
next-after-move-to-server = Tiếp theo: chungtay serve --database { $to } (kèm mật khẩu, hoặc đặt CHUNGTAY_DATABASE); nơi cũ giữ nguyên, đừng dùng tiếp.
next-after-move-to-folder = Tiếp theo: chungtay serve --data { $to }, và bỏ CHUNGTAY_DATABASE nếu đã đặt; nơi cũ giữ nguyên, đừng dùng tiếp.
audit-backup-restore = Khôi phục từ bản sao lưu
audit-installation-move = Chuyển dữ liệu sang nơi khác

store-bad-address = Không hiểu địa chỉ cơ sở dữ liệu; hãy viết postgres://người-dùng:mật-khẩu@máy:cổng/tên, ký tự đặc biệt viết bằng mã %.
store-no-encryption = Địa chỉ yêu cầu kết nối mã hoá (sslmode), bản này chưa làm được; hãy nối qua socket, mạng riêng hoặc đường hầm và bỏ sslmode.
store-no-server = Máy chủ cơ sở dữ liệu không trả lời hoặc vừa ngắt kết nối; hãy kiểm tra máy chủ, xem việc đang làm đã được lưu chưa rồi hãy làm lại, những gì đã báo nhận vẫn còn nguyên.
store-not-let-in = Máy chủ cơ sở dữ liệu không nhận người dùng, mật khẩu hoặc tên cơ sở dữ liệu; hãy kiểm tra cả ba, người dùng phải được tạo bảng.
store-not-ours = Cơ sở dữ liệu trên máy chủ đang chứa bảng của chương trình khác, hoặc không dùng UTF-8; hãy chọn cơ sở dữ liệu trống dùng UTF-8.
store-not-empty = Nơi đến đã có dữ liệu và không bị ghi đè; hãy chọn nơi còn trống.
store-copy-differs = Bản chép đọc lại không khớp; đừng dùng bản đó, dữ liệu gốc vẫn nguyên.

doctor-server = Cơ sở dữ liệu { $place }, PostgreSQL { $version }, lược đồ { $schema }, { $size } MB
doctor-server-mend = Kiểm tra CHUNGTAY_DATABASE hoặc --database, máy chủ có chạy và nối tới được không; nếu là lần đầu, chạy chungtay serve.
