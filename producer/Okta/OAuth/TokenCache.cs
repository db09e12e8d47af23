using System.Diagnostics.CodeAnalysis;

namespace Pipeline.Producer.Okta.OAuth;

/// <summary>
/// The access token of one scope: asked for once, whoever waits for it, and used for its lifetime. Each grant is an
/// event in the org's log, so none is asked for without need.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never asked for holds nothing.")]
internal sealed class TokenCache(string scope, TokenClient client, TimeProvider time)
{
    /// <summary>A request begun now must be judged before the token ends. A tenth of a short life.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>While a token is still good, a failed renewal is not repeated sooner.</summary>
    private static readonly TimeSpan RenewRetry = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Lock _lock = new();
    private AccessToken? _current;
    private long _issued;
    private TimeSpan _renewAfter;

    /// <summary>
    /// The last token was refused and this one has not been accepted yet: if it is refused too, another one will not
    /// help.
    /// </summary>
    private bool _isUnproved;

    /// <exception cref="TokenRefusedException">The org gave none.</exception>
    public async ValueTask<AccessToken> CurrentAsync(HttpMessageInvoker http, CancellationToken cancel)
    {
        if (Fresh() is { } fresh)
        {
            return fresh;
        }

        await _gate.WaitAsync(cancel);
        try
        {
            return Fresh() ?? await RenewAsync(http, cancel);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The org refused a token. Returns whether the next one is worth a try at once.</summary>
    public bool Refused(string? token)
    {
        lock (_lock)
        {
            if (_current is null || _current.Value != token)
            {
                // Somebody else saw it first.
                return true;
            }

            _current = null;
            var first = !_isUnproved;
            _isUnproved = true;
            return first;
        }
    }

    /// <summary>The org took a token.</summary>
    public void Accepted(string? token)
    {
        lock (_lock)
        {
            _isUnproved &= _current?.Value != token;
        }
    }

    private AccessToken? Fresh()
    {
        lock (_lock)
        {
            return _current is not null && time.GetElapsedTime(_issued) < _renewAfter ? _current : null;
        }
    }

    private async Task<AccessToken> RenewAsync(HttpMessageInvoker http, CancellationToken cancel)
    {
        var asked = time.GetTimestamp();
        try
        {
            var token = await client.MintAsync(scope, http, cancel);
            lock (_lock)
            {
                _current = token;
                _issued = asked;
                _renewAfter = token.Life - (token.Life / 10 < Margin ? token.Life / 10 : Margin);
            }

            return token;
        }
        catch (Exception e) when (e is TokenRefusedException or HttpRequestException or IOException)
        {
            lock (_lock)
            {
                var age = time.GetElapsedTime(_issued);
                if (_current is null || age >= _current.Life)
                {
                    throw;
                }

                _renewAfter = age + RenewRetry < _current.Life ? age + RenewRetry : _current.Life;
                return _current;
            }
        }
    }
}
