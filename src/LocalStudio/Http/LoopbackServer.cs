using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LocalStudio.Http;

/// <summary>An HTTP server on 127.0.0.1 with one handler, and no host around it that would listen for signals or read settings.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    /// <summary>Its origin.</summary>
    public Uri Url { get; private init; } = null!;

    /// <param name="port">0 for any that is free.</param>
    /// <param name="handler">Answers every request.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <param name="mayFollowLinks">Whether another site's page may lead the user here.</param>
    /// <exception cref="SetupException">The port is taken.</exception>
    public static async Task<LoopbackServer> StartAsync(int port, RequestDelegate handler, CancellationToken cancellationToken, bool mayFollowLinks = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, port));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(async context =>
        {
            if (BrowserGuard.Refusal(context.Request, context.Connection.LocalPort, mayFollowLinks) is { } refusal)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                await context.Response.WriteAsync(refusal, context.RequestAborted);
            }
            else
            {
                await handler(context);
            }
        });
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw new SetupException($"Port {port} of 127.0.0.1 can't be used: {exception.Message} Choose others by --port: SageMaker's API gets the one that it names, and the front door the next.", exception);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new LoopbackServer(app) { Url = new Uri(addresses.Addresses.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        // A long poll or a WebSocket that is still open is cut when the shutdown's time is up.
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions options, int port)
    {
        options.Listen(IPAddress.Loopback, port);
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;

        // A sign-in URL is longer than four thousand characters.
        options.Limits.MaxRequestLineSize = 64 * 1024;
        options.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
    }

    /// <summary>Signals are the command's business, not each server's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
