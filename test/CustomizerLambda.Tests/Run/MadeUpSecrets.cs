namespace CustomizerLambda.Tests.Run;

/// <summary>Made-up secrets in the shapes that their issuers publish. Put together here, so that no scanner takes them for real ones.</summary>
internal static class MadeUpSecrets
{
    public const string Random = "Zk3yTq9RwA7xVb2LmC8nDf5GhJ1pSe4UoI6Y";

    private static readonly string Digits = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    /// <summary>A line that prints a secret, and the secret.</summary>
    public static IReadOnlyList<(string Line, string Secret)> Lines { get; } =
    [
        Of("ghp" + "_", Random), Of("gho" + "_", Random), Of("ghu" + "_", Random), Of("ghs" + "_", Random), Of("ghr" + "_", Random + Random),
        Of("printf '%s%s' ghp" + "_ ", Random), Of("'hf" + "_' '", Random[..34]),
        Of("github" + "_pat_", $"11ABCDEFG0{Random}_{Random}"),
        Of("glpat" + "-", Random[..20]), Of("gldt" + "-", Random[..20]), Of("glrt" + "-", Random[..20]),
        Of("hf" + "_", Random[..34]), Of("npm" + "_", Random), Of("pypi-AgE" + "I", "cHlwaS5vcmc" + Random + Random),
        Of("xoxb" + "-", $"123456789012-123456789012-{Random[..24]}"), Of("xoxp" + "-", $"1234567890-{Random}"), Of("xapp" + "-", $"1-A012-{Random}"),
        Of("https://hooks.slack.com/" + "services/", $"T0123ABCD/B0123ABCD/{Random[..24]}"),
        Of("sk-proj" + "-", $"{Random}_{Random}"), Of("sk" + "-", Random + Random[..12]), Of("sk-ant" + "-", $"api03-{Random}-{Random}AA"),
        Of("sk" + "_live_", Random[..24]), Of("rk" + "_test_", Random[..24]), Of("AIza" + "Sy", Random[..33]), Of("ya29" + ".", $"a0Af-{Random}"),
        Of("dapi", Digits[..32]), Of("hvs" + ".", "CAES" + Random), Of("glsa" + "_", Random), Of("dop" + "_v1_", Digits), Of("SG" + ".", $"{Random[..22]}.{Random}abcdefg"),
        Of("AKIA", "IOSFODNN7EXAMPLE"), Of("ASIA", "IOSFODNN7EXAMPLE"), Of("IQoJb3JpZ2lu" + "X2Vj", "EJr//////////wEaCXVz" + Random),
        Of("eyJ" + "hbGciOiJIUzI1NiJ9.", $"eyJzdWIiOiJhZGEifQ.{Random}"),
        Of("LS0tLS1CRUdJTiBSU0EgUFJJVkFUR", "SBLRVktLS0tLQo" + Random + Random),
        ($"https://ghp_{Random}@github.com/team/repo.git", Random), ($"https://{Random}@github.com/team/repo.git", Random),
        ($"https://ada:{Random}@github.com/team/repo.git", Random), ($"https://ada:{Random[..12]}/{Random[12..24]}@{Random[24..]}@github.com/x", Random[12..24]),
        ($"--index-url https://__token__:{Random}@mirror.example/simple", Random), ($"postgresql://ada:{Random}@db:5432/x?a=b@c", Random),
        ($"Authorization: token ghp_{Random}", Random), ($"authorization: Basic {Random}==", Random), ($"Authorization: Bearer {Random}", Random),
        ($"++ curl -s -H 'Authorization: token {Random}' https://example.com", Random), ($"-H \"Proxy-Authorization: Negotiate {Random}\"", Random),
        ($"> Authorization: Digest username=\"ada\", realm=\"x\", response=\"{Random}\"", Random), ($"Authorization: {Random}", Random),
        ($"Authorization: AWS4-HMAC-SHA256 Credential=x/20261128, SignedHeaders=host, Signature={Digits}", Digits),
        ($"{{\"headers\": {{\"Authorization\": \"Bearer {Random}\", \"Accept\": \"*/*\"}}}}", Random), ($"PRIVATE-TOKEN: {Random}", Random), ($"x-api-key: {Random}", Random),
        ($"< set-cookie: session={Random}; Path=/", Random),
        ($"{{\"SecretString\": \"{{\\\"password\\\": \\\"{Random}\\\"}}\"}}", Random), ($"{{\"username\": \"ada\", \"pat_token\":\"{Random}\"}}", Random),
        ($"PIP_PASSWORD={Random}", Random), ($"+ export 'GH_TOKEN={Random}'", Random), ($"--password {Random}", Random), ($"--registry-token={Random}", Random), ($"db.password: {Random}", Random),
        ($"WANDB_API_KEY={Digits[..40]}", Digits[..40]), ($"AccountKey={Random}{Random}==;EndpointSuffix=x", Random), ($"passphrase = 'a long one, with 1 number {Random}'", Random),
        ($"AWS_SESSION_TOKEN={Random}{Random}", Random), ($"aws_secret_access_key = {Random}abcd", Random), ($"\"SecretAccessKey\" : \"{Random}ab/d\",", Random),
        ($"|  SecretAccessKey |  {Random}ab+d                 |", Random), ($"+ aws configure set aws_secret_access_key {Random}abcd", Random),
        ($"CREDENTIALS\tASIAIOSFODNN7EXAMPLE\t2026-11-28T00:00:00Z\t{Random}ab/d\tx", Random),
        ($"https://bucket.s3.amazonaws.com/x?X-Amz-Signature={Digits}", Digits), ($"x?a=b&X-Amz-Security-Token={Random}%2F{Random}&c=d", Random), ($"X-Amz-Credential={Random}%2F20261128", Random),
        ($"http://127.0.0.1:8888/lab?token={Digits[..48]}", Digits[..48]), ($"https://a/b?x=y&access_token={Random}", Random), ($"https://x.blob.core.windows.net/c?sv=1&sig={Random}%3D", Random),
        ($"\"https://d-1.studio.example/auth?token\\u003dx\\u0026X-Amz-Signature={Digits}\"", Digits),
        ($"{{\"auths\": {{\"https://index.docker.io/v1/\": {{\"auth\": \"{Random}\"}}}}}}", Random), ($"//registry.npmjs.org/:_authToken={Random}", Random), ($"_auth={Random}==", Random),
        ($"machine github.com login ada password {Random.ToLowerInvariant()}", Random.ToLowerInvariant()), ($"+ curl -u ada:{Random} https://example.com", Random),
        ($"AGE-SECRET-KEY-1{Random.ToUpperInvariant()}{Random.ToUpperInvariant()}", Random.ToUpperInvariant()),
    ];

    /// <summary>A private key of <paramref name="lines"/> lines, each of them unlike any other.</summary>
    public static IReadOnlyList<string> KeyBody(int lines) =>
        [.. Enumerable.Range(0, lines).Select(line => Convert.ToBase64String([.. Enumerable.Range(0, 48).Select(at => (byte)((line * 31) + (at * 7) + (line * at)))]))];

    public static string Key(string kind, int lines) => $"-----BEGIN {kind}-----\n{string.Join('\n', KeyBody(lines))}\n-----END {kind}-----\n";

    private static (string Line, string Secret) Of(string prefix, string secret) => ($"it is {prefix}{secret}, you see", secret);
}
