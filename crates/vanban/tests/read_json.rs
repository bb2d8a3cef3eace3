//! The JSON tells all that was read, for programs that do not link the crate.

use serde_json::json;
use vanban::read::read;

const PLAN: &str = "\
ỦY BAN NHÂN DÂN\nXÃ HÒA LỘC\nSố: 45/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
Hòa Lộc, ngày 3 tháng 11 năm 2031\n\nKẾ HOẠCH\nTriển khai Tháng hành động vì bình đẳng giới năm 2031\n\n\
I. NỘI DUNG\n1. Phấn đấu 1.200 người dự.\nII. TỔ CHỨC THỰC HIỆN\n\
1. Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã tổ chức 3 lớp tập huấn, báo cáo trong tháng 12.\n\
Sản phẩm: Báo cáo kết quả;\n\n\
TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Thị Mẫu\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\
Phụ lục I\nMẪU BÁO CÁO\n| TT | Chỉ tiêu | Đơn vị tính | Số liệu |\n|---|---|---|---|\n| 1 | Số cuộc | cuộc | |\n\
| 2 | Số người | người | |\n";

#[test]
fn a_task_tells_when_it_is_due_and_what_it_brings_forth() {
    let reading = read(PLAN.as_bytes()).unwrap();
    let json = reading.to_json();
    let task = &json["tasks"][0];
    assert_eq!(task["due"], json!({"kind": "month", "year": 2031, "month": 12, "last_day": "2031-12-31"}));
    assert_eq!(task["product"], "Báo cáo kết quả");
    assert_eq!(json["rules"]["tasks"][0]["product"], "task.product");
    assert_eq!(task["text"], reading.facts.tasks[0].text.value.as_str());
    let span = &reading.facts.tasks[0].text.span;
    assert_eq!(json["spans"]["tasks"][0]["text"], json!([span.start, span.end]));
    assert!(
        json["confidence"]["tasks"][0].get("due").is_none(),
        "what follows from facts has no confidence of its own"
    );
}

#[test]
fn every_fact_has_its_place_in_the_file() {
    let json = read(PLAN.as_bytes()).unwrap().to_json();
    assert_eq!(json["places"]["number"], json!({"line": 3}));
    assert_eq!(json["places"]["tasks"][0]["lead"], json!({"line": 14}));
    let map = json["source_map"].as_array().unwrap();
    assert_eq!(map[0], json!([0, {"line": 1}]));
    assert!(map.contains(&json!([PLAN.find("KẾ HOẠCH").unwrap(), {"line": 8}])), "{map:?}");
}

#[test]
fn the_shape_of_the_document_is_told() {
    let reading = read(PLAN.as_bytes()).unwrap();
    let json = reading.to_json();
    assert_eq!(json["format"], "text");
    assert_eq!(json["outline"].as_array().unwrap().len(), reading.outline().len());
    assert_eq!(json["outline"][1]["children"][0]["depth"], "clause");
    assert_eq!(json["appendices"][0]["label"], "Phụ lục I");
    assert_eq!(json["form_tables"][0]["groups"][0]["items"][1]["unit"], "người");
    assert_eq!(json["blocks"].as_array().unwrap().len(), reading.blocks.len());
}

#[test]
fn a_product_belongs_to_its_own_task() {
    let plan = PLAN.replace(
        "Sản phẩm: Báo cáo kết quả;\n\n",
        "2. Giao Công an xã chủ trì, bảo đảm trật tự.\n3. Giao Trạm Y tế xã chủ trì, khám bệnh cho 200 người.\nSản phẩm: Danh sách;\n\n\
         | TT | Nhiệm vụ | Chủ trì | Sản phẩm |\n|---|---|---|---|\n| 1 | Treo băng rôn | Công an xã | Ảnh chụp |\n\
         | 2 | Dọn chợ | Trạm Y tế xã | |\n| 3 | In tờ rơi | Văn phòng | Tờ rơi |\n\n",
    );
    let reading = read(plan.as_bytes()).unwrap();
    let products = reading.products();
    let told: Vec<Option<&str>> =
        products.iter().map(|product| product.as_ref().map(|fact| fact.value.as_str())).collect();
    assert_eq!(told, [None, None, Some("Danh sách"), Some("Ảnh chụp"), None, Some("Tờ rơi")]);
    for (task, product) in reading.facts.tasks.iter().zip(&products) {
        assert_eq!(reading.product(task), *product);
    }
}
