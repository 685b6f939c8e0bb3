package palette

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Colour is "#rrggbb", a number of the terminal's table of 256 in digits
// ("0" to "255", of which "0" to "15" are what the user has made of them), or
// "", which is no colour of its own.
type Colour string

// basics are the names of the terminal's first eight colours; the next eight
// are their bright ones.
var basics = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}

const (
	bright = "bright-"
	basic  = 16  // colours that every terminal with colours has
	most   = 256 // colours of a terminal's table
)

// Forms says how a colour can be written.
const Forms = "#rrggbb, #rgb, a number from 0 to 255, or a name such as red or bright-red"

// Parse reads a colour as a user writes it, in one of Forms; there are 16
// names. Letters may be of either case. The error says what can be written.
func Parse(s string) (Colour, error) {
	bad := fmt.Errorf("%q is no colour; use %s", s, Forms)
	c := strings.ToLower(strings.TrimSpace(s))
	if hex, ok := strings.CutPrefix(c, "#"); ok {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if _, err := strconv.ParseUint(hex, 16, 32); err != nil || len(hex) != 6 {
			return "", bad
		}
		return Colour("#" + hex), nil
	}
	name, light := strings.CutPrefix(c, bright)
	if i := slices.Index(basics, name); i >= 0 {
		if light {
			i += len(basics)
		}
		return number(i), nil
	}
	n, err := strconv.ParseUint(c, 10, 8)
	if err != nil {
		return "", bad
	}
	return number(int(n)), nil
}

func number(n int) Colour { return Colour(strconv.Itoa(n)) }

// index is the colour's number in the terminal's table, -1 where it has none.
func (c Colour) index() int {
	n, err := strconv.Atoi(string(c))
	if err != nil || n < 0 || n >= most {
		return -1
	}
	return n
}

// rich tells that the colour needs more than the 16 that every terminal has.
func (c Colour) rich() bool { return c != "" && (c.index() < 0 || c.index() >= basic) }

// Brightens tells that some terminals show the colour in bold as another one:
// as the bright one of its name.
func (c Colour) Brightens() bool { return c.index() >= 0 && c.index() < len(basics) }

// words is the colour, black or white, in which words are read best on c. Of
// the 16 that the user has made what he likes, red, blue, magenta and the two
// blacks are taken for dark, as nearly all terminals have them.
func (c Colour) words() Colour {
	n := c.index()
	if n >= 0 && n < basic {
		if slices.Contains([]int{0, 1, 4, 5, 8}, n) {
			return "15"
		}
		return "0"
	}
	ground := c.rgb()
	if Ratio(color.Black, ground) >= Ratio(color.White, ground) {
		return "#000000"
	}
	return "#ffffff"
}

// rgb is the colour of "#rrggbb", or of a number from 16 on: a cube of 6 by 6
// by 6 and then 24 greys, as xterm has defined them.
func (c Colour) rgb() color.RGBA {
	n := c.index()
	switch {
	case n >= basic+6*6*6:
		grey := uint8(8 + 10*(n-basic-6*6*6))
		return color.RGBA{grey, grey, grey, 0xff}
	case n >= basic:
		level := func(k int) uint8 {
			if k == 0 {
				return 0
			}
			return uint8(55 + 40*k)
		}
		n -= basic
		return color.RGBA{level(n / 36), level(n / 6 % 6), level(n % 6), 0xff}
	}
	v, _ := strconv.ParseUint(strings.TrimPrefix(string(c), "#"), 16, 32)
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
}

// Ratio is the contrast ratio of two colours as WCAG 2.2 defines it, from 1
// (the same) to 21 (black and white). Words want 4.5 (level AA) or 7 (AAA),
// lines and signs 3.
func Ratio(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2, 0 to 1.
func luminance(c color.Color) float64 {
	channel := func(v uint32) float64 {
		f := float64(v) / 0xffff
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*channel(r) + 0.7152*channel(g) + 0.0722*channel(b)
}
