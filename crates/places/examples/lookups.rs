//! How many names are looked up in a second on one core: `cargo run --release -p places --example lookups`.

use domain::CivilDate;
use places::Places;
use std::time::Instant;

fn main() {
    let clock = Instant::now;
    let began = clock();
    let vietnam = Places::vietnam();
    println!("{} units read in {:.1} ms", vietnam.len(), began.elapsed().as_secs_f64() * 1e3);
    let day = CivilDate::constant(2026, 11, 15);
    let paths: Vec<String> =
        vietnam.ids().flat_map(|place| vietnam.versions(place)).map(|version| vietnam.path(version)).collect();
    let short: Vec<String> = paths.iter().map(|path| path.split(", ").next().unwrap_or_default().to_owned()).collect();
    let plain: Vec<String> = paths.iter().map(|path| vanban::text::fold_plain(path)).collect();
    let unbroken: Vec<String> = paths.iter().map(|path| path.replace(',', "")).collect();
    for (what, texts) in
        [("full paths", &paths), ("names alone", &short), ("without marks", &plain), ("without commas", &unbroken)]
    {
        let began = clock();
        let mut found = 0;
        let mut asked = 0_u32;
        while began.elapsed().as_millis() < 1_000 {
            for text in texts.iter().step_by(7) {
                found += vietnam.resolve(text, Some(day)).candidates.len();
                asked += 1;
            }
        }
        let rate = f64::from(asked) / began.elapsed().as_secs_f64();
        println!("{what:15} {rate:9.0} look-ups/s, {:.2} candidates each", found as f64 / f64::from(asked));
    }
}
