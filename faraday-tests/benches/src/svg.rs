//! A plot of lines as an SVG file, with only the parts that three plots need.

/// The size of the picture, and the position of the lines in it.
const SIZE: (f64, f64) = (720.0, 420.0);
const LEFT: f64 = 80.0;
const RIGHT: f64 = 590.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 360.0;
/// Colours that people who see no red or green can tell apart too.
const COLOURS: [&str; 4] = ["#b35806", "#2166ac", "#7f3b8e", "#35978f"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// From zero.
    Linear,
    Log,
}

pub struct Series {
    pub name: String,
    pub points: Vec<(f64, f64)>,
}

pub struct Plot {
    pub title: String,
    /// The name of the axis, and its scale.
    pub x: (String, Scale),
    pub y: (String, Scale),
    pub series: Vec<Series>,
}

/// One axis: converts values to positions in the picture.
struct Axis {
    scale: Scale,
    /// The values at its ends, and the positions of its ends.
    values: (f64, f64),
    places: (f64, f64),
}

impl Axis {
    fn new(scale: Scale, values: impl Iterator<Item = f64> + Clone, places: (f64, f64)) -> Self {
        let most = values.clone().fold(f64::MIN, f64::max);
        let least = values.fold(f64::MAX, f64::min);
        let values = match scale {
            Scale::Linear => (0.0, most * 1.05),
            Scale::Log => (least / 1.1, most * 1.1),
        };
        Self { scale, values, places }
    }

    fn place(&self, value: f64) -> f64 {
        let of = |value: f64| if self.scale == Scale::Log { value.ln() } else { value };
        let (from, to) = (of(self.values.0), of(self.values.1));
        self.places.0 + (of(value) - from) / (to - from) * (self.places.1 - self.places.0)
    }

    /// Round values: 1, 2 and 5 of each power of ten for a logarithm, otherwise about five.
    fn ticks(&self) -> Vec<f64> {
        let (least, most) = self.values;
        let ticks: Vec<f64> = match self.scale {
            Scale::Log => {
                let few = most / least > 1e4;
                let steps: &[f64] = if few { &[1.0] } else { &[1.0, 2.0, 5.0] };
                let powers = least.log10().floor() as i32..=most.log10().ceil() as i32;
                powers.flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power))).collect()
            }
            Scale::Linear => {
                let power = 10f64.powf((most / 5.0).log10().floor());
                let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
                let step = steps.into_iter().find(|step| most / step <= 6.0).unwrap_or(most);
                (0..=6).map(|number| f64::from(number) * step).collect()
            }
        };
        ticks.into_iter().filter(|tick| (least..=most).contains(tick)).collect()
    }
}

impl Plot {
    pub fn svg(&self) -> String {
        let points = || self.series.iter().flat_map(|series| series.points.iter().copied());
        let x = Axis::new(self.x.1, points().map(|point| point.0), (LEFT, RIGHT));
        let y = Axis::new(self.y.1, points().map(|point| point.1), (BOTTOM, TOP));
        let (width, height) = SIZE;
        let middle = f64::midpoint(LEFT, RIGHT);
        // With a background, so that it is readable on dark and light pages.
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
             font-size=\"12\" fill=\"#333\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n"
        );
        let title = format!("<tspan font-size=\"15\">{}</tspan>", escaped(&self.title));
        svg.push_str(&text(LEFT, 28.0, "start", &title));
        svg.push_str(&text(middle, height - 14.0, "middle", &escaped(&self.x.0)));
        let along = format!(
            "<g transform=\"rotate(-90)\">{}</g>\n",
            text(-f64::midpoint(TOP, BOTTOM), 24.0, "middle", &escaped(&self.y.0))
        );
        svg.push_str(&along);
        let ticks = if self.x.1 == Scale::Log { self.places() } else { x.ticks() };
        svg.push_str(&grid(&x, &ticks, &y));
        for ((series, colour), row) in self.series.iter().zip(COLOURS.iter().cycle()).zip(0u32..) {
            svg.push_str(&line(series, colour, row, &x, &y));
        }
        svg.push_str("</svg>\n");
        svg
    }

    /// The positions of the points along the x axis, which all lines share.
    fn places(&self) -> Vec<f64> {
        self.series.first().map(|series| series.points.iter().map(|point| point.0).collect()).unwrap_or_default()
    }
}

/// The axes, and a thin line at each tick; `ticks` are those of x.
fn grid(x: &Axis, ticks: &[f64], y: &Axis) -> String {
    let stroke = |from: (f64, f64), to: (f64, f64), colour: &str| {
        format!(
            "<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"{colour}\" fill=\"none\"/>\n",
            from.0, from.1, to.0, to.1
        )
    };
    let mut grid = String::new();
    for &tick in ticks {
        let place = x.place(tick);
        grid.push_str(&stroke((place, TOP), (place, BOTTOM), "#e4e4e4"));
        grid.push_str(&text(place, BOTTOM + 18.0, "middle", &number(tick)));
    }
    for tick in y.ticks() {
        let place = y.place(tick);
        grid.push_str(&stroke((LEFT, place), (RIGHT, place), "#e4e4e4"));
        grid.push_str(&text(LEFT - 8.0, place + 4.0, "end", &number(tick)));
    }
    grid.push_str(&stroke((LEFT, TOP), (LEFT, BOTTOM), "#333"));
    grid.push_str(&stroke((LEFT, BOTTOM), (RIGHT, BOTTOM), "#333"));
    grid
}

/// A line with a dot at each point, and its name next to the plot.
fn line(series: &Series, colour: &str, row: u32, x: &Axis, y: &Axis) -> String {
    let places: Vec<(f64, f64)> = series.points.iter().map(|point| (x.place(point.0), y.place(point.1))).collect();
    let along: Vec<String> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let mut line =
        format!("<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n", along.join(" "));
    for (x, y) in places {
        line.push_str(&format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>\n"));
    }
    let at = TOP + 14.0 + 20.0 * f64::from(row);
    line.push_str(&format!(
        "<rect x=\"{}\" y=\"{}\" width=\"14\" height=\"4\" fill=\"{colour}\"/>\n",
        RIGHT + 14.0,
        at - 6.0
    ));
    line.push_str(&text(RIGHT + 34.0, at, "start", &escaped(&series.name)));
    line
}

fn text(x: f64, y: f64, anchor: &str, content: &str) -> String {
    format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{content}</text>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Writes 2000 as 2k, 3000000 as 3M.
fn number(value: f64) -> String {
    let (value, unit) = match value {
        1e6.. => (value / 1e6, "M"),
        1e3.. => (value / 1e3, "k"),
        _ => (value, ""),
    };
    format!("{}{unit}", (value * 1e3).round() / 1e3)
}
