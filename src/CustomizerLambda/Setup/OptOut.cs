namespace CustomizerLambda.Setup;

/// <summary>A tag on a space or a user profile that keeps the customizer away from its apps. Pure: values are compared, and go nowhere.</summary>
internal static class OptOut
{
    /// <summary>The tag's key, as AWS compares keys: with regard to case.</summary>
    public const string TagKey = "studio-customizer";

    /// <summary>Why nothing is run; null when no tag says so. A value that isn't <c>on</c> counts as <c>off</c>: it was written by somebody who believes in it.</summary>
    /// <param name="whose">What has the tags: <c>the space</c>, or <c>the user profile</c>.</param>
    /// <param name="tags">Its tags.</param>
    public static string? Reason(string whose, IEnumerable<(string Key, string Value)> tags)
    {
        foreach (var (_, value) in tags.Where(tag => tag.Key == TagKey))
        {
            if (value.Trim().Equals("on", StringComparison.OrdinalIgnoreCase)) continue;
            return value.Trim().Equals("off", StringComparison.OrdinalIgnoreCase)
                ? $"{whose} is tagged {TagKey}=off"
                : $"{whose} has a tag {TagKey} that says neither on nor off, which counts as off";
        }

        return null;
    }
}
