using System.Net.Http.Headers;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// OAuth 2.0 for one org: a token for its hour, minted by one caller for all, early enough that none is refused for its age;
/// and a fresh proof for each request where tokens are bound.
/// </summary>
internal sealed class OAuthCredentials(OAuthClient client, TokenEndpoint endpoint, DpopKey dpop, TimeProvider time)
    : IOktaCredentials,
        IDisposable
{
    private readonly SemaphoreSlim _minting = new(1, 1);
    private volatile AccessToken? _token;
    private volatile string? _nonce;

    /// <exception cref="TokenRefusedException">The org gave no token.</exception>
    public async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var token = _token is { } known && known.Refresh > time.GetUtcNow() ? known : await MintAsync(_token, cancel);
        request.Headers.Authorization = new AuthenticationHeaderValue(token.IsBound ? "DPoP" : "Bearer", token.Text);
        if (token.IsBound)
        {
            request.Headers.Add(
                "DPoP",
                dpop.Proof(request.Method, request.RequestUri!, token.Text, _nonce, endpoint.Skew)
            );
        }
    }

    public async ValueTask<bool> RenewAsync(HttpResponseMessage refusal, CancellationToken cancel)
    {
        // The resource wants its own nonce: the token is good, the proof was not.
        if (
            refusal.Headers.NonValidated.TryGetValues("dpop-nonce", out var values)
            && values.FirstOrDefault() is { } nonce
            && nonce != _nonce
        )
        {
            _nonce = nonce;
            return true;
        }

        var used = refusal.RequestMessage?.Headers.Authorization?.Parameter;
        if (_token is { } known && known.Text == used)
        {
            await MintAsync(known, cancel);
        }

        return true;
    }

    public void Dispose()
    {
        _minting.Dispose();
        dpop.Dispose();
    }

    public override string ToString() => $"OAuth client {client.ClientId} with {client.Key}";

    /// <summary>One mint at a time; whoever waited takes what the other got.</summary>
    private async Task<AccessToken> MintAsync(AccessToken? stale, CancellationToken cancel)
    {
        await _minting.WaitAsync(cancel);
        try
        {
            if (_token is { } fresh && !ReferenceEquals(fresh, stale) && fresh.Refresh > time.GetUtcNow())
            {
                return fresh;
            }

            return _token = await endpoint.MintAsync(cancel);
        }
        finally
        {
            _minting.Release();
        }
    }
}
