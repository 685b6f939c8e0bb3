package palette

import "slices"

// Plain is the name of the theme that has no colours, and so no palette.
const Plain = "plain"

// Themes are the names of the built-in themes that have colours. The first is
// the one that is taken where none is named.
func Themes() []string {
	var names []string
	for _, t := range themes {
		names = append(names, t.name)
	}
	return names
}

// Named gives the palette of a built-in theme for a dark or a light background,
// and where few is set the one made of the terminal's own 16 colours only. It
// is false, and the palette that of the first theme, where there is none of
// the name.
func Named(name string, dark, few bool) (Palette, bool) {
	i := slices.IndexFunc(themes, func(t theme) bool { return t.name == name })
	t := themes[max(i, 0)]
	switch {
	case dark && few:
		return t.dark16, i >= 0
	case dark:
		return t.dark, i >= 0
	case few:
		return t.light16, i >= 0
	}
	return t.light, i >= 0
}

// A theme is a palette for each background and kind of terminal. Of the
// terminal's own 16 colours, which differ from one terminal to the next, only
// those are used that can be read on nearly all: on a dark background never
// red, blue and magenta, on a light one only these.
type theme struct {
	name                         string
	dark, light, dark16, light16 Palette
}

var themes = []theme{
	{
		name: "ink",
		dark: Palette{
			Dim: "#9aa2ad", Accent: "#e5b567", Heading: "#8ab8f0", Link: "#7cc4c0", Code: "#d9a87c", Line: "#7d8590",
			Hit: "#5c4a10", HitText: "#ffe9a8", Current: "#ffd75f", CurrentText: "#1c1c1c", Selected: "#2f4a73", SelectedText: "#f0f4fa",
			Bookmark: "#c49be8", Shared: "#9fd6a0", Differs: "#f0a8a0", Problem: "#f07178", Good: "#9ccc8a",
			Syntax: "modus-vivendi",
		},
		light: Palette{
			Dim: "#565d67", Accent: "#8a4b08", Heading: "#1f4f96", Link: "#0b5f63", Code: "#84420c", Line: "#6b7280",
			Hit: "#ffe48a", HitText: "#3a2c00", Current: "#b34700", CurrentText: "#ffffff", Selected: "#cfe0f7", SelectedText: "#12233d",
			Bookmark: "#6f3fa8", Shared: "#1c6428", Differs: "#9b2c20", Problem: "#b3261e", Good: "#2e6b2e",
			Syntax: "modus-operandi",
		},
		dark16: Palette{
			Accent: "11", Heading: "14", Link: "6", Code: "11",
			Hit: "6", HitText: "0", Current: "7", CurrentText: "0", Selected: "4", SelectedText: "15",
			Bookmark: "11", Shared: "2", Differs: "9", Problem: "9", Good: "2",
			Syntax: "bw",
		},
		light16: Palette{
			Accent: "1", Link: "4", Code: "5",
			Hit: "6", HitText: "0", Current: "5", CurrentText: "15", Selected: "4", SelectedText: "15",
			Bookmark: "5", Shared: "4", Differs: "1", Problem: "1", Good: "4",
			Syntax: "bw",
		},
	},
	{
		name: "sepia",
		dark: Palette{
			Text: "#e6d9c3", Dim: "#b3a48c", Accent: "#e0a458", Heading: "#e3bd82", Link: "#bfbf80", Code: "#d99f7e", Line: "#948670",
			Hit: "#5f4714", HitText: "#ffe6b0", Current: "#f0b45a", CurrentText: "#1d1408", Selected: "#4e4030", SelectedText: "#f7ecd9",
			Bookmark: "#dba8c8", Shared: "#a9c48c", Differs: "#f0a184", Problem: "#f08570", Good: "#a9c48c",
			Syntax: "modus-vivendi",
		},
		light: Palette{
			Text: "#3b2f22", Dim: "#67583f", Accent: "#85420f", Heading: "#76390f", Link: "#4c5a12", Code: "#7d4417", Line: "#84745c",
			Hit: "#f3d88a", HitText: "#33240a", Current: "#9c4510", CurrentText: "#fff8ec", Selected: "#e6d6b8", SelectedText: "#2f2415",
			Bookmark: "#84305f", Shared: "#3d5f12", Differs: "#8f2a14", Problem: "#a3281b", Good: "#3d5f12",
			Syntax: "modus-operandi",
		},
		dark16: Palette{
			Accent: "11", Heading: "11", Link: "2", Code: "6",
			Hit: "7", HitText: "0", Current: "6", CurrentText: "0", Selected: "4", SelectedText: "15",
			Bookmark: "11", Shared: "2", Differs: "9", Problem: "9", Good: "2",
			Syntax: "bw",
		},
		light16: Palette{
			Accent: "1", Link: "5", Code: "1",
			Hit: "6", HitText: "0", Current: "1", CurrentText: "15", Selected: "4", SelectedText: "15",
			Bookmark: "5", Shared: "4", Differs: "1", Problem: "1", Good: "4",
			Syntax: "bw",
		},
	},
	{
		name: "contrast",
		dark: Palette{
			Text: "#ffffff", Dim: "#d0d0d0", Accent: "#ffd75f", Heading: "#a8d4ff", Link: "#7fe3e0", Code: "#ffc78f", Line: "#b0b0b0",
			Hit: "#ffe75c", HitText: "#000000", Current: "#00e5ff", CurrentText: "#000000", Selected: "#0000af", SelectedText: "#ffffff",
			Bookmark: "#e6c4ff", Shared: "#a5eba5", Differs: "#ffbfb5", Problem: "#ffb0b0", Good: "#a5eba5",
			Syntax: "bw",
		},
		light: Palette{
			Text: "#000000", Dim: "#404040", Accent: "#6b2a00", Heading: "#000087", Link: "#00005f", Code: "#6b2a00", Line: "#595959",
			Hit: "#ffe100", HitText: "#000000", Current: "#7a1200", CurrentText: "#ffffff", Selected: "#bcd8ff", SelectedText: "#000000",
			Bookmark: "#551a8b", Shared: "#0b4a14", Differs: "#7f1710", Problem: "#8c0f0f", Good: "#0b4a14",
			Syntax: "bw",
		},
		dark16: Palette{
			Accent: "11", Heading: "15", Link: "14", Code: "11",
			Hit: "14", HitText: "0", Current: "15", CurrentText: "0", Selected: "7", SelectedText: "0",
			Bookmark: "11", Shared: "14", Differs: "15", Problem: "11", Good: "14",
			Syntax: "bw",
		},
		light16: Palette{
			Hit: "14", HitText: "0", Current: "0", CurrentText: "15", Selected: "7", SelectedText: "0",
			Syntax: "bw",
		},
	},
}
