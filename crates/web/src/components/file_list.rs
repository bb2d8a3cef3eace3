//! Files that can be fetched.

use locale::{Language, text};
use maud::{Markup, html};

/// A file.
pub(crate) struct File<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Its address.
    pub(crate) href: &'a str,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// More about it: who sent it, when.
    pub(crate) note: &'a str,
    /// What can be done with it: a form of one button.
    pub(crate) action: Option<Markup>,
}

/// A list of files, or the sentence that there are none.
pub(crate) fn file_list(language: Language, files: &[File<'_>]) -> Markup {
    html! {
        @if files.is_empty() {
            p class="quiet" { (text!(language, "part-files-none")) }
        } @else {
            ul class="files" {
                @for file in files {
                    li {
                        div {
                            a href=(file.href) download { (file.name) }
                            p class="quiet" { (size(language, file.bytes)) " · " (file.note) }
                        }
                        @if let Some(action) = &file.action { (action) }
                    }
                }
            }
        }
    }
}

/// A size people read: `812 B`, `1,2 MB`; units of 1,000.
pub(crate) fn size(language: Language, bytes: u64) -> String {
    let point = if language == Language::Vi { ',' } else { '.' };
    let mut tenths = bytes.saturating_mul(10);
    for unit in ["B", "kB", "MB"] {
        // 9,995 tenths would be shown as 1,000 of this unit.
        if tenths < 9_995 {
            return written(tenths, point, unit);
        }
        tenths = tenths.div_ceil(1_000).max(10);
    }
    written(tenths, point, "GB")
}

fn written(tenths: u64, point: char, unit: &str) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} {unit}"),
        (whole, _) if whole >= 100 => format!("{whole} {unit}"),
        (whole, rest) => format!("{whole}{point}{rest} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_short_and_never_zero_for_something() {
        assert_eq!(size(Language::Vi, 0), "0 B");
        assert_eq!(size(Language::Vi, 812), "812 B");
        assert_eq!(size(Language::Vi, 1_200_000), "1,2 MB");
        assert_eq!(size(Language::En, 48_000), "48 kB");
        assert_eq!(size(Language::En, 1_000), "1 kB");
        assert_eq!(size(Language::En, 999_999), "1 MB");
        assert!(size(Language::Vi, u64::MAX).ends_with(" GB"));
    }
}
