package theme

import (
	"strconv"
	"strings"

	"broadsheet/internal/palette"
)

// The backgrounds a look can name.
const (
	Auto  = "auto" // whatever the terminal says
	Dark  = "dark"
	Light = "light"
)

// A Look is how the user wants things to look. The zero value is the first
// built-in theme on whatever background the terminal has.
type Look struct {
	Name       string                 // one of palette.Themes, palette.Plain, or a key of Own
	Background string                 // Auto, Dark or Light; "" is Auto
	Own        map[string]palette.Own // the themes of the user's own, by name
	SeemsLight bool                   // the background, as long as the terminal has not said
}

// Asks tells whether the look depends on the terminal's background.
func (l Look) Asks() bool {
	return l.Name != palette.Plain && l.Background != Dark && l.Background != Light
}

// IsLight tells from the variable COLORFGBG, which some terminals set to the
// numbers of their text and their background ("15;0", with a third word
// between in rxvt), whether the background is light. It is not, where the
// variable says nothing: most are dark.
func IsLight(colorfgbg string) bool {
	n, err := strconv.Atoi(colorfgbg[strings.LastIndexByte(colorfgbg, ';')+1:])
	return err == nil && (n == 7 || n >= 9 && n <= 15)
}
