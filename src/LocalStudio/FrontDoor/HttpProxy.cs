using LocalStudio.Studio;

namespace LocalStudio.FrontDoor;

/// <summary>Passes a request on to an app's server, and its answer back, as they come.</summary>
internal sealed class HttpProxy(InputRecorder recorder, Moods moods)
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public async Task ForwardAsync(HttpContext context, App app, Uri target, HttpMessageHandler handler, Session session)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = await RequestAsync(context, app, target, session);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            await Pages.StatusAsync(context, StatusCodes.Status502BadGateway, "The app doesn't answer.");
            return;
        }

        using (response) await AnswerAsync(context, response, session);
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpContext context, App app, Uri target, Session session)
    {
        var incoming = context.Request;
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), target);
        if (incoming.ContentLength is not null || incoming.Headers.TransferEncoding.Count > 0) request.Content = await ContentAsync(context, app);
        foreach (var (name, values) in incoming.Headers)
        {
            if (HopByHop.Contains(name) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray())) request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        if (CookieFilter.Apply(incoming, session, moods) is { } cookies) request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return request;
    }

    private async Task<HttpContent> ContentAsync(HttpContext context, App app)
    {
        var path = context.Request.Path.Value!;
        var pathInApp = path[AppTypes.BasePath(app.Key.AppType).Length..];
        if (InputRecorder.KindOf(context.Request.Method, pathInApp) is not { } kind) return new StreamContent(context.Request.Body);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        recorder.Body(app, kind, path, body.GetBuffer().AsSpan(0, (int)body.Length));
        return new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response, Session session)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!HopByHop.Contains(name)) context.Response.Headers[name] = values.ToArray();
        }

        foreach (var cookie in context.Response.Headers.SetCookie) session.AppCookies[cookie!.Split('=', 2)[0]] = 0;
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
