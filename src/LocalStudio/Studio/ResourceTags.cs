namespace LocalStudio.Studio;

/// <summary>The tags of spaces, user profiles and domains, by ARN. Names in ARNs are compared without regard to case, as SageMaker compares them.</summary>
internal sealed class ResourceTags
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, string>> _tags = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Of(string arn)
    {
        lock (_lock) return new Dictionary<string, string>(_tags.GetValueOrDefault(arn) ?? []);
    }

    /// <summary>Adds tags, or gives those that are there another value.</summary>
    public void Add(string arn, IEnumerable<KeyValuePair<string, string>> tags)
    {
        lock (_lock)
        {
            if (!_tags.TryGetValue(arn, out var all)) _tags[arn] = all = [];
            foreach (var (key, value) in tags) all[key] = value;
        }
    }

    public void Remove(string arn, IEnumerable<string> keys)
    {
        lock (_lock)
        {
            if (!_tags.TryGetValue(arn, out var all)) return;
            foreach (var key in keys) all.Remove(key);
        }
    }
}
