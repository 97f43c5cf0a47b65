//! The functions of the fuzzer, on stable: with every file of the corpus, and with seeded mutations of the files.
//!
//! `FARADAY_FUZZ_CASES` and `FARADAY_FUZZ_SEED` choose the number of mutations, and their seed.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use faraday::encryption::{Binding, KeyRing};
use faraday::{Frozen, Table};
use faraday_tests::fuzz::{PATIENTS_KEY, Patient, TARGETS, Target, Task, corpus, mutated};
use fastrand::Rng;

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|number| number.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}

fn target(name: &str) -> Target {
    TARGETS.iter().find(|(target, _)| *target == name).unwrap().1
}

/// Says which bytes made it panic.
fn run(name: &str, bytes: &[u8]) {
    let target = target(name);
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(bytes))) {
        println!("{name} panics with the bytes b\"{}\"", bytes.escape_ascii());
        resume_unwind(panic);
    }
}

fn with_its_corpus_and_mutations_of_it(name: &str, usual: u64) {
    let corpus = corpus(name);
    corpus.iter().for_each(|(_, bytes)| run(name, bytes));
    let seed = number("FARADAY_FUZZ_SEED").unwrap_or_else(|| fastrand::u64(..));
    println!("FARADAY_FUZZ_SEED={seed}");
    let mut rng = Rng::with_seed(seed);
    for _ in 0..number("FARADAY_FUZZ_CASES").unwrap_or(usual) {
        let (one, other) = (rng.usize(0..corpus.len()), rng.usize(0..corpus.len()));
        run(name, &mutated(&corpus[one].1, &corpus[other].1, &mut rng));
    }
}

/// A test a target; those that go through the SDK are slower.
macro_rules! targets {
    ($($name:ident: $cases:literal),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                with_its_corpus_and_mutations_of_it(stringify!($name), $cases);
            }
        )*

        #[test]
        fn every_target_has_its_test_its_corpus_and_its_file() {
            let tested = BTreeSet::from([$(stringify!($name)),*]);
            assert_eq!(tested, TARGETS.iter().map(|(name, _)| *name).collect());
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
            let names = |folder: &Path| -> BTreeSet<String> {
                let files = fs::read_dir(folder).unwrap();
                files.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
            };
            let expected: BTreeSet<String> = tested.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(names(&folder.join("corpus")), expected);
            assert_eq!(names(&folder.join("fuzz_targets")), expected);
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            assert!(tested.iter().all(|name| manifest.contains(&format!("name = \"{name}\""))));
        }
    };
}

targets! {
    answer: 200,
    checkpoint: 1_000,
    cursor: 2_000,
    differential: 1_000,
    error_body: 200,
    event: 1_000,
    frozen: 2_000,
    plain_json: 1_000,
    sealed: 2_000,
    wire: 1_000,
}

/// The files of the corpus that faraday itself wrote: with `FARADAY_BLESS=1` they are written anew, otherwise they must still be
/// what they were.
#[test]
fn the_corpus_has_what_faraday_writes() {
    let lines: Vec<String> = vec!["fragile, this side up".into(); 12];
    let cursor = |task: &Task| Table::<Task>::query("faraday").cursor(task).unwrap().to_string().into_bytes();
    let of_index = |task: &Task| Table::<Task>::index(Task::BY_OWNER).query("ann").cursor(task).unwrap().to_string();
    let task = |number| Task { project: "faraday".into(), number, owner: "ann".into() };
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("frozen/text", Frozen("fragile").to_bytes().unwrap()),
        ("frozen/lines", Frozen(&lines).to_bytes().unwrap()),
        ("frozen/tuple", Frozen((7u8, Some(-7i64), 1.5f64)).to_bytes().unwrap()),
        ("frozen/version_1", Frozen(&lines).to_bytes_as(1).unwrap()),
        ("frozen/version_3", Frozen("fragile").to_bytes_as(3).unwrap()),
        ("cursor/first", cursor(&task(0))),
        ("cursor/last", cursor(&task(u64::MAX))),
        ("cursor/scan", Table::<Task>::scan().cursor(&task(3)).unwrap().to_string().into_bytes()),
        ("cursor/index", of_index(&task(3)).into_bytes()),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let bless = env::var_os("FARADAY_BLESS").is_some();
    for (name, bytes) in files {
        let path = folder.join(name);
        if bless {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &bytes).unwrap();
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "{name}");
    }
    // These differ each time.
    let ring = KeyRing::new("2025", &PATIENTS_KEY).unwrap();
    let place = Binding::at("leeds", Patient::RECORD).unwrap();
    for (name, text) in [("sealed/sealed-short", "AB"), ("sealed/sealed-long", &*"left at the door ".repeat(20))] {
        let path = folder.join(name);
        if bless {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, ring.seal(&text.to_owned(), &place).unwrap().as_bytes()).unwrap();
        }
        let sealed = faraday::encryption::Sealed::<String>::from_bytes(fs::read(&path).unwrap()).unwrap();
        assert_eq!(ring.open(&sealed, &place).unwrap(), text);
    }
}
