//! Enums in documents: untagged ones by number of variants, and nested tagged ones by depth.

use std::process::ExitCode;

use faraday::Value;

use crate::alone::{Alone, Cost};

/// The value of an attribute, as it is read within an item.
#[derive(Value)]
struct Holder<T> {
    value: T,
}

/// Declares an untagged enum of these variants, and the works that decode its first and its last.
macro_rules! untagged {
    ($name:ident, $works:ident, $variants:literal, $first:ident $first_field:ident, $last:ident $last_field:ident
        $(, $variant:ident $field:ident)*
    ) => {
        #[derive(Value)]
        #[faraday(untagged)]
        enum $name {
            $first { common: u64, $first_field: String },
            $($variant { common: u64, $field: String },)*
            $last { common: u64, $last_field: String },
        }

        impl $name {
            /// So that no variant is dead code.
            #[allow(dead_code)]
            fn others() -> Vec<Self> {
                vec![$(Self::$variant { common: 1, $field: String::new() }),*]
            }
        }

        let first = Holder { value: $name::$first { common: 7, $first_field: text() } };
        let last = Holder { value: $name::$last { common: 7, $last_field: text() } };
        $works.push(Alone::decode(untagged_name($variants, "first"), TIMES, &first));
        $works.push(Alone::decode(untagged_name($variants, "last"), TIMES, &last));
    };
}

const TIMES: u32 = 500;
const VARIANTS: [u32; 3] = [2, 5, 20];
const DEPTHS: [u32; 4] = [1, 2, 4, 8];

fn text() -> String {
    "a short text".into()
}

fn untagged_name(variants: u32, which: &str) -> String {
    format!("decode of the {which} of {variants} untagged variants")
}

fn nested_name(depth: u32) -> String {
    format!("decode of tagged enums, {depth} deep")
}

/// A tagged enum that holds itself.
#[derive(Value)]
#[faraday(tag = "kind")]
enum Tree {
    Leaf { name: String, number: u64 },
    Branch { name: String, number: u64, inner: Box<Tree> },
}

impl Tree {
    fn of(depth: u32) -> Self {
        let (name, number) = (text(), u64::from(depth));
        if depth == 1 {
            return Self::Leaf { name, number };
        }
        Self::Branch { name, number, inner: Box::new(Self::of(depth - 1)) }
    }
}

pub fn works() -> Vec<Alone> {
    let mut works = Vec::new();
    untagged!(Two, works, 2, A a, B b);
    untagged!(Five, works, 5, A a, B b, C c, D d, E e);
    untagged!(
        Twenty, works, 20, A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l, M m, N n, O o, P p, Q q, R r, S s, T t
    );
    works.extend(DEPTHS.map(|depth| Alone::decode(nested_name(depth), TIMES, &Holder { value: Tree::of(depth) })));
    works
}

fn cost(name: &str) -> Cost {
    Alone::of(name).expect("a work of this module").cost()
}

pub fn table() -> ExitCode {
    println!("Instructions (and CPU time):\n");
    println!("| untagged variants | the first | the last | last to first |\n|---|---|---|---|");
    for variants in VARIANTS {
        let [first, last] = ["first", "last"].map(|which| cost(&untagged_name(variants, which)));
        println!("| {variants} | {} | {} | {:.2} |", first.cell(), last.cell(), last.comparable() / first.comparable());
    }
    println!("\n| tagged enums, depth | decode | a level | ratio |\n|---|---|---|---|");
    let mut of_one = None;
    for depth in DEPTHS {
        let cost = cost(&nested_name(depth));
        let level = cost.comparable() / f64::from(depth);
        let one = *of_one.get_or_insert(level);
        println!("| {depth} | {} | {level:.0} | {:.2} |", cost.cell(), level / one);
    }
    ExitCode::SUCCESS
}
