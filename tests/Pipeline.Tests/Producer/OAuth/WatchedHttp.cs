using System.Text;
using System.Text.Json;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer.OAuth;

/// <summary>The real way to a loopback org, which notes what was sent and may answer in the org's place.</summary>
internal sealed class WatchedHttp() : DelegatingHandler(OktaHttp.Handler(null))
{
    public List<(string Path, string? Authorization, string? Proof)> Sent { get; } = [];

    /// <summary>Answers a request itself, or null to let it through.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Answer { get; set; } = _ => null;

    public int TokenRequests => Count("/oauth2/v1/token");

    public IEnumerable<string> Proofs(string path) => Sent.Where(x => x.Path == path).Select(x => x.Proof!);

    public static JsonElement Claims(string jwt) => Part(jwt, 1);

    public static JsonElement Part(string jwt, int index) =>
        JsonDocument
            .Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jwt.Split('.')[index])))
            .RootElement;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var proof = request.Headers.TryGetValues("DPoP", out var values) ? values.Single() : null;
        lock (Sent)
        {
            Sent.Add((request.RequestUri!.AbsolutePath, request.Headers.Authorization?.ToString(), proof));
        }

        return Answer(request) ?? await base.SendAsync(request, cancellationToken);
    }

    private int Count(string path) => Sent.Count(x => x.Path == path);
}
