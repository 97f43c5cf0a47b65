//! Structs of 5 to 250 fields: the cost of one field must not grow with their number.

use std::process::ExitCode;

use faraday::Value;

use crate::alone::{Alone, Cost};

/// The two works on a struct with this number of fields.
pub struct Wide {
    pub fields: u32,
    pub decode: Alone,
    pub encode: Alone,
}

/// The costs of both.
pub struct WideCost {
    pub fields: u32,
    pub decode: Cost,
    pub encode: Cost,
}

/// Declares structs with the names given so far, five at a time: a text, a number, an optional text, a flag and a list, as in `guarded.rs`.
/// After `struct` come the struct's name, its number of fields, and the names that do not fill a group of five.
macro_rules! wide {
    ($works:ident $done:tt) => {};
    ($works:ident [$($done:tt)*] ($($five:ident)*) $($rest:tt)*) => {
        wide!($works [$($done)* ($($five)*)] $($rest)*);
    };
    ($works:ident [$($done:tt)*] struct $name:ident $fields:literal ($($more:ident: $kind:ty = $value:expr),*) $($rest:tt)*) => {
        wide!(@declare $works $name $fields [$($done)*] ($($more: $kind = $value),*));
        wide!($works [$($done)*] $($rest)*);
    };
    (@declare $works:ident $name:ident $fields:literal
        [$(($text:ident $number:ident $note:ident $flag:ident $list:ident))*]
        ($($more:ident: $kind:ty = $value:expr),*)
    ) => {
        #[derive(Value)]
        struct $name {
            $($text: String, $number: u64, $note: Option<String>, $flag: bool, $list: Vec<u64>,)*
            $($more: $kind,)*
        }

        impl $name {
            fn filled() -> Self {
                Self {
                    $($text: text(), $number: 12_345, $note: Some(text()), $flag: true, $list: vec![3, 14, 15],)*
                    $($more: $value,)*
                }
            }
        }

        $works.push(Wide {
            fields: $fields,
            decode: Alone::decode(concat!("decode of ", $fields, " filled fields"), times($fields), &$name::filled()),
            encode: Alone::encode(concat!("encode of ", $fields, " filled fields"), times($fields), $name::filled()),
        });
    };
}

fn text() -> String {
    "a short text".into()
}

fn times(fields: u32) -> u32 {
    25_000 / fields
}

pub fn works() -> Vec<Wide> {
    let mut works = Vec::new();
    wide! { works []
    (f000 f001 f002 f003 f004)
    struct Five 5 ()
    (f005 f006 f007 f008 f009)
    struct Ten 10 ()
    (f010 f011 f012 f013 f014) (f015 f016 f017 f018 f019)
    struct Twenty 20 ()
    (f020 f021 f022 f023 f024) (f025 f026 f027 f028 f029) (f030 f031 f032 f033 f034)
    (f035 f036 f037 f038 f039) (f040 f041 f042 f043 f044) (f045 f046 f047 f048 f049)
    (f050 f051 f052 f053 f054) (f055 f056 f057 f058 f059)
    struct SixtyThree 63 (f060: String = text(), f061: u64 = 12_345, f062: Option<String> = Some(text()))
    (f060 f061 f062 f063 f064) (f065 f066 f067 f068 f069) (f070 f071 f072 f073 f074)
    (f075 f076 f077 f078 f079) (f080 f081 f082 f083 f084) (f085 f086 f087 f088 f089)
    (f090 f091 f092 f093 f094) (f095 f096 f097 f098 f099) (f100 f101 f102 f103 f104)
    (f105 f106 f107 f108 f109) (f110 f111 f112 f113 f114) (f115 f116 f117 f118 f119)
    (f120 f121 f122 f123 f124)
    struct HundredTwentyFive 125 ()
    (f125 f126 f127 f128 f129) (f130 f131 f132 f133 f134) (f135 f136 f137 f138 f139)
    (f140 f141 f142 f143 f144) (f145 f146 f147 f148 f149) (f150 f151 f152 f153 f154)
    (f155 f156 f157 f158 f159) (f160 f161 f162 f163 f164) (f165 f166 f167 f168 f169)
    (f170 f171 f172 f173 f174) (f175 f176 f177 f178 f179) (f180 f181 f182 f183 f184)
    (f185 f186 f187 f188 f189) (f190 f191 f192 f193 f194) (f195 f196 f197 f198 f199)
    (f200 f201 f202 f203 f204) (f205 f206 f207 f208 f209) (f210 f211 f212 f213 f214)
    (f215 f216 f217 f218 f219) (f220 f221 f222 f223 f224) (f225 f226 f227 f228 f229)
    (f230 f231 f232 f233 f234) (f235 f236 f237 f238 f239) (f240 f241 f242 f243 f244)
    (f245 f246 f247 f248 f249)
    struct TwoHundredFifty 250 ()
    }
    works
}

/// The costs of all.
pub fn costs() -> Vec<WideCost> {
    let cost = |Wide { fields, decode, encode }| WideCost { fields, decode: decode.cost(), encode: encode.cost() };
    works().into_iter().map(cost).collect()
}

pub fn table() -> ExitCode {
    let costs = costs();
    println!("Instructions (and CPU time); the ratio is of one field to one of ten:\n");
    println!("| fields | decode | a field | ratio | encode | a field | ratio |\n|---|---|---|---|---|---|---|");
    let of_one = |cost: Cost, fields: u32| cost.comparable() / f64::from(fields);
    let Some(ten) = costs.iter().find(|cost| cost.fields == 10) else { return ExitCode::FAILURE };
    for WideCost { fields, decode, encode } in &costs {
        let cells = [(decode, ten.decode), (encode, ten.encode)].map(|(cost, ten)| {
            let one = of_one(*cost, *fields);
            format!("{} | {one:.0} | {:.2}", cost.cell(), one / of_one(ten, 10))
        });
        println!("| {fields} | {} |", cells.join(" | "));
    }
    ExitCode::SUCCESS
}
