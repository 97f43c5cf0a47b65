//! The debug form of types that hold values of items: the type's name alone, because logs must not show values.

/// Implements `Debug` for types whose fields hold values: it shows the name of the type.
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
