namespace CustomizerLambda.Tests.Support;

/// <summary>What nobody's name is: code for a shell, for a URL, for a JSON text, for a terminal, for a path.</summary>
internal static class NastyValues
{
    public static readonly string[] All =
    [
        "", " ", "a b", "a;id", "$(id)", "`id`", "a|b", "a&b", "a>b", "'", "\"", "\\", "a\nb", "a\n", "\na", "a\rb", "a\tb", "a\0b", "../..", "a/b",
        ".", "-", "-a", "a-", "--help", "a_b", "a.b", "a@b", "a:b", "a#b", "a?b", "a%20b", "%2e%2e", "{a}", "${HOME}", "*", "~", "!a", "a=b", "é",
        "а", "ａ", "１", "\u202ea", "a\u200b", "a\u2028b", "😀", "\ufffd", "\u001b[31m", "<b>", "null\0", new string('a', 64), new string('a', 100_000),
        "a" + new string('-', 62) + "b-",
    ];
}
