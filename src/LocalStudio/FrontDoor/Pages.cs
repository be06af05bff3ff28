namespace LocalStudio.FrontDoor;

/// <summary>The front door's own answers.</summary>
internal static class Pages
{
    /// <summary>To who has no session.</summary>
    public static Task RefuseAsync(HttpContext context, Moods moods, string reason)
    {
        if (moods.SignInPageWhenExpired) return WriteAsync(context, "Sign in", "<h1>Sign in</h1><p>Your session has expired.</p>");
        return StatusAsync(context, StatusCodes.Status403Forbidden, reason);
    }

    public static Task WriteAsync(HttpContext context, string title, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>", context.RequestAborted);
    }

    public static Task StatusAsync(HttpContext context, int status, string text = "")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
