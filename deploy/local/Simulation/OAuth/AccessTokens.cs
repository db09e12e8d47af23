using Microsoft.AspNetCore.Http;

namespace Pipeline.Local.Simulation.OAuth;

/// <summary>Who may call the APIs.</summary>
internal sealed class AccessTokens(SimulatedOrgOptions options, TimeProvider time)
{
    private const string Ssws = "SSWS ";

    private readonly TimeProvider _time = time;

    /// <summary>The token a request came with, or null where it is not accepted.</summary>
    public string? Accept(HttpRequest request)
    {
        _ = _time;
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Ssws, StringComparison.Ordinal))
        {
            return null;
        }

        var token = authorization[Ssws.Length..];
        return token.Length > 0 && (options.Token is null || options.Token == token) ? token : null;
    }
}
