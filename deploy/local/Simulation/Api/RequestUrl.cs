using Microsoft.AspNetCore.Http;

namespace Pipeline.Local.Simulation.Api;

/// <summary>Addresses as the client wrote them: links lead back to the host it called.</summary>
internal static class RequestUrl
{
    public static string Base(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.Path}";

    public static string Self(HttpRequest request) => Base(request) + request.QueryString;

    /// <summary>The parameters; of one given twice the last counts.</summary>
    public static Dictionary<string, string> Parameters(HttpRequest request) =>
        request.Query.ToDictionary(p => p.Key, p => p.Value[^1] ?? "", StringComparer.Ordinal);
}
