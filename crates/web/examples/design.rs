//! Writes the design system to a folder, to be looked at without a server: the page in both languages, its style sheet,
//! and each picture as a document gets it. `cargo run -p web --example design -- <folder>`

fn main() -> std::io::Result<()> {
    let folder = std::path::PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "design".to_owned()));
    std::fs::create_dir_all(&folder)?;
    for (name, content) in web::design_files() {
        std::fs::write(folder.join(name), content)?;
    }
    Ok(())
}
