using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CustomizerLambda.SelfTest;

/// <summary>
/// Takes out of URLs and cookies all that could be somebody's: what is left are words that are the same for everybody, and <c>*</c>. What isn't known
/// to be harmless goes. Pure.
/// </summary>
internal static partial class Redaction
{
    private static readonly HashSet<string> Segments = new(StringComparer.Ordinal)
    {
        "auth", "continue", "login", "logout", "signin", "oauth", "callback", "redirect", "jupyter", "jupyterlab", "codeeditor", "default", "lab", "tree",
        "api", "status", "terminals", "websocket", "contents", "version", "static", "app", "error", "oss-dev", "stable", "_refresh", "health",
    };

    /// <summary>Host, path, and the names of the query's parameters.</summary>
    public static string Address(Uri uri)
    {
        var names = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Word(Named(pair).Name)).ToList();
        return AppText.Of($"{uri.Scheme}://{Host(uri)}{Path(uri.AbsolutePath)}{(names.Count == 0 ? "" : "?" + string.Join('&', names.Select(name => name + "=*")))}");
    }

    /// <summary>A cookie's name and attributes; of its value, only how long it is.</summary>
    public static string SetCookie(string header)
    {
        var parts = header.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = Named(parts[0]);
        return string.Join("; ", [$"{Word(name)}=<{value.Length} characters>", .. parts.Skip(1).Select(Attribute).OfType<string>()]);
    }

    /// <summary>A server's product, without more.</summary>
    public static string Server(string header) => Word(header.Split('/', ' ')[0]);

    private static string Host(Uri uri)
    {
        if (uri.IsLoopback || IPAddress.TryParse(uri.DnsSafeHost, out _)) return uri.IsLoopback ? "loopback" : "address";
        var host = uri.IdnHost.ToLowerInvariant();
        if (StudioHost().Match(host) is { Success: true } studio) return "*" + studio.Groups["rest"].Value;
        return AwsHost().IsMatch(host) ? host : "*";
    }

    private static string Path(string path) => string.Join('/', path.Split('/').Select(segment => segment.Length == 0 || Segments.Contains(segment) ? segment : "*"));

    private static string? Attribute(string attribute)
    {
        var (name, value) = Pair(attribute);
        return name.ToLowerInvariant() switch
        {
            "secure" => "Secure",
            "httponly" => "HttpOnly",
            "partitioned" => "Partitioned",
            "samesite" => $"SameSite={Word(value)}",
            "path" => $"Path={Path(value)}",
            "domain" => $"Domain={(StudioHost().Match("x." + value.TrimStart('.')) is { Success: true } studio ? "." + studio.Groups["rest"].Value.TrimStart('.') : "*")}",
            "max-age" => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) ? $"Max-Age={seconds}" : "Max-Age=*",
            "expires" => "Expires",
            _ => null,
        };
    }

    private static (string Name, string Value) Pair(string text) => text.Split('=', 2) is [var name, var value] ? (name, value) : (text, "");

    /// <summary>What has no name is a value, and may be a secret.</summary>
    private static (string Name, string Value) Named(string text) => text.Contains('=', StringComparison.Ordinal) ? Pair(text) : ("", text);

    /// <summary>A word with digits in it may be a number of somebody's.</summary>
    private static string Word(string word) => PlainWord().IsMatch(word) ? word : "*";

    [GeneratedRegex(@"\A[A-Za-z_-]{1,40}\z")]
    private static partial Regex PlainWord();

    [GeneratedRegex(@"(?<rest>\.studio\.[a-z]{2}(-[a-z]+)+-[0-9]\.sagemaker\.(aws|com\.cn))\z")]
    private static partial Regex StudioHost();

    /// <summary>AWS's own pages: a service, maybe in a region; no name of an account's.</summary>
    [GeneratedRegex(@"\A([a-z]{2}(-[a-z]+)+-[0-9]\.)?(signin|console|sagemaker|portal\.sso|oidc)(\.[a-z]{2}(-[a-z]+)+-[0-9])?\.(aws\.amazon\.com|amazonaws\.com|aws)\z")]
    private static partial Regex AwsHost();
}
