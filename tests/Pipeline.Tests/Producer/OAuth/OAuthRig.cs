using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.OAuth;
using Pipeline.Producer.Okta;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Tests.Producer.OAuth;

/// <summary>A simulated org with one service app, and that app's credentials, on one clock.</summary>
internal sealed class OAuthRig : IAsyncDisposable
{
    public const string Client = "0oaclient";

    private readonly string _file = Path.GetTempFileName();
    private readonly PageSlots _slots = new(4);
    private readonly HttpMessageInvoker _invoker;

    private OAuthRig(SimulatedOrg org, FakeTimeProvider time)
    {
        Org = org;
        Time = time;
        _invoker = new HttpMessageInvoker(Http);
    }

    public SimulatedOrg Org { get; }

    public FakeTimeProvider Time { get; }

    public WatchedHttp Http { get; } = new();

    public string KeyFile => _file;

    public PageClient Pages { get; private set; } = null!;

    public OrgUrl Url => OrgUrl.TryParse(Org.Url.ToString(), out var url, out _) ? url! : throw new FormatException();

    public static async Task<OAuthRig> StartAsync(
        AsymmetricAlgorithm key,
        bool requireDpop = false,
        DpopMode dpop = DpopMode.Auto,
        TimeSpan skew = default,
        string? text = null,
        string? algorithm = null
    )
    {
        var now = new DateTimeOffset(2026, 5, 12, 8, 0, 0, TimeSpan.Zero);
        var time = new FakeTimeProvider(now);
        var client = new OAuthClient(Client, key.ExportSubjectPublicKeyInfoPem(), requireDpop);
        var org = await SimulatedOrg.StartAsync(new() { OAuthClients = [client], Token = "none" }, time);
        var rig = new OAuthRig(org, time);
        await File.WriteAllTextAsync(rig._file, text ?? key.ExportPkcs8PrivateKeyPem());
        rig.Use(dpop, skew == TimeSpan.Zero ? time : new FakeTimeProvider(now + skew), algorithm);
        return rig;
    }

    public void Use(DpopMode dpop, TimeProvider time, string? algorithm = null)
    {
        var key = new SigningKeyFile(_file, "kid1", algorithm);
        Pages = new(Url, new OAuthCredentials(Url, Client, key, dpop, time), _invoker, _slots, time);
    }

    public async Task<PageAnswer> AskAsync(string path = "/api/v1/logs?limit=1&sortOrder=ASCENDING")
    {
        using var answer = await Pages.GetAsync(Org.Url.ToString().TrimEnd('/') + path, CancellationToken.None);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        _invoker.Dispose();
        _slots.Dispose();
        await Org.DisposeAsync();
        File.Delete(_file);
    }
}
