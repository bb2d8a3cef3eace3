//! Labels of the outline: `Phần I`, `I.`, `1.`, `1.1.`, `a)`, `-`.

/// How deep a label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// `Phần`, `Chương`, `A.`
    Part,
    /// `I.`
    Roman,
    /// `Điều 1.`
    Article,
    /// `1.`
    Arabic,
    /// `1.1.`
    Second,
    /// `a)`
    Letter,
    /// `-`, `+`, `•`
    Bullet,
}

/// The label at the start of a line, and the byte where the text after it starts.
pub(crate) fn label(line: &str) -> Option<(Rank, usize)> {
    let bold = line.len() - line.trim_start_matches('*').len();
    let text = line.get(bold..)?;
    let (rank, length) = bullet(text)
        .or_else(|| article(text))
        .or_else(|| roman(text))
        .or_else(|| arabic(text))
        .or_else(|| letter(text))?;
    let rest = text.get(length..)?;
    let space = rest.len() - rest.trim_start().len();
    Some((rank, bold + length + space))
}

fn bullet(text: &str) -> Option<(Rank, usize)> {
    let c = text.chars().next()?;
    matches!(c, '-' | '–' | '+' | '•' | '●' | '▪' | '♦' | '\u{F0B7}' | '*').then_some((Rank::Bullet, c.len_utf8()))
}

fn article(text: &str) -> Option<(Rank, usize)> {
    for (word, rank) in [
        ("Điều ", Rank::Article),
        ("Phần ", Rank::Part),
        ("PHẦN ", Rank::Part),
        ("Chương ", Rank::Part),
        ("CHƯƠNG ", Rank::Part),
    ] {
        if let Some(rest) = text.strip_prefix(word) {
            if let Some(length) = ordinal(rest).filter(|_| rank == Rank::Part) {
                return Some((rank, word.len() + length));
            }
            let number = rest.len()
                - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X')).len();
            if number == 0 {
                continue;
            }
            let mark = usize::from(rest.get(number..).is_some_and(|r| r.starts_with(['.', ':'])));
            return Some((rank, word.len() + number + mark));
        }
    }
    section(text)
}

/// `thứ nhất` after `Phần`, with its mark.
fn ordinal(text: &str) -> Option<usize> {
    const ORDINALS: [&str; 10] = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "NHẤT", "HAI", "BA"];
    let rest = text.strip_prefix("thứ ").or_else(|| text.strip_prefix("THỨ "))?;
    let ordinal = ORDINALS
        .iter()
        .find(|word| rest.strip_prefix(**word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))?;
    let end = "thứ ".len() + (text.len() - rest.len() - "thứ ".len()) + ordinal.len();
    Some(end + usize::from(text.get(end..).is_some_and(|rest| rest.starts_with(['.', ':']))))
}

/// `Mục 1. Quy định chung`, alone or closed by a mark: `Mục 3 Điều 5` in running text is a reference.
fn section(text: &str) -> Option<(Rank, usize)> {
    let rest = text.strip_prefix("Mục ").or_else(|| text.strip_prefix("MỤC "))?;
    let number =
        rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X')).len();
    let after = rest.get(number..)?;
    let closed = after.starts_with(['.', ':']);
    let at = text.len() - rest.len() + number + usize::from(closed);
    (number > 0 && (closed || after.trim().is_empty())).then_some((Rank::Roman, at))
}

fn roman(text: &str) -> Option<(Rank, usize)> {
    let length = text.len() - text.trim_start_matches(['I', 'V', 'X']).len();
    let rest = text.get(length..)?;
    if (1..=6).contains(&length)
        && rest.starts_with(['.', '/', '-', ')'])
        && rest.get(1..).is_some_and(|r| r.starts_with(' ') || r.starts_with(char::is_uppercase))
    {
        return Some((Rank::Roman, length + 1));
    }
    let mut chars = text.chars();
    let is_part = matches!((chars.next(), chars.next(), chars.next()), (Some('A'..='H'), Some('.'), Some(' ')));
    is_part.then_some((Rank::Part, 2))
}

fn arabic(text: &str) -> Option<(Rank, usize)> {
    let length = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let digits = text.get(..length)?;
    let first = digits.split('.').next()?;
    if first.is_empty() || first.len() > 2 {
        return None;
    }
    let parts = digits.split('.').filter(|part| !part.is_empty()).count();
    let rest = text.get(length..)?;
    let closed = digits.ends_with('.');
    let mark = match rest.chars().next() {
        Some(')') if !closed => 1,
        Some('/' | '-') if !closed && rest.get(1..).is_some_and(|r| r.starts_with(' ')) => 1,
        _ => 0,
    };
    // "1.5 triệu" is no label, "1.1 Treo băng rôn" is; "20 xã" is none.
    let capital = rest.trim_start().starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '*'));
    let spaced = rest.starts_with([' ', '\t']) || rest.starts_with(char::is_uppercase);
    let is_label = mark == 1 || closed && (spaced || rest.is_empty()) || parts > 1 && capital && spaced;
    is_label.then_some((if parts > 1 { Rank::Second } else { Rank::Arabic }, length + mark))
}

fn letter(text: &str) -> Option<(Rank, usize)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if first == '(' {
        let close = text.find(')')?;
        let inner = text.get(1..close)?;
        let short =
            inner.len() <= 4 && inner.chars().all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x' | 'a'..='h'));
        let mark = usize::from(text.get(close + 1..).is_some_and(|r| r.starts_with('.')));
        return (short && !inner.is_empty()).then_some((Rank::Letter, close + 1 + mark));
    }
    let second = chars.next()?;
    let third = chars.next();
    let is_label = first.is_lowercase() && (second == ')' || second == '.' && third == Some(' '));
    is_label.then_some((Rank::Letter, first.len_utf8() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_what_only_looks_like_one() {
        let table = [
            ("I. MỤC ĐÍCH", Some(Rank::Roman)),
            ("Phần II", Some(Rank::Part)),
            ("Phần thứ nhất", Some(Rank::Part)),
            ("PHẦN THỨ HAI: NỘI DUNG", Some(Rank::Part)),
            ("Phần thứ năm ngoái", Some(Rank::Part)),
            ("Mục 2. Trách nhiệm", Some(Rank::Roman)),
            ("Mục II", Some(Rank::Roman)),
            ("Mục 3 Điều 5 của Luật", None),
            ("Điều 3. Giao", Some(Rank::Article)),
            ("1. Mục đích", Some(Rank::Arabic)),
            ("2) Yêu cầu", Some(Rank::Arabic)),
            ("1.1. Đợt 1", Some(Rank::Second)),
            ("2.3 Treo băng rôn", Some(Rank::Second)),
            ("đ) Hội", Some(Rank::Letter)),
            ("1- Sở Nội vụ", Some(Rank::Arabic)),
            ("I- MỤC ĐÍCH", Some(Rank::Roman)),
            ("5 - 6 xã đã nộp", None),
            ("(ii). Sớm", Some(Rank::Letter)),
            ("- Gửi tin bài", Some(Rank::Bullet)),
            ("20 xã đã nộp", None),
            ("1.500 người dự", None),
            ("Vì vậy", None),
            ("15/11/2031", None),
        ];
        for (line, expected) in table {
            assert_eq!(label(line).map(|(rank, _)| rank), expected, "{line}");
        }
        assert_eq!(label("1. Sở Nội vụ").map(|(_, at)| &"1. Sở Nội vụ"[at..]), Some("Sở Nội vụ"));
    }
}
