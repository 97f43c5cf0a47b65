//! `Debug` for types that hold values of items: it shows only the type's name, because logs must not show values.

/// Implements `Debug` so that it shows only the name of the type.
macro_rules! debug_without_values {
    ($($name:ident $(<$($parameter:tt),+>)?),+ $(,)?) => {$(
        impl $(<$($parameter),+>)? std::fmt::Debug for $name $(<$($parameter),+>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

pub(crate) use debug_without_values;
