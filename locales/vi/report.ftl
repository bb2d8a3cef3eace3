# The consolidated report, report.docx.
report-kind = BÁO CÁO
report-title = Kết quả thực hiện { $campaign } năm { $year }
report-issuer-committee = Ủy ban nhân dân { $unit }
report-sign-committee = TM. ỦY BAN NHÂN DÂN
report-sign-deputy = KT. CHỦ TỊCH
report-sign-deputy-chair = PHÓ CHỦ TỊCH
report-sign-director = GIÁM ĐỐC
report-recipient-superior = Cơ quan cấp trên (để báo cáo)
report-recipient-units = Các đơn vị báo cáo
report-recipient-archive = Lưu: VT

report-opening = Thực hiện { $plan }, { $issuer } báo cáo kết quả như sau:
report-opening-numbered = Kế hoạch số { $number } ngày { $date } của { $issuer } về việc { $title }
report-opening-unnumbered = Kế hoạch { $title }
report-closing = Trên đây là báo cáo kết quả thực hiện { $campaign } năm { $year } của { $issuer }

report-reporting-heading = TÌNH HÌNH GỬI BÁO CÁO
report-reporting = Tổng số { $expected } đơn vị phải báo cáo trước ngày { $due }. Đã nhận báo cáo của { $received } đơn vị, trong đó { $ontime } đơn vị đúng hạn, { $late } đơn vị chậm; { $none } đơn vị chưa báo cáo. Số liệu trong báo cáo này tổng hợp từ { $counted } báo cáo đã được duyệt.
report-counted-by = Số liệu được cộng theo đơn vị hành chính của ngày { $day }: mỗi báo cáo được tính ở đơn vị giữ toàn bộ địa bàn của nó trong ngày đó.
report-late-units = Đơn vị báo cáo chậm: { $units }.
report-missing-units = Đơn vị chưa báo cáo: { $units }.
report-kinds-caption = Tình hình gửi báo cáo theo loại đơn vị
report-kinds-chart = Tình hình gửi báo cáo theo loại đơn vị
report-units-unit = đơn vị
report-on-time = Đúng hạn
report-late = Chậm
report-none = Chưa báo cáo
report-total = Tổng số

report-results-heading = KẾT QUẢ THỰC HIỆN
report-units-and-more = { $units } và { $more } đơn vị khác
report-warnings-heading = SỐ LIỆU CẦN LÀM RÕ
report-warnings-opening = Những số liệu dưới đây chưa khớp; giữ nguyên như đơn vị báo cáo, kèm giải trình nếu có:
report-warning-reason = Giải trình của đơn vị: { $reason }
report-warning-unexplained = Đơn vị chưa giải trình.

report-column-number = TT
report-column-item = Chỉ tiêu
report-column-unit = Đơn vị tính
report-column-reporters = Số đơn vị có số liệu
report-column-name = Đơn vị
report-column-kind = Loại đơn vị
report-column-expected = Phải báo cáo
report-column-received = Ngày nhận
report-column-state = Tình trạng
report-column-revision = Lần gửi được tính
report-appendix-totals-label = Phụ lục I
report-appendix-totals-title = TỔNG HỢP SỐ LIỆU
report-appendix-units-label = Phụ lục II
report-appendix-units-title = DANH SÁCH ĐƠN VỊ BÁO CÁO
