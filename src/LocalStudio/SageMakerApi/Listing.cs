using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LocalStudio.SageMakerApi;

/// <summary>A List operation's pages.</summary>
internal static class Listing
{
    private const int DefaultPageSize = 10;

    public static JsonObject Page<T>(ApiCall call, string member, IEnumerable<T> items, Func<T, DateTimeOffset> createdAt, Func<T, JsonObject> describe)
    {
        var sorted = call.Optional("SortOrder") == "Descending" ? items.OrderByDescending(createdAt) : items.OrderBy(createdAt);
        var all = sorted.ToList();
        var start = call.Optional("NextToken") is { } token ? Read(token) : 0;
        var end = Math.Min(all.Count, start + (call.Number("MaxResults") ?? DefaultPageSize));
        var page = new JsonObject { [member] = new JsonArray([.. all.Skip(start).Take(end - start).Select(describe)]) };
        if (end < all.Count) page["NextToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(end.ToString(CultureInfo.InvariantCulture)));
        return page;
    }

    public static bool Contains(string name, string? part) => part is null || name.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static int Read(string token)
    {
        try
        {
            return int.Parse(Encoding.ASCII.GetString(Convert.FromBase64String(token)), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw ApiException.Invalid("The NextToken isn't one of ours.");
        }
    }
}
