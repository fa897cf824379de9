//! Paths as sites have them: hashed assets, pictures, downloads, folders, patterns; now and then Chinese, spaces and reserved characters.

use crate::chance::Chance;
use crate::tasks::Kind;

const SCRIPTS: [&str; 8] = [
    "app", "vendor", "runtime", "checkout", "product", "search", "account", "home",
];
const STYLES: [&str; 4] = ["main", "theme", "print", "checkout"];
const PICTURES: [&str; 6] = ["hero", "banner", "sku", "thumb", "avatar", "lookbook"];
const PAGES: [&str; 5] = [
    "index.html",
    "sale/index.html",
    "about.html",
    "news/2026/11/index.html",
    "sitemap.xml",
];
const DOWNLOADS: [&str; 4] = ["setup", "firmware", "patch", "installer"];
const CHINESE: [&str; 4] = [
    "新品/春季大促.jpg",
    "活动/双十一/海报 1.png",
    "帮助/常见问题.html",
    "下载/用户手册.pdf",
];

/// The path number `number` of a stream.
pub(super) fn path(chance: Chance, number: u64, kind: Kind, domain: &str, under: &str) -> String {
    let draw = |purpose: u64| chance.stream(purpose);
    let word = |words: &'static [&'static str]| draw(1).pick(number, words).copied().unwrap_or_default();
    let hash = draw(2).draw(number) >> 24;
    let id = 10_000 + draw(3).below(number, 90_000);
    let file = match (kind, draw(0).below(number, 20)) {
        (Kind::Directory, 0..10) => format!("images/{id}/"),
        (Kind::Directory, _) => format!("assets/{}/", word(&SCRIPTS)),
        (Kind::Regex, 0..10) => format!("images/{id}/.*\\.(jpg|png)$"),
        (Kind::Regex, _) => "assets/.*\\.js$".to_owned(),
        (Kind::Preload, 0..8) => format!("video/{id}/{hash:010x}_1080p.mp4"),
        (Kind::Preload, 8..14) => format!("video/{id}/seg-{:05}.ts", number % 100_000),
        (Kind::Preload, _) => format!("download/{}-{}.{}.{id}.exe", word(&DOWNLOADS), hash % 9 + 1, hash % 13),
        (_, 0..6) => format!("assets/js/{}.{hash:010x}.js", word(&SCRIPTS)),
        (_, 6..8) => format!("assets/css/{}.{hash:010x}.css", word(&STYLES)),
        (_, 8..14) => format!("images/{}/{}-{hash:010x}.webp", id, word(&PICTURES)),
        (_, 14) => format!("images/{}/{}-{hash:010x}@2x.png", id, word(&PICTURES)),
        (_, 15) => format!("api/catalog.json?v={hash}&lang=zh-CN"),
        (_, 16) => format!("fonts/inter-{hash:010x}.woff2"),
        (_, 17) => format!("p/{id}.html?utm_source=mail&id={hash}"),
        (_, 18) => format!("{}?v={hash}", word(&PAGES)),
        (_, _) => format!("{}?v={hash}", word(&CHINESE)),
    };
    format!("https://{domain}{under}/{file}")
}
