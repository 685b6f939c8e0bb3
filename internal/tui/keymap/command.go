package keymap

// Command is the command of the program that does on the command line what an
// action does in the reader; "" where the action only moves about on the
// screen, or is about the screen itself.
func (a Action) Command() string {
	return map[Action]string{
		Open:         "show",
		OpenByName:   "show",
		SearchAll:    "search",
		SearchHere:   "search",
		NextHit:      "search",
		PrevHit:      "search",
		Filter:       "bookmark list --where",
		Narrow:       "search",
		Recent:       "saved list",
		SaveSearch:   "saved add",
		Forget:       "saved remove",
		Why:          "search --explain",
		Contents:     "show",
		Bookmark:     "bookmark add",
		ListMarks:    "bookmark list",
		EditNote:     "bookmark add --note",
		Delete:       "bookmark remove",
		SecondPane:   "compare",
		Counterparts: "compare",
		Copy:         "show --format",
		CopyBare:     "show --format",
		MarkRead:     "mark read",
		Sort:         "list --sort",
		Skipped:      "doctor",
		Reload:       "index",
		Libraries:    "list --library",
		Palette:      "help",
		Help:         "keys",
	}[a]
}

// A Phrase is a command of the palette that is typed with an argument: theme
// sepia.
type Phrase struct {
	Name     string
	Argument string // what stands after it, in capitals
	Help     string // what it does, a few words
	Command  string // that does the same on the command line, or the setting of the configuration
}

// Phrases are the commands of the palette that take an argument.
func Phrases() []Phrase {
	return []Phrase{
		{"open", "NAME", "open a brief by its name", "show NAME"},
		{"beside", "NAME", "open a brief beside this one", "compare THIS NAME"},
		{"search", "QUERY", "search every brief", "search QUERY"},
		{"saved", "NAME", "open a saved search", "search --saved NAME"},
		{"library", "NAME", "another library", "list --library NAME"},
		{"sort", "ORDER", "sort the list by date, title or source", "list --sort ORDER"},
		{"theme", "NAME", "other colours, until the end", "theme in the configuration"},
		{"background", "SHADE", "colours for a dark or a light background, until the end", "background in the configuration"},
		{"width", "COLUMNS", "the widest line of text, until the end", "show --width COLUMNS"},
		{"margin", "COLUMNS", "the least space beside the text, until the end", "margin in the configuration"},
	}
}
