using System.Buffers;
using System.Text.RegularExpressions;

namespace CustomizerLambda.Run;

/// <summary>
/// The shapes by which secrets are known: tokens that their issuers made to be known by how they begin, credentials in URLs and headers, and values whose
/// name says what they are. Digests, UUIDs and other random text without such a sign are none.
/// </summary>
/// <remarks>Each pattern begins with what is searched for fast, and none reads on past the next place where it could begin, or for more than a fixed length:
/// their cost grows as the text does.</remarks>
internal static partial class SecretShapes
{
    /// <summary>A token that was cut at the end of a text may be a word, where less of it is there.</summary>
    private const int ShortestCut = 10;

    /// <summary>Blanks and quotes between the beginning of a token and the rest, where a shell shows both as words: <c>printf '%s%s' ghp_ …</c></summary>
    private const int MostApart = 3;

    /// <summary>In characters: <see cref="NamedValue"/>.</summary>
    private const int LongestQuoted = 256;

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Alphanumerics = SearchValues.Create(Alphanumeric);
    private static readonly SearchValues<char> Uppercase = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Word = SearchValues.Create(Alphanumeric + "_-");
    private static readonly SearchValues<char> Dotted = SearchValues.Create(Alphanumeric + "_-.");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(Alphanumeric + "+/=_-");
    private static readonly SearchValues<char> Symbols = SearchValues.Create("!#$%^*+=?@~");

    /// <summary>Tokens, by what each begins with, its alphabet, and how many characters follow at the least.</summary>
    private static readonly Token[] Tokens =
    [
        .. Of(Dotted, 20, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        .. Of(Dotted, 16, "glpat-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "glffct-", "glwt-"),
        .. Of(Dotted, 16, "xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxe.", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"),
        .. Of(Base64, 20, "hooks.slack.com/services/"),
        .. Of(Word, 16, "pypi-AgE", "rubygems_"),
        .. Of(Alphanumerics, 30, "npm_", "hf_", "api_org_", "gsk_", "r8_", "dckr_pat_"),
        .. Of(Word, 20, "dckr_oat_", "sk-proj-", "sk-svcacct-", "sk-admin-", "sk-ant-", "sk-or-", "sk-lf-", "lsv2_", "wandb_v1_", "KGAT_"),
        .. Of(Word, 40, "nvapi-", "xai-", "pplx-"),
        .. Of(Alphanumerics, 32, "sk-", "dapi"),
        .. Of(Alphanumerics, 16, "sk_live_", "sk_test_", "rk_live_", "rk_test_"),
        .. Of(Base64, 24, "whsec_"),
        .. Of(Word, 30, "AIza"),
        .. Of(Dotted, 20, "ya29.", "GOCSPX-", "hvs.", "hvb.", "hvr.", "ATATT3", "ATCTT3"),
        .. Of(Dotted, 60, "SG."),
        .. Of(Word, 20, "glsa_", "glc_", "dop_v1_", "doo_v1_", "dor_v1_", "lin_api_", "shpat_", "shpca_", "shppa_", "shpss_", "sntrys_", "figd_", "PMAK-", "NRAK-"),
        .. Of(Uppercase, 16, "AKIA", "ASIA", "ABIA", "ACCA"),
        .. Of(Base64, 40, "ABSK", "bedrock-api-key-", "IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz", "eyJwYXlsb2FkIjoi"),
        .. Of(Uppercase, 40, "AGE-SECRET-KEY-1"),

        // A private key in PEM, in base64 once more, as in a kubeconfig.
        .. Of(Base64, 40, "LS0tLS1CRUdJTiBQUklWQVRF", "LS0tLS1CRUdJTiBSU0EgUFJJVkFUR", "LS0tLS1CRUdJTiBFQyBQUklWQVRF", "LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVE", "LS0tLS1CRUdJTiBFTkNSWVBURUQgUFJJVkFUR"),
        new("eyJ", Dotted, 17, IsJsonWebToken),
    ];

    /// <summary>In sets of a size that .NET still searches for by vectors: in one set, they take three times as long.</summary>
    private static readonly SearchValues<string>[] Prefixes =
        [.. Tokens.Select(token => token.Prefix).Order(StringComparer.Ordinal).Chunk(34).Select(prefixes => SearchValues.Create(prefixes, StringComparison.Ordinal))];

    /// <summary>Which first characters have which tokens, the longest first.</summary>
    private static readonly ILookup<char, Token> ByFirst = Tokens.OrderByDescending(token => token.Prefix.Length).ToLookup(token => token.Prefix[0]);

    private static readonly string[] Schemes = ["basic", "bearer", "token", "digest", "negotiate", "ntlm", "apikey", "jwt", "oauth", "aws4-hmac-sha256"];

    /// <summary>Adds the secrets in a text.</summary>
    /// <param name="goesOn">Whether the text may have been cut at its end: what begins there as a secret does is one.</param>
    public static void Find(string text, bool goesOn, List<(int Start, int End)> secrets)
    {
        foreach (var prefixes in Prefixes) FindTokens(text, prefixes, goesOn, secrets);
        if (text.Contains("://", StringComparison.Ordinal)) FindCredentialsInUrls(text, goesOn, secrets);
        Find(text, SignedQuery(), static _ => true, secrets);
        Find(text, Query(), static _ => true, secrets);
        Find(text, AwsSecret(), static _ => true, secrets);
        Find(text, AwsSecretBesideId(), static _ => true, secrets);
        Find(text, NamedValue(), match => IsNamedSecret(text, match), secrets);
        Find(text, Authorization(), IsCredential, secrets);
        Find(text, Bearer(), static match => match.Groups["secret"].ValueSpan.ContainsAnyInRange('0', '9'), secrets);
        Find(text, Cookie(), static _ => true, secrets);
        Find(text, RegistryAuth(), static match => match.Groups["secret"].ValueSpan is var value && (value.ContainsAnyInRange('A', 'Z') || value.ContainsAnyInRange('0', '9')), secrets);
        Find(text, Netrc(), static _ => true, secrets);
        Find(text, UserOption(), static match => LooksSecret(match.Groups["secret"].ValueSpan), secrets);
    }

    private static void Find(string text, Regex shape, Func<Match, bool> isSecret, List<(int Start, int End)> secrets)
    {
        for (var match = shape.Match(text); match.Success;)
        {
            var value = match.Groups["secret"];
            var isOne = isSecret(match);
            if (isOne) Add(value, secrets);

            // A quoted value that is none may hold one.
            match = isOne || value.Length > LongestQuoted ? match.NextMatch() : shape.Match(text, value.Index);
        }
    }

    private static void FindCredentialsInUrls(string text, bool goesOn, List<(int Start, int End)> secrets)
    {
        for (var match = UserInfo().Match(text); match.Success; match = match.NextMatch())
        {
            if (!goesOn && text[match.Index + match.Length - 1] != '@') continue;
            Add(match.Groups["secret"], secrets);
            if (match.Groups["user"] is { Length: >= 16 } user && LooksSecret(user.ValueSpan)) Add(user, secrets);
        }
    }

    private static void Add(Group group, List<(int Start, int End)> secrets)
    {
        if (group.Length > 0) secrets.Add((group.Index, group.Index + group.Length));
    }

    private static void FindTokens(string text, SearchValues<string> prefixes, bool goesOn, List<(int Start, int End)> secrets)
    {
        var (at, hopeless) = (0, 0);
        while (text.AsSpan(at).IndexOfAny(prefixes) is var found and >= 0)
        {
            at += found;
            var end = BeginsWord(text, at) ? TokenAt(text, at, goesOn, ref hopeless, secrets) : 0;
            at = end > at ? end : at + 1;
        }
    }

    /// <summary>Adds the token there, all but its prefix, and says where it ends; 0 where there is none.</summary>
    /// <param name="hopeless">Up to where <see cref="Token.IsToken"/> is known to fail, so that nothing is read again and again.</param>
    private static int TokenAt(string text, int at, bool goesOn, ref int hopeless, List<(int Start, int End)> secrets)
    {
        foreach (var token in ByFirst[text[at]])
        {
            if (!text.AsSpan(at).StartsWith(token.Prefix, StringComparison.Ordinal) || (token.IsToken is not null && at < hopeless)) continue;
            var start = at + token.Prefix.Length;
            var isApart = start + 1 < text.Length && text[start] is ' ' or '"' or '\'';
            if (isApart) start += text.AsSpan(start, Math.Min(MostApart + 1, text.Length - start)).IndexOfAnyExcept(" \"'") is var word and > 0 ? word : 0;
            var value = text.AsSpan(start);
            var length = value.IndexOfAnyExcept(token.Alphabet);
            var isCut = length < 0 && goesOn;
            value = (length >= 0 ? value[..length] : value).TrimEnd('.');
            if (value.Length < (isCut ? ShortestCut : token.Shortest)) continue;
            if (!isCut && token.IsToken?.Invoke(value) == false)
            {
                hopeless = start + value.Length;
                continue;
            }

            if (isApart && !LooksSecret(value)) continue;
            secrets.Add((start, start + value.Length));
            return start + value.Length;
        }

        return 0;
    }

    /// <summary>Whether no word goes on there. An escape in a string or a URL ends one.</summary>
    private static bool BeginsWord(string text, int at) =>
        at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])
        || (at > 1 && text[at - 2] == '\\' && text[at - 1] is 'n' or 'r' or 't')
        || (at > 2 && text[at - 3] == '%' && char.IsAsciiHexDigit(text[at - 2]) && char.IsAsciiHexDigit(text[at - 1]));

    /// <summary>RFC 7519 and 7516: three parts, or five.</summary>
    private static bool IsJsonWebToken(ReadOnlySpan<char> value) => value.Count('.') >= 2;

    private static bool IsNamedSecret(string text, Match match)
    {
        var value = match.Groups["secret"].ValueSpan;
        var isAssigned = match.Groups["glue"].ValueSpan.ContainsAny('=', ':', '|');
        if (!isAssigned && !IsOption(text, match.Index)) return false;
        var (start, end) = (match.Groups["secret"].Index, match.Index + match.Length - 1);
        var isQuoted = text[start - 1] is '"' or '\'' && text[start - 1] == text[end] && end == start + value.Length;
        return LooksSecret(!isQuoted && value.IndexOfAny(",;)}]") is var first and > 0 ? value[..first] : value);
    }

    /// <summary>Whether the name there is an option's: <c>--some-password</c>.</summary>
    private static bool IsOption(string text, int at)
    {
        var before = text.AsSpan(Math.Max(0, at - 32), Math.Min(at, 32));
        var name = before.LastIndexOfAnyExcept(Word) + 1;
        return before[name..].Contains("--", StringComparison.Ordinal);
    }

    private static bool IsCredential(Match match)
    {
        var (scheme, value) = (match.Groups["scheme"], match.Groups["secret"]);
        return scheme.Success && Schemes.Contains(scheme.Value, StringComparer.OrdinalIgnoreCase) ? value.Length >= 4 : LooksSecret(value.ValueSpan);
    }

    /// <summary>Whether a value is a secret where its name says that it could be: no word, number, path, variable, address or example.</summary>
    private static bool LooksSecret(ReadOnlySpan<char> value)
    {
        if (value.Length < 8 || value[0] is '$' or '<' or '*' or '{' or '/' or '.' or '~' or '%') return false;
        if (value.StartsWith("arn:") || value.Contains("://", StringComparison.Ordinal)) return false;
        return value.ContainsAny(Letters)
            && (value.ContainsAnyInRange('0', '9') || (value.ContainsAny(Symbols) && value.ContainsAnyInRange('a', 'z') && value.ContainsAnyInRange('A', 'Z')));
    }

    private static IEnumerable<Token> Of(SearchValues<char> alphabet, int shortest, params string[] prefixes) => prefixes.Select(prefix => new Token(prefix, alphabet, shortest));

    /// <summary>What stands between <c>://</c> and the last <c>@</c>: a password may have either in it. What begins as a port is one.</summary>
    [GeneratedRegex("""://(?<user>[^\s:/@?#"'<>\[\\]{0,256})(?:@|:(?![0-9]{1,5}(?:[/?#\s"'<>\\]|\z))(?:(?<secret>(?:[^\s"'<>:]|:(?!//)){0,1024})@|(?<secret>(?:[^\s"'<>:]|:(?!//)){1,1024})\z))""", RegexOptions.ExplicitCapture)]
    private static partial Regex UserInfo();

    /// <summary>What signs a URL of AWS's or Google's, also in a header.</summary>
    [GeneratedRegex(
        """x-(?:amz|goog)-(?:signature|credential|security-token)(?:=|%3D)(?<secret>[^\s&"'<>\\]+)""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SignedQuery();

    /// <summary>Tokens and signatures of others in a URL's query.</summary>
    [GeneratedRegex(
        """[?&;#][a-z_-]{0,24}(?:token|sig|signature|secret|password|api[_-]?key)=(?<secret>[^\s&"'<>\\#]{6,})""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    /// <summary>AWS's, in JSON, INI, an environment, a table, or an argument.</summary>
    [GeneratedRegex(
        """(?:secret_?access_?key|(?:session|security)_?token)(?>["'\\]{0,6}[ \t]{0,64}[=:|]?[ \t]{0,64}["'\\]{0,6})(?<![a-z])(?<secret>[A-Za-z0-9/+=]{20,})""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AwsSecret();

    /// <summary>A secret access key's 40 characters, after its id in one line: as the AWS CLI prints it as text.</summary>
    [GeneratedRegex("""(?:AKIA|ASIA)[A-Z0-9]{16}[^\n]{1,64}?(?<![A-Za-z0-9/+=])(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])""", RegexOptions.ExplicitCapture)]
    private static partial Regex AwsSecretBesideId();

    /// <summary>A value after a name that says what it is. An assembly's public key token is none, nor is what an ARN names.</summary>
    [GeneratedRegex(
        """(?:pass(?:word|wd|phrase)|secret(?:string)?(?<!:secret)|token(?<!publickeytoken)|(?:api|access|account|auth|private|shared)[_-]?key|sharedaccesskey)(?>(?<glue>["'\\]{0,6}[ \t]{0,64}(?:=>|:=|[=:|])?[ \t]{0,64}))(?:"(?<secret>(?:[^"\\\r\n]|\\.){8,256})"|'(?<secret>[^'\r\n]{8,256})'|\\{0,3}["']?(?<secret>(?:[^\s"'\\|<>`&\u2400]|\\[^"'\snrtu]){8,}))""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamedValue();

    /// <summary>Of any scheme; the parameters of one that has several.</summary>
    [GeneratedRegex(
        """authorization["'\\]{0,6}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,6}(?:(?<scheme>[a-z][a-z0-9_-]{0,31})[ \t]{1,4})?(?<secret>(?:[^\s"'\\]|(?<==)"[^"\r\n]{0,512}"|(?<=,)[ \t])+)""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Authorization();

    [GeneratedRegex("""bearer[ \t]{1,8}(?<secret>[a-z0-9._~+/=-]{8,})""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bearer();

    [GeneratedRegex(
        """cookie["'\\]{0,6}[ \t]{0,4}:[ \t]{0,4}["'\\]{0,6}(?<secret>[^\s=;"'\\]{1,128}=[^\s"'\\]+(?:[ ][^\s=;"'\\]{1,128}=[^\s"'\\]+)*)""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cookie();

    /// <summary>User and password in base64, in Docker's configuration and npm's.</summary>
    [GeneratedRegex("""["_]auth\\{0,3}"?[ \t]{0,4}[:=][ \t]{0,4}\\{0,3}"?(?<secret>[A-Za-z0-9+/=]{12,})""", RegexOptions.ExplicitCapture)]
    private static partial Regex RegistryAuth();

    [GeneratedRegex("""machine\s{1,8}\S{1,128}\s{1,8}login\s{1,8}\S{1,128}\s{1,8}password\s{1,8}(?<secret>[^\s"'\\]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Netrc();

    /// <summary>curl's.</summary>
    [GeneratedRegex("""(?:-u|--user|--proxy-user)[ =]{1,4}["']?[^\s:"']{1,64}:(?<secret>[^\s"']{8,})""", RegexOptions.ExplicitCapture)]
    private static partial Regex UserOption();

    /// <summary>A token that is known by how it begins.</summary>
    /// <param name="Shortest">How many characters follow the prefix at the least.</param>
    /// <param name="IsToken">What else must be so of these, and isn't of their end where it isn't of all; null for nothing.</param>
    private sealed record Token(string Prefix, SearchValues<char> Alphabet, int Shortest, Token.Condition? IsToken = null)
    {
        public delegate bool Condition(ReadOnlySpan<char> value);
    }
}
