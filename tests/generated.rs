//! What is generated from the table: the literal types of the package, and the rules as the documents print them.
#![cfg(not(feature = "bindgen"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests read and write files, and fail loudly"
)]

#[path = "support/generated.rs"]
mod generated;

use cdn_refresh_tasks::contract::params::Kind;
use cdn_refresh_tasks::contract::{
    Contract, Explanation, FAULTS, Locale, Operation, Param, contract, errors, explain, key, limits, planning, rules,
};
use cdn_refresh_tasks::help::Language as SampleLanguage;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// `"a" | "b"`, each once, in order.
fn union<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for word in words {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.iter().map(|word| format!("\n  | \"{word}\"")).collect()
}

/// The codes of all diagnostics, of drafts and of questions.
fn codes() -> impl Iterator<Item = &'static str> {
    let of_questions = planning::ALL.iter().map(|rule| rule.code);
    rules::all().map(|rule| rule.code).chain(of_questions)
}

fn choices(param: Param) -> impl Iterator<Item = &'static str> {
    let Kind::Choice(choices) = param.row().kind else {
        panic!("{} has no choices", param.name())
    };
    choices.iter().map(|choice| choice.value)
}

#[test]
fn typescript() {
    let mut file =
        String::from("// Generated from src/contract by `cargo test --test generated`; never edited by hand.\n");
    let mut add = |doc: &str, name: &str, words: String| {
        write!(file, "\n/** {doc} */\nexport type {name} ={words};\n").unwrap();
    };
    let params = || Param::ALL.into_iter().map(Param::name);
    let operations = || Operation::ALL.into_iter().map(Operation::name);
    add(
        "The parameters, as the service spells them.",
        "ParamName",
        union(params()),
    );
    add(
        "The operations that can be asked.",
        "OperationName",
        union(operations()),
    );
    add(
        "The task types of the documents, disputed ones last.",
        "TypeName",
        union(choices(Param::ObjectType)),
    );
    add(
        "The task states of the documents, disputed ones last.",
        "StateName",
        union(choices(Param::Status)),
    );
    add(
        "The codes of diagnostics, of drafts and of questions.",
        "RuleCode",
        union(codes()),
    );
    add(
        "The documented error codes of the service and its gateway.",
        "ErrorCode",
        union(errors::all().map(|row| row.code)),
    );
    add(
        "The names of the service's numbers.",
        "LimitName",
        union(limits::ALL.iter().map(|limit| limit.name)),
    );
    let array = |words: Vec<&str>| words.iter().map(|word| format!("\n  \"{word}\",")).collect::<String>();
    write!(
        file,
        "\n/** Every parameter, in the order of the form. */\nexport const params: readonly ParamName[] = [{}\n];\n\
         \n/** Both operations. */\nexport const operations: readonly [OperationName, OperationName] = [{}\n];\n",
        array(params().collect()),
        array(operations().collect()),
    )
    .unwrap();
    generated::ensure("pkg/src/generated/contract.ts", &file);
}

/// Every `Text::new("…", "…")` of the sources.
fn texts() -> BTreeMap<String, [String; 2]> {
    let mut texts = BTreeMap::new();
    let mut folders = vec![generated::at("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                for call in source.split("Text::new(").skip(1) {
                    let (english, rest) = literal(call).unwrap_or_else(|| panic!("{}: {call:.80}", path.display()));
                    let (chinese, _) = literal(rest).unwrap_or_else(|| panic!("{}: {rest:.80}", path.display()));
                    let key = String::from_utf8(key(&english, &chinese).to_vec()).unwrap();
                    let key = key.trim_matches(char::is_control).to_owned();
                    let text = [english, chinese];
                    let before = texts.insert(key, text.clone());
                    assert!(
                        before.is_none_or(|before| before == text),
                        "two texts have one key: {text:?}"
                    );
                }
            }
        }
    }
    texts
}

/// The string literal that `source` starts with, after white space and a comma, and what follows it.
fn literal(source: &str) -> Option<(String, &str)> {
    let source = source.trim_start_matches(|character: char| character.is_whitespace() || character == ',');
    let mut characters = source.strip_prefix('"')?.char_indices();
    let mut text = String::new();
    while let Some((position, character)) = characters.next() {
        match character {
            '"' => return source.get(position + 2..).map(|rest| (text, rest)),
            '\\' => match characters.next()?.1 {
                'n' => text.push('\n'),
                same @ ('"' | '\\') => text.push(same),
                _ => return None,
            },
            other => text.push(other),
        }
    }
    None
}

#[derive(Serialize)]
struct Language {
    texts: BTreeMap<String, String>,
    contract: Contract,
    explanations: BTreeMap<&'static str, Explanation>,
    unknown: [Explanation; 2],
    /// The programs of `sample`, with places for what depends on the request.
    samples: BTreeMap<&'static str, &'static str>,
}

/// What the package puts into the answers of the core, one file per language: the wasm holds only the keys.
#[test]
fn languages() {
    for (locale, file) in [(Locale::En, "en"), (Locale::Zh, "zh")] {
        let ours = codes().filter(|code| errors::find(code).is_none());
        let ours = ours.chain(FAULTS.iter().map(|row| row.code));
        let language = Language {
            texts: texts()
                .into_iter()
                .map(|(key, [english, chinese])| {
                    let text = if locale == Locale::En { english } else { chinese };
                    (key, limits::fill_in(&text))
                })
                .collect(),
            contract: contract(locale),
            explanations: ours.map(|code| (code, explain(code, locale))).collect(),
            unknown: ["{code}", "Throttling.{code}"].map(|code| explain(code, locale)),
            samples: SampleLanguage::ALL
                .map(|language| (language.name(), language.template()))
                .into(),
        };
        let json = serde_json::to_string_pretty(&language).unwrap() + "\n";
        generated::ensure(&format!("pkg/src/generated/{file}.json"), &json);
    }
}

#[test]
fn rule_tables() {
    let mut english = String::new();
    let mut chinese = String::new();
    for (locale, file, head, severities) in [
        (
            Locale::En,
            &mut english,
            "| code | severity | rule |\n|---|---|---|\n",
            ["error", "warning", "notice"],
        ),
        (
            Locale::Zh,
            &mut chinese,
            "| 代码 | 级别 | 规则 |\n|---|---|---|\n",
            ["错误", "警告", "提示"],
        ),
    ] {
        file.push_str(head);
        let mut last = String::new();
        for rule in contract(locale).rules {
            let row = format!(
                "| `{}`{} | {} | {} |\n",
                rule.code,
                if rule.official { "" } else { " ◦" },
                severities[rule.severity as usize],
                rule.message.replace('|', "\\|"),
            );
            if row != last {
                file.push_str(&row);
            }
            last = row;
        }
    }
    generated::ensure_between("README.md", "rules", &english);
    generated::ensure_between("README.zh.md", "rules", &chinese);
}
