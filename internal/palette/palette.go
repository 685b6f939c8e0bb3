// Package palette holds the colours of the themes, each under a name: those of
// the themes that are built in, and those that a user lays over them. It knows
// no terminal; a colour is kept as it is written.
package palette

import (
	"fmt"
	"slices"
	"strings"
)

// A Palette is the colours of a theme on one background. A colour that is not
// set is the terminal's own.
type Palette struct {
	Text    Colour // words, in briefs and around them; in ink the terminal's own
	Dim     Colour // what may be overlooked: sources, dates, hints, asides; faint where it is not set
	Accent  Colour // keys, counts, matched letters, the bar beside the passage in hand
	Heading Colour // headings of a brief, and the markers of its lists
	Link    Colour
	Code    Colour // code within a line, and code in no known language
	Line    Colour // frames, rules, lines of tables; faint where it is not set

	Hit, HitText           Colour // what a search found: the ground, and the words on it
	Current, CurrentText   Colour // the hit in hand
	Selected, SelectedText Colour // the chosen line of a list, and words being selected
	Bookmark               Colour // a bookmarked passage, and its sign
	Shared                 Colour // what both accounts say, and its sign
	Differs                Colour // what only one account says, and its sign
	Problem                Colour // what went wrong
	Good                   Colour // what went well

	// Syntax names the chroma style for code in a known language; "" leaves such
	// code in one colour. It cannot be set by a user.
	Syntax string
}

// A field is a colour of a palette and the name it is set by.
type field struct {
	name   string
	colour *Colour
}

func (p *Palette) fields() []field {
	return []field{
		{"text", &p.Text}, {"dim", &p.Dim}, {"accent", &p.Accent}, {"heading", &p.Heading}, {"link", &p.Link},
		{"code", &p.Code}, {"line", &p.Line},
		{"hit", &p.Hit}, {"hit-text", &p.HitText}, {"current", &p.Current}, {"current-text", &p.CurrentText},
		{"selected", &p.Selected}, {"selected-text", &p.SelectedText},
		{"bookmark", &p.Bookmark}, {"shared", &p.Shared}, {"differs", &p.Differs},
		{"problem", &p.Problem}, {"good", &p.Good},
	}
}

// A pair is a ground and the words on it: they are read together or not at all.
type pair struct{ ground, words *Colour }

func (p *Palette) pairs() []pair {
	return []pair{{&p.Hit, &p.HitText}, {&p.Current, &p.CurrentText}, {&p.Selected, &p.SelectedText}}
}

// Names are the names that the colours of a palette are set by.
func Names() []string {
	var names []string
	for _, f := range new(Palette).fields() {
		names = append(names, f.name)
	}
	return names
}

// Set sets one colour, by one of Names and as Parse reads it. The error says
// which of the two is wrong, and what would be right.
func (p *Palette) Set(name, written string) error {
	fields := p.fields()
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	if i < 0 {
		return fmt.Errorf("there is no colour named %q; there are %s", name, strings.Join(Names(), ", "))
	}
	c, err := Parse(written)
	if err != nil {
		return err
	}
	*fields[i].colour = c
	return nil
}

// over lays the colours that are set in top over p.
func (p Palette) over(top Palette) Palette {
	to := p.fields()
	for i, f := range top.fields() {
		if *f.colour != "" {
			*to[i].colour = *f.colour
		}
	}
	return p
}

// worded gives a ground that has no words of its own black or white ones, for
// those that stood on another ground may not be seen on this one.
func (p Palette) worded() Palette {
	for _, pair := range p.pairs() {
		if *pair.ground != "" && *pair.words == "" {
			*pair.words = pair.ground.words()
		}
	}
	return p
}

// basic keeps the colours that a terminal with 16 of them has, and of a pair
// both or none.
func (p Palette) basic() Palette {
	for _, pair := range p.pairs() {
		if pair.ground.rich() || pair.words.rich() {
			*pair.ground, *pair.words = "", ""
		}
	}
	for _, f := range p.fields() {
		if f.colour.rich() {
			*f.colour = ""
		}
	}
	return p
}

// Own is a theme of the user's own: a built-in one with some colours changed.
type Own struct {
	Base  string  // one of Themes; "" is the first
	Both  Palette // on any background
	Dark  Palette // on a dark one only; goes before Both
	Light Palette // on a light one only; goes before Both
}

// On gives the palette of the theme as Named does. Where few is set, the
// colours of the user's that are not among the 16 are left out.
func (o Own) On(dark, few bool) Palette {
	base, _ := Named(o.Base, dark, few)
	own := o.Both.over(o.Light)
	if dark {
		own = o.Both.over(o.Dark)
	}
	if few {
		own = own.basic()
	}
	return base.over(own.worded())
}
