//! Markdown, as far as it is plain text with marks: the marks are taken off, tables and lists stay.

use std::borrow::Cow;

/// The text without the marks of Markdown, where it clearly is Markdown; otherwise the text itself.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !is_markdown(text) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            // Lines keep their numbers.
            plain.push('\n');
            continue;
        }
        plain.push_str(&if in_code { line.to_owned() } else { clean(line) });
        plain.push('\n');
    }
    Cow::Owned(plain)
}

/// Marks of at least two kinds, or several of one; a lone `*` or `#` is found in any text.
fn is_markdown(text: &str) -> bool {
    let lines = || text.lines().take(2_000);
    let headings = lines().filter(|line| heading(line).is_some()).count();
    let strong = lines().filter(|line| line.matches("**").count() >= 2).count();
    let links = lines().filter(|line| line.contains("](")).count();
    let rules = lines().filter(|line| is_table_rule(line)).count();
    let kinds = [headings, strong, links, rules].iter().filter(|count| **count > 0).count();
    kinds >= 2 || headings >= 2 || rules >= 1
}

fn is_table_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("---") && line.contains('|') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// The text of a heading.
fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    (1..=6).contains(&level).then(|| rest.strip_prefix(' ')).flatten().map(|text| text.trim_end_matches([' ', '#']))
}

fn clean(line: &str) -> String {
    let line = heading(line).unwrap_or(line);
    let indent = line.len() - line.trim_start().len();
    let (space, rest) = line.split_at(indent);
    let rest = rest.strip_prefix("> ").unwrap_or(rest);
    let (bullet, rest) = match rest.strip_prefix("* ").or_else(|| rest.strip_prefix("- ")) {
        Some(rest) => ("- ", rest),
        None => ("", rest),
    };
    format!("{space}{bullet}{}", inline(rest))
}

/// Emphasis, code marks, links and escapes taken out of a line.
fn inline(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((shown, after)) = link(rest) {
            plain.push_str(shown);
            rest = after;
            continue;
        }
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let is_escape = c == '\\' && after.starts_with(|next: char| next.is_ascii_punctuation());
        match c {
            _ if is_escape => {
                let taken = after.get(..1).unwrap_or_default();
                plain.push_str(taken);
                rest = after.get(1..).unwrap_or_default();
                continue;
            }
            '*' | '`' => {}
            '_' if after.starts_with('_') || plain.ends_with('_') => {}
            other => plain.push(other),
        }
        rest = after;
    }
    plain
}

/// The text of a link or the nothing of a picture, and what follows it.
fn link(text: &str) -> Option<(&str, &str)> {
    let (is_picture, inner) = match text.strip_prefix("![") {
        Some(inner) => (true, inner),
        None => (false, text.strip_prefix('[')?),
    };
    // A link is a matter of one line; a long way to its end is none.
    let near = inner.get(..inner.char_indices().take(400).last().map_or(0, |(at, c)| at + c.len_utf8()))?;
    let (shown, target) = near.split_once("](")?;
    let end = target.find(')')?;
    let after = inner.get(shown.len() + 2 + end + 1..)?;
    Some((if is_picture { "" } else { shown }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let text = "# KẾ HOẠCH\n\n**Tổ chức** lễ *phát động* tại [xã Hòa Lộc](https://vi.du/x).\n* Treo băng rôn\n\n| TT | Việc |\n|---|---|\n| 1 | Họp |\n";
        assert_eq!(
            plain(text),
            "KẾ HOẠCH\n\nTổ chức lễ phát động tại xã Hòa Lộc.\n- Treo băng rôn\n\n| TT | Việc |\n|---|---|\n| 1 | Họp |\n"
        );
    }

    #[test]
    fn other_text_is_not_touched() {
        let text = "Số: 12/KH-UBND *\n#binhdanggioi\nGhi chú (*): số liệu sơ bộ.\n";
        assert!(matches!(plain(text), Cow::Borrowed(_)));
    }
}
