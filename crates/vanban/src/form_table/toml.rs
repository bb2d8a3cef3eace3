//! A form as TOML, in the shape form files have: short names from folded labels, a breakdown for each set of parts.

use super::{FormItem, FormPart, FormTable};
use crate::text::{fold, fold_plain};
use std::collections::HashSet;
use std::fmt::Write as _;

/// Characters of a short name taken from a label.
const NAME: usize = 40;

/// A set of parts, shared by the items that ask for the same.
struct Breakdown {
    id: String,
    labels: Vec<String>,
    whole: bool,
}

impl FormTable {
    /// The form as TOML: `id` and `version`, title, breakdowns, groups with their items. A draft: what adds up to its
    /// total, and how percentages are worked out, is for a person to check.
    #[must_use]
    pub fn to_toml(&self, id: &str, version: u32) -> String {
        let mut breakdowns: Vec<Breakdown> = Vec::new();
        let mut names = HashSet::new();
        let mut groups = String::new();
        let mut group_names = HashSet::new();
        for (i, group) in self.groups.iter().enumerate() {
            let title = if group.title.is_empty() { format!("Phần {}", i + 1) } else { group.title.clone() };
            let _ = write!(
                groups,
                "\n[[group]]\nid = {}\ntitle = {{ vi = {} }}\n",
                quoted(&slug(&title, &mut group_names)),
                quoted(&title)
            );
            for item in &group.items {
                groups.push_str(&item_toml(item, &mut names, &mut breakdowns));
            }
        }
        let mut out = format!(
            "id = {}\nversion = {version}\n\n[title]\nvi = {}\n",
            quoted(&slug(id, &mut HashSet::new())),
            quoted(if self.title.is_empty() { id } else { &self.title })
        );
        for breakdown in &breakdowns {
            out.push_str(&breakdown_toml(breakdown));
        }
        out + &groups
    }
}

fn item_toml(item: &FormItem, names: &mut HashSet<String>, breakdowns: &mut Vec<Breakdown>) -> String {
    let unit = fold(&item.unit);
    let mut out = format!(
        "\n[[group.item]]\nid = {}\nlabel = {{ vi = {} }}\nunit = {{ vi = {} }}\n",
        quoted(&slug(&item.label, names)),
        quoted(&item.label),
        quoted(if item.unit.is_empty() { "số" } else { &item.unit })
    );
    match unit.as_str() {
        "đồng" | "vnđ" | "vnd" => out.push_str("kind = \"vnd\"\n"),
        // A percentage is never added up; the two items it comes from are not told by the table.
        "%" | "tỷ lệ %" | "phần trăm" => out.push_str("kind = \"percent\"\nroll_up = \"last\"\n"),
        _ => {}
    }
    let ids: Vec<String> = families(&item.parts).into_iter().map(|parts| shared(breakdowns, parts)).collect();
    if !ids.is_empty() {
        let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
        let _ = writeln!(out, "breakdowns = [{}]", ids.join(", "));
    }
    out
}

/// Kinds of breakdown told apart by the wording of their parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Sex,
    Age,
    Level,
    Other,
}

fn family(label: &str) -> Family {
    let low = fold(label);
    let is = |words: &[&str]| words.contains(&low.as_str());
    if is(&["nữ", "nam", "nữ giới", "nam giới", "phụ nữ", "giới tính khác"]) {
        Family::Sex
    } else if low.contains("tuổi") {
        Family::Age
    } else if is(&["trung ương", "tỉnh", "huyện", "xã"]) || low.starts_with("cấp ") {
        Family::Level
    } else {
        Family::Other
    }
}

/// Parts one after another that belong to one breakdown.
fn families(parts: &[FormPart]) -> Vec<(Family, Vec<String>)> {
    let mut found: Vec<(Family, Vec<String>)> = Vec::new();
    for part in parts {
        let kind = family(&part.label);
        match found.last_mut() {
            Some((last, labels)) if *last == kind => labels.push(part.label.clone()),
            _ => found.push((kind, vec![part.label.clone()])),
        }
    }
    found
}

/// The breakdown with these parts, added when there is none yet.
fn shared(breakdowns: &mut Vec<Breakdown>, (kind, labels): (Family, Vec<String>)) -> String {
    if let Some(known) = breakdowns.iter().find(|known| known.labels == labels) {
        return known.id.clone();
    }
    let name = match kind {
        Family::Sex if labels.len() == 1 => "of_one_sex",
        Family::Sex => "sex",
        Family::Age => "age",
        Family::Level => "level",
        Family::Other => "kind",
    };
    let mut taken: HashSet<String> = breakdowns.iter().map(|known| known.id.clone()).collect();
    let id = slug(name, &mut taken);
    // Of parts that are no known set nobody knows whether they make up the whole.
    let whole = kind != Family::Other && labels.len() > 1;
    breakdowns.push(Breakdown { id: id.clone(), labels, whole });
    id
}

fn breakdown_toml(breakdown: &Breakdown) -> String {
    let mut names = HashSet::new();
    let mut out = format!(
        "\n[[breakdown]]\nid = {}\nlabel = {{ vi = \"Trong đó\" }}\ncovers = \"{}\"\npart = [\n",
        quoted(&breakdown.id),
        if breakdown.whole { "whole" } else { "some" }
    );
    for label in &breakdown.labels {
        let _ =
            writeln!(out, "    {{ id = {}, label = {{ vi = {} }} }},", quoted(&slug(label, &mut names)), quoted(label));
    }
    out + "]\n"
}

/// A short name of a-z, 0-9 and _, unlike those taken.
fn slug(label: &str, taken: &mut HashSet<String>) -> String {
    let mut name = String::new();
    for word in fold_plain(label).split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if name.len() + word.len() > NAME {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(word);
    }
    if name.is_empty() {
        name.push_str("item");
    }
    let mut unlike = name.clone();
    let mut n = 2;
    while !taken.insert(unlike.clone()) {
        unlike = format!("{name}_{n}");
        n += 1;
    }
    unlike
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out + "\""
}
