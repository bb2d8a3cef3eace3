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
store-not-encrypted = Máy chủ cơ sở dữ liệu không có kết nối mã hoá (TLS) mà sslmode trong địa chỉ yêu cầu; hãy bật ssl ở máy chủ PostgreSQL, hoặc kiểm tra địa chỉ có đúng máy chủ không.
store-untrusted-issuer = Chứng thư của máy chủ cơ sở dữ liệu không do nơi nào được tin cậy cấp; hãy ghi sslrootcert=TỆP (chứng thư của nơi cấp) vào địa chỉ.
store-untrusted-name = Chứng thư của máy chủ cơ sở dữ liệu cấp cho tên khác; hãy dùng đúng tên ghi trong chứng thư (subjectAltName) làm tên máy trong địa chỉ.
store-untrusted-expired = Chứng thư của máy chủ cơ sở dữ liệu đã hết hạn; hãy gia hạn ở máy chủ PostgreSQL.
store-untrusted-not-yet = Chứng thư của máy chủ cơ sở dữ liệu chưa đến ngày có hiệu lực; hãy kiểm tra đồng hồ hai máy, hoặc thay chứng thư.
store-untrusted-odd = Không dùng được chứng thư của máy chủ cơ sở dữ liệu; hãy làm chứng thư khác (X.509 phiên bản 3, dùng cho máy chủ).
store-bad-root-file = Tệp ghi ở sslrootcert trong địa chỉ không đọc được hoặc không có chứng thư nào; hãy chỉ một tệp chứng thư dạng PEM mà chương trình đọc được.
store-not-admitted-in-the-open = Máy chủ cơ sở dữ liệu không nhận người dùng này qua kết nối không mã hoá; hãy bỏ sslmode=disable khỏi địa chỉ, hoặc kiểm tra người dùng, tên cơ sở dữ liệu và pg_hba.conf của máy chủ.
store-no-server = Máy chủ cơ sở dữ liệu không trả lời hoặc vừa ngắt kết nối; hãy kiểm tra máy chủ, xem việc đang làm đã được lưu chưa rồi hãy làm lại, những gì đã báo nhận vẫn còn nguyên.
store-not-let-in = Máy chủ cơ sở dữ liệu không nhận người dùng, mật khẩu hoặc tên cơ sở dữ liệu; hãy kiểm tra cả ba, người dùng phải được tạo bảng.
store-not-ours = Cơ sở dữ liệu trên máy chủ đang chứa bảng của chương trình khác, hoặc không dùng UTF-8; hãy chọn cơ sở dữ liệu trống dùng UTF-8.
store-not-empty = Nơi đến đã có dữ liệu và không bị ghi đè; hãy chọn nơi còn trống.
store-copy-differs = Bản chép đọc lại không khớp; đừng dùng bản đó, dữ liệu gốc vẫn nguyên.

doctor-server = Cơ sở dữ liệu { $place }, PostgreSQL { $version }, lược đồ { $schema }, { $size } MB
doctor-server-mend = Kiểm tra CHUNGTAY_DATABASE hoặc --database, máy chủ có chạy và nối tới được không; nếu là lần đầu, chạy chungtay serve.
