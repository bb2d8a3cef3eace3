//! Small forms for the tests of this crate.

pub(crate) const SMALL: &str = r#"
id = "small"
version = 1
title = { vi = "Biểu nhỏ", en = "Small form" }

[[breakdown]]
id = "level"
label = { vi = "Theo cấp" }
covers = "whole"
part = [{ id = "province", label = { vi = "Cấp tỉnh" } }, { id = "commune", label = { vi = "Cấp xã" } }]

[[breakdown]]
id = "sex"
label = { vi = "Theo giới" }
covers = "some"
part = [{ id = "female", label = { vi = "Nữ" } }]

[[group]]
id = "communication"
title = { vi = "Truyền thông" }
[[group.item]]
id = "talks"
label = { vi = "Cuộc nói chuyện" }
unit = { vi = "cuộc" }
breakdowns = ["level"]
[[group.item]]
id = "people"
label = { vi = "Người dự" }
unit = { vi = "người" }
breakdowns = ["sex"]

[[group]]
id = "response"
title = { vi = "Ứng phó" }
[[group.item]]
id = "cases"
label = { vi = "Vụ việc phát hiện" }
unit = { vi = "vụ" }
[[group.item]]
id = "protected"
label = { vi = "Vụ việc được bảo vệ" }
unit = { vi = "vụ" }
[[group.item]]
id = "share"
label = { vi = "Tỷ lệ" }
unit = { vi = "%" }
kind = "percent"
roll_up = { ratio = ["protected", "cases"] }
[[group.item]]
id = "note"
label = { vi = "Ghi chú" }
unit = { vi = "" }
kind = "text"
[[group.item]]
id = "start"
label = { vi = "Đầu kỳ" }
unit = { vi = "hộ" }
[[group.item]]
id = "left"
label = { vi = "Giảm" }
unit = { vi = "hộ" }
[[group.item]]
id = "entered"
label = { vi = "Tăng" }
unit = { vi = "hộ" }
[[group.item]]
id = "end"
label = { vi = "Cuối kỳ" }
unit = { vi = "hộ" }
roll_up = "sum"

[[section]]
id = "direction"
title = { vi = "Công tác chỉ đạo" }

[[check]]
id = "balance"
rule = "start - left + entered = end"
message = { vi = "Đầu kỳ trừ giảm cộng tăng phải bằng cuối kỳ" }
[[check]]
id = "protected-of-cases"
rule = "protected <= cases"
message = { vi = "Số được bảo vệ không vượt số phát hiện" }
"#;

/// A form with every way to roll up.
pub(crate) const EVERY_RULE: &str = r#"
id = "every-rule"
version = 1
title = { vi = "Biểu đủ cách tổng hợp" }

[[breakdown]]
id = "sex"
label = { vi = "Theo giới" }
covers = "some"
part = [{ id = "female", label = { vi = "Nữ" } }]

[[group]]
id = "all"
title = { vi = "Mọi cách" }
[[group.item]]
id = "share"
label = { vi = "Tỷ lệ" }
unit = { vi = "%" }
kind = "percent"
roll_up = { ratio = ["people", "largest"] }
[[group.item]]
id = "people"
label = { vi = "Người" }
unit = { vi = "người" }
breakdowns = ["sex"]
[[group.item]]
id = "note"
label = { vi = "Ghi chú" }
unit = { vi = "" }
kind = "text"
[[group.item]]
id = "largest"
label = { vi = "Lớn nhất" }
unit = { vi = "người" }
roll_up = "max"
[[group.item]]
id = "latest"
label = { vi = "Mới nhất" }
unit = { vi = "hộ" }
roll_up = "last"
breakdowns = ["sex"]
[[group.item]]
id = "money"
label = { vi = "Kinh phí" }
unit = { vi = "đồng" }
kind = "vnd"
"#;
