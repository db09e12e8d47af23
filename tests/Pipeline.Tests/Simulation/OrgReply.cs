using System.Net;
using System.Text.Json;

namespace Pipeline.Tests.Simulation;

internal sealed record OrgReply(
    HttpStatusCode Status,
    byte[] Body,
    IReadOnlyDictionary<string, string[]> Headers,
    string Url
)
{
    public string? Next => Link("next");

    public string? Self => Link("self");

    public string ErrorCode => JsonDocument.Parse(Body).RootElement.GetProperty("errorCode").GetString()!;

    public string Header(string name) => Headers[name].Single();

    /// <summary>The exact bytes of each element.</summary>
    public List<byte[]> Events()
    {
        using var document = JsonDocument.Parse(Body);
        return
        [
            .. document.RootElement.EnumerateArray().Select(e => System.Text.Encoding.UTF8.GetBytes(e.GetRawText())),
        ];
    }

    private string? Link(string rel)
    {
        var line = Headers
            .GetValueOrDefault("Link")
            ?.SingleOrDefault(l => l.EndsWith($"rel=\"{rel}\"", StringComparison.Ordinal));
        return line is null ? null : line[1..line.IndexOf('>', StringComparison.Ordinal)];
    }
}
