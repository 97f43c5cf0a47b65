use faraday::Value;

#[derive(Value)]
struct Conf {
    #[faraday(default = 8080)]
    port: u16,
    #[faraday(default = true)]
    open: bool,
    #[faraday(default = -1)]
    level: i8,
    #[faraday(default = 'x')]
    letter: char,
}

fn main() {}
