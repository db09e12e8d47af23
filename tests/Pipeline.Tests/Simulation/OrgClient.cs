using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pipeline.Local.Simulation;

namespace Pipeline.Tests.Simulation;

/// <summary>
/// A poller of the simplest kind, apart from the org: it cuts the array into the bytes of its elements.
/// </summary>
internal sealed class OrgClient(SimulatedOrg org, string token = "t") : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = org.Url };

    public async Task<OrgReply> GetAsync(string pathOrUrl)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, pathOrUrl);
        request.Headers.Authorization = new AuthenticationHeaderValue("SSWS", token);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new OrgReply(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            response.Headers.ToDictionary(h => h.Key, h => h.Value.ToArray()),
            new Uri(org.Url, pathOrUrl).ToString()
        );
    }

    /// <summary>Follows next until the page is empty, or there is no next link.</summary>
    public async Task<List<byte[]>> DrainAsync(string pathOrUrl)
    {
        var events = new List<byte[]>();
        while (true)
        {
            var reply = await GetAsync(pathOrUrl);
            events.AddRange(reply.Events());
            if (reply.Next is null || reply.Next == reply.Url)
            {
                return events;
            }

            pathOrUrl = reply.Next;
        }
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        return await _http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public async Task<List<JsonElement>> LedgerAsync()
    {
        var text = await _http.GetStringAsync(
            new Uri("/__control/ledger", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
    }

    public void Dispose() => _http.Dispose();
}
