//! What reading costs: memory as a multiple of the text, and the time and memory of hostile files. Each file is read by
//! a process of its own, which is asked for its peak; where the system does not tell it (elsewhere than on Linux) only the
//! time is looked at. `cargo test --release -p vanban --test read_cost -- --nocapture` prints the figures.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::process::Command;
use std::time::Instant;
use vanban::read::read;
use zip::write::SimpleFileOptions;

/// Seconds a file may take; more without optimisation.
const SECONDS: f64 = if cfg!(debug_assertions) { 20.0 } else { 2.0 };

/// Bytes a hostile file may take, the file itself with them: well below the 256 MB that are asked for.
const HOSTILE: u64 = 200 << 20;

/// Bytes of memory for each byte of the normalised text of an honest document, beside the file itself.
const MULTIPLE: u64 = 24;

/// Memory that does not depend on the document: vocabulary, buffers.
const BASE: u64 = 8 << 20;

const FILE: &str = "VANBAN_COST_FILE";

/// What a child says.
struct Cost {
    seconds: f64,
    /// Beside what the process with the file in it took before; `None` where the system does not tell.
    memory: Option<u64>,
    /// Bytes of the text; `None` for a file that was refused.
    text: Option<u64>,
    outcome: String,
}

/// A line of `/proc/self/status`, in bytes.
fn status(key: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// Seconds this thread has spent on a processor: other work on the machine does not count.
fn processor_seconds() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

/// The child: reads one file and says what it cost. Without a file to read it has nothing to say.
#[test]
fn child() {
    let Ok(path) = std::env::var(FILE) else { return };
    let bytes = std::fs::read(path).unwrap();
    let before = status("VmRSS");
    let (start, on_processor) = (Instant::now(), processor_seconds());
    let result = read(&bytes);
    let elapsed = start.elapsed().as_secs_f64();
    let seconds = processor_seconds().zip(on_processor).map_or(elapsed, |(now, start)| now - start);
    let memory = status("VmHWM").zip(before).map(|(peak, before)| peak.saturating_sub(before));
    let (text, outcome) = match &result {
        Ok(reading) => (reading.text.len().to_string(), "read".to_owned()),
        Err(error) => ("-".to_owned(), format!("{error:?}").replace(' ', "")),
    };
    println!("\nCOST {seconds} {} {text} {outcome}", memory.map_or("-".to_owned(), |memory| memory.to_string()));
}

fn cost(name: &str, bytes: &[u8]) -> Cost {
    let path = std::env::temp_dir().join(format!("vanban-cost-{}-{}", std::process::id(), name.replace(' ', "-")));
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--nocapture"])
        .env(FILE, &path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said.lines().find_map(|line| line.strip_prefix("COST ")).unwrap_or_else(|| panic!("{name}: {said}"));
    let parts: Vec<&str> = line.split(' ').collect();
    let cost = Cost {
        seconds: parts[0].parse().unwrap(),
        memory: parts[1].parse().ok(),
        text: parts[2].parse().ok(),
        outcome: parts[3].to_owned(),
    };
    println!(
        "{name}: {} bytes, {:.2} s, {} MB, {}",
        bytes.len(),
        cost.seconds,
        cost.memory.map_or("?".to_owned(), |memory| (memory >> 20).to_string()),
        cost.outcome
    );
    cost
}

/// A text of about this many bytes, as plans have them; names and places are made up.
fn plan(bytes: usize) -> Vec<String> {
    let mut lines = vec!["KẾ HOẠCH".to_owned(), "Triển khai Tháng hành động vì bình đẳng giới năm 2031".to_owned()];
    let mut written = 0;
    for i in 1.. {
        for line in [
            format!("{i}. Xã Hòa Lộc {i}"),
            format!(
                "Trong năm qua, xã đã tổ chức {i} buổi truyền thông cho {}.200 người dự, trong đó {} nữ; trao {} suất quà trị \
                 giá 20 triệu đồng. Tỷ lệ hộ gia đình được tuyên truyền đạt {}%.",
                i % 9 + 1,
                i * 7,
                i % 50 + 3,
                i % 28 + 1
            ),
            format!(
                "- Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an xã tổ chức {i} lớp tập huấn, báo cáo trước ngày \
                 {}/12/2031;",
                i % 28 + 1
            ),
        ] {
            written += line.len();
            lines.push(line);
        }
        if written > bytes {
            break;
        }
    }
    lines
}

fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='u'><w:body>{body}</w:body></w:document>");
    container(&[("word/document.xml", document.as_bytes())])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:table='b' xmlns:draw='d'><office:body><office:text>{body}\
         </office:text></office:body></office:document-content>"
    );
    container(&[("content.xml", content.as_bytes())])
}

/// A PDF with these lines, forty a page.
fn pdf(lines: &[String]) -> Vec<u8> {
    let map = "1 beginbfrange <0000> <FFFF> <0000> endbfrange";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType2 /DW 500 >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{map}\nendstream", map.len()),
    ];
    let mut kids = String::new();
    for page in lines.chunks(40) {
        let mut content = "BT\n".to_owned();
        for (i, line) in page.iter().enumerate() {
            let codes: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            writeln!(content, "/F1 5 Tf 1 0 0 1 40 {} Tm <{codes}> Tj", 800 - 18 * i).unwrap();
        }
        objects.push(format!("<< /Length {} >>\nstream\n{content}ET\nendstream", content.len() + 2));
        let number = objects.len();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {number} 0 R >>"
        ));
        write!(kids, "{} 0 R ", objects.len()).unwrap();
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", lines.len().div_ceil(40));
    let mut file = "%PDF-1.7\n".to_owned();
    for (i, object) in objects.iter().enumerate() {
        writeln!(file, "{} 0 obj\n{object}\nendobj", i + 1).unwrap();
    }
    writeln!(file, "trailer\n<< /Root 1 0 R /Size {} >>\nstartxref\n0\n%%EOF", objects.len() + 1).unwrap();
    file.into_bytes()
}

#[test]
fn memory_is_bounded_by_a_multiple_of_the_text() {
    let size = if cfg!(debug_assertions) { 256 << 10 } else { 2 << 20 };
    let lines = plan(size);
    let marked = |open: &str, close: &str| lines.iter().map(|line| format!("{open}{line}{close}")).collect::<String>();
    let short = plan(size / 2);
    for (name, bytes) in [
        ("text", lines.join("\n").into_bytes()),
        ("docx", docx(&marked("<w:p><w:r><w:t>", "</w:t></w:r></w:p>"))),
        ("odt", odt(&marked("<text:p>", "</text:p>"))),
        ("html", format!("<html><body><article>{}</article></body></html>", marked("<p>", "</p>")).into_bytes()),
        ("pdf", pdf(&short)),
    ] {
        let cost = cost(name, &bytes);
        let text = cost.text.unwrap_or_else(|| panic!("{name}: {}", cost.outcome));
        assert!(text > size as u64 / 2, "{name}: {text} bytes of text");
        if let Some(memory) = cost.memory {
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
            let multiple = memory as f64 / text as f64;
            println!("{name}: {multiple:.1} times the text");
            assert!(memory < BASE + MULTIPLE * text, "{name}: {memory} bytes for {text}");
        }
    }
}

/// Bytes that no compression makes smaller, as a comment: with them a bomb stays under the ratio that is looked at.
fn padding(bytes: usize) -> String {
    let mut state = 1_u32;
    let letters = (0..bytes).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (state >> 24) as u8 % 26)
    });
    format!("<!--{}-->", letters.collect::<String>())
}

#[test]
fn hostile_files_end_in_time_and_in_little_memory() {
    let size = if cfg!(debug_assertions) { 1 << 20 } else { 120 << 20 };
    // As much text as is read, less a little.
    let most = if cfg!(debug_assertions) { 256 << 10 } else { 12 << 20 } - (64 << 10);
    let full = |unit: &str| unit.repeat(most / unit.len());
    let padding = padding(size / 40);
    let many = |unit: &str| unit.repeat(size / unit.len());
    let in_word = |before: &str, unit: &str, after: &str| docx(&format!("{padding}{before}{}{after}", many(unit)));
    let in_odt = |before: &str, unit: &str, after: &str| odt(&format!("{padding}{before}{}{after}", many(unit)));
    let page = |unit: &str| format!("<html><body>{}", unit.repeat(most / unit.len())).into_bytes();
    let text = |unit: &str, bytes: usize| unit.repeat(bytes / unit.len()).into_bytes();
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let bomb = format!("{entities}<w:document xmlns:w='u'><w:body><w:p>&b;</w:p></w:body></w:document>");
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("docx blank paragraphs", in_word("", "<w:p/>", "")),
        ("docx short paragraphs", in_word("", "<w:p><w:r><w:t>a</w:t></w:r></w:p>", "")),
        ("docx one paragraph", in_word("<w:p><w:r><w:t>", "ngày 1/1 ", "</w:t></w:r></w:p>")),
        ("docx full of dates", docx(&format!("{padding}<w:p><w:r><w:t>{}</w:t></w:r></w:p>", full("ngày 1/1 ")))),
        ("docx full of tasks", {
            let task = "<w:p><w:r><w:t>1. Giao Sở A chủ trì họp trước ngày 1/1/2031;</w:t></w:r></w:p>";
            docx(&format!("{padding}{}", full(task)))
        }),
        ("docx notes", {
            let notes = "<w:footnote w:id='1'><w:p><w:r><w:t>a</w:t></w:r></w:p></w:footnote>";
            let part = format!("<w:footnotes xmlns:w='u'>{padding}{}</w:footnotes>", many(notes));
            let document = "<w:document xmlns:w='u'/>";
            container(&[("word/document.xml", document.as_bytes()), ("word/footnotes.xml", part.as_bytes())])
        }),
        ("docx runs", in_word("<w:p>", "<w:r><w:t>a</w:t></w:r>", "</w:p>")),
        ("docx cells", in_word("<w:tbl><w:tr>", "<w:tc/>", "</w:tr></w:tbl>")),
        ("docx rows", in_word("<w:tbl>", "<w:tr/>", "</w:tbl>")),
        ("docx box", in_word("<w:p><w:txbxContent>", "<w:p/>", "</w:txbxContent></w:p>")),
        ("docx deep tables", in_word("", "<w:tbl><w:tr><w:tc>", "")),
        ("docx entities", container(&[("word/document.xml", bomb.as_bytes())])),
        ("docx styles", {
            let styles = format!("<w:styles xmlns:w='u'>{padding}{}</w:styles>", many("<w:style w:styleId='a'/>"));
            container(&[("word/document.xml", b"<w:document xmlns:w='u'/>"), ("word/styles.xml", styles.as_bytes())])
        }),
        ("odt paragraphs", in_odt("", "<text:p>a</text:p>", "")),
        (
            "odt cells",
            in_odt("<table:table><table:table-row>", "<table:table-cell/>", "</table:table-row></table:table>"),
        ),
        ("odt full of dates", odt(&format!("{padding}<text:p>{}</text:p>", full("ngày 1/1 ")))),
        ("odt spaces", in_odt("<text:p>", "<text:s text:c='16'/>", "</text:p>")),
        ("odt box", in_odt("<text:p><draw:text-box>", "<text:p/>", "</draw:text-box></text:p>")),
        ("html paragraphs", page("<p>a")),
        ("html full of dates", page("ngày 1/1 ")),
        ("html breaks", page("a<br>")),
        ("html preformatted", [b"<html><body><pre>".to_vec(), text("a\n", most)].concat()),
        ("html cells", page("<td>a")),
        ("html rows", page("<table><tr><td colspan=500 rowspan=1000>a<td>b</table>")),
        ("html attributes", page("<p a=1 b=2 class=x>")),
        ("html ends", page("</p>")),
        ("html comments", page("<!---->")),
        ("text lines", text("a\n", 64 << 20)),
        ("text blank lines", text("\n", most)),
        ("text tabs", text("\t", most)),
        ("text bars", text(" | ", most)),
        ("text full of dates", text("ngày 1/1 ", most)),
    ];
    let mut failed = Vec::new();
    for (name, bytes) in &cases {
        let cost = cost(name, bytes);
        let memory = cost.memory.map(|memory| memory + bytes.len() as u64);
        if cost.seconds > SECONDS || memory.is_some_and(|memory| memory > HOSTILE) {
            failed.push(format!("{name}: {:.1} s, {memory:?} bytes, {}", cost.seconds, cost.outcome));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
