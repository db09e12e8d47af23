using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pipeline.Local.Simulation;

/// <summary>A bare Kestrel with one handler: no configuration files, no signals, no output of its own.</summary>
/// <remarks>
/// The empty builder, because the slim one watches the working directory for settings: an inotify per server.
/// </remarks>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app)
    {
        _app = app;
        Url = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Starts it; it answers when this returns.</summary>
    /// <param name="address">Loopback, unless other containers must reach it.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="handler">Answers every request.</param>
    /// <param name="loggers">Where the server logs; nowhere if null.</param>
    public static async Task<LoopbackServer> StartAsync(
        IPAddress address,
        int port,
        RequestDelegate handler,
        ILoggerFactory? loggers = null
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (loggers is not null)
        {
            builder.Services.AddSingleton(loggers);
        }

        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(address, port);
        });
        // A client that hangs must not hold up the end.
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.Run(handler);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new LoopbackServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
