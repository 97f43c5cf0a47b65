//! Which file imports from which: reads the sources as text.

use std::collections::{BTreeMap, BTreeSet};

/// A module's path from the crate's root: `["codec", "json"]`.
pub type Module = Vec<String>;

/// The sources of a crate by module, without comments and inline tests.
pub struct Sources {
    files: BTreeMap<Module, String>,
    /// Modules that are a folder's `mod.rs`.
    folders: BTreeSet<Module>,
}

impl Sources {
    /// `files` are paths below `src`, with their text.
    pub fn new(files: &[(String, String)]) -> Self {
        let mut sources = Self { files: BTreeMap::new(), folders: BTreeSet::new() };
        for (file, text) in files {
            let mut module: Module = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
            if module.last().is_some_and(|last| last == "mod") {
                module.pop();
                sources.folders.insert(module.clone());
            }
            sources.files.insert(module, without_tests(text));
        }
        sources
    }

    pub fn modules(&self) -> impl Iterator<Item = &Module> {
        self.files.keys()
    }

    /// The files that each file imports from. An import counts towards the file that defines the name: re-exports are
    /// followed, and are no imports themselves.
    pub fn arrows(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let arrow = |module: &Module| {
            let mut targets: BTreeSet<Module> = self.paths_in(module).filter_map(|path| self.defining(&path)).collect();
            targets.remove(module);
            (module.clone(), targets)
        };
        self.files.keys().map(arrow).collect()
    }

    /// All paths in a file, from the crate's root.
    fn paths_in<'s>(&'s self, module: &'s Module) -> impl Iterator<Item = Module> + 's {
        let text = &self.files[module];
        let (uses, rest) = statements(text);
        let mut paths: Vec<Vec<String>> = Vec::new();
        for (_, path) in uses.iter().filter(|(is_public, _)| !is_public) {
            expand(path, &[], &mut paths);
        }
        for (at, _) in rest.match_indices("::") {
            let start = rest[..at].rfind(|character: char| !is_identifier(character)).map_or(0, |place| place + 1);
            let first = &rest[start..at];
            let begins = !rest[..start].ends_with(':') && !first.is_empty();
            let is_child = self.folders.contains(module) && self.files.contains_key(&child(module, first));
            if begins && (first == "crate" || first == "super" || is_child) {
                expand(&rest[start..], &[], &mut paths);
            }
        }
        paths.into_iter().filter_map(|path| self.absolute(&path, module))
    }

    /// A path from the crate's root; `None` of another crate's.
    fn absolute(&self, path: &[String], module: &Module) -> Option<Module> {
        let supers = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module.as_slice(), &path[1..]].concat()),
            "super" => Some([&module[..module.len().saturating_sub(supers)], &path[supers..]].concat()),
            first if self.files.contains_key(&child(module, first)) => Some([module.as_slice(), path].concat()),
            _ => None,
        }
    }

    /// The file that defines what the path names.
    fn defining(&self, path: &[String]) -> Option<Module> {
        self.follow(path, &mut BTreeSet::new())
    }

    fn follow(&self, path: &[String], seen: &mut BTreeSet<Module>) -> Option<Module> {
        let module =
            (1..=path.len()).rev().map(|end| path[..end].to_vec()).find(|part| self.files.contains_key(part))?;
        let Some(name) = path.get(module.len()) else { return Some(module) };
        let mut names = Vec::new();
        for (_, path) in statements(&self.files[&module]).0 {
            expand(&path, &[], &mut names);
        }
        let source = names.iter().find(|path| path.last() == Some(name));
        let source =
            source.and_then(|source| self.absolute(source, &module)).filter(|source| seen.insert(source.clone()));
        match source {
            Some(source) => {
                self.follow(&[source.as_slice(), &path[module.len() + 1..]].concat(), seen).or(Some(module))
            }
            None => Some(module),
        }
    }
}

fn child(module: &Module, name: &str) -> Module {
    [module.as_slice(), &[name.to_owned()]].concat()
}

fn is_identifier(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The text without comments, and without the tests at its end.
fn without_tests(text: &str) -> String {
    let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let code = code.join("\n");
    match code.find("#[cfg(test)]\nmod tests {") {
        Some(tests) => code[..tests].to_owned(),
        None => code,
    }
}

/// The paths of the `use` statements, each with whether it is a re-export, and the text without them.
fn statements(text: &str) -> (Vec<(bool, String)>, String) {
    let (mut uses, mut rest) = (Vec::new(), String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let start = line.trim_start();
        let visible = start.starts_with("pub");
        let after = if visible { start.split_once(" use ").filter(|(before, _)| before.len() < 20) } else { None };
        let path = after.map(|(_, path)| path).or_else(|| start.strip_prefix("use "));
        let Some(path) = path else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut path = path.to_owned();
        while !path.contains(';') {
            let Some(more) = lines.next() else { break };
            path.push_str(more.trim());
            path.push(' ');
        }
        uses.push((visible, path));
    }
    (uses, rest)
}

/// Reads one path or group of paths; gives what is left of the text.
fn expand<'c>(mut text: &'c str, prefix: &[String], found: &mut Vec<Vec<String>>) -> &'c str {
    let mut path = prefix.to_vec();
    loop {
        text = text.trim_start();
        if let Some(group) = text.strip_prefix('{') {
            text = group;
            loop {
                text = text.trim_start();
                if let Some(rest) = text.strip_prefix('}') {
                    return rest;
                }
                let rest = expand(text, &path, found).trim_start();
                // Whatever stands between: a comma, or ` as name`.
                text = rest.find([',', '}', '{']).map_or("", |at| &rest[at..]);
                text = text.strip_prefix(',').unwrap_or(text);
                if text.is_empty() {
                    return text;
                }
            }
        }
        let end = text.find(|character: char| !is_identifier(character)).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        if !name.is_empty() && name != "self" || path.is_empty() && !name.is_empty() {
            path.push(name.to_owned());
        }
        match rest.strip_prefix("::") {
            Some(rest) if !name.is_empty() => text = rest,
            _ => {
                found.push(path);
                return rest.strip_prefix('*').unwrap_or(rest);
            }
        }
    }
}
