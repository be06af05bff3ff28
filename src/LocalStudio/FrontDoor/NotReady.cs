using LocalStudio.Studio;

namespace LocalStudio.FrontDoor;

/// <summary>What the front door answers while an app is in service, but not yet ready.</summary>
internal static class NotReady
{
    /// <returns>True when a mood has answered.</returns>
    public static async Task<bool> AnswerAsync(HttpContext context, App app, Moods moods)
    {
        var since = DateTimeOffset.UtcNow - app.InServiceAt!.Value;
        if (since < moods.LoadingPage)
        {
            await Pages.WriteAsync(context, "Loading", "<p>Your app is starting.</p>");
            return true;
        }

        var status = since < moods.NotReady404 ? StatusCodes.Status404NotFound
            : since < moods.NotReady502 ? StatusCodes.Status502BadGateway
            : since < moods.NotReady503 ? StatusCodes.Status503ServiceUnavailable
            : 0;
        if (status == 0) return false;
        await Pages.StatusAsync(context, status);
        return true;
    }
}
