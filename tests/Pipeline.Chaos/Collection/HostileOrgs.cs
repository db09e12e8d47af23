using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pipeline.Chaos.Collection;

/// <summary>Serves the orgs, each on a port of its own, and the foreign host that must never see credentials.</summary>
internal sealed class HostileOrgs : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly List<string> _foreign = [];

    private HostileOrgs(WebApplication server) => _server = server;

    public IReadOnlyList<HostileOrg> Orgs { get; private set; } = [];

    public IReadOnlyList<string> Urls { get; private set; } = [];

    /// <summary>What came to the foreign host: each is a fault of the collector.</summary>
    public IReadOnlyList<string> Foreign
    {
        get
        {
            lock (_foreign)
            {
                return [.. _foreign];
            }
        }
    }

    public static async Task<HostileOrgs> StartAsync(CollectionSettings settings, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<KestrelServerOptions>(options =>
        {
            for (var i = 0; i <= settings.Tenants; i++)
            {
                options.Listen(IPAddress.Loopback, 0);
            }
        });
        var server = builder.Build();
        var orgs = new HostileOrgs(server);
        server.Run(x => orgs.ServeAsync(x, time));
        await server.StartAsync();
        var urls = server.Urls.ToList();
        var random = new Random(settings.Seed);
        orgs.Urls = [.. urls.Take(settings.Tenants)];
        orgs.Orgs =
        [
            .. Enumerable
                .Range(0, settings.Tenants)
                .Select(x => new HostileOrg($"t{x}", random.Next(), settings, urls[^1])),
        ];
        return orgs;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http, TimeProvider time)
    {
        var port = http.Connection.LocalPort;
        var place = Urls.ToList().FindIndex(x => new Uri(x).Port == port);
        if (place >= 0)
        {
            await Orgs[place].ServeAsync(http, time.GetUtcNow());
            return;
        }

        lock (_foreign)
        {
            _foreign.Add(
                $"{http.Request.Path} {string.Join(' ', http.Request.Headers.Select(x => $"{x.Key}: {x.Value}"))}"
            );
        }
    }
}
