using System.Net.Http.Headers;

namespace Pipeline.Producer.Okta;

/// <summary>An API token: <c>Authorization: SSWS …</c>.</summary>
internal sealed class ApiTokenCredentials(ITokenSource source) : IOktaCredentials
{
    public ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("SSWS", source.Current());
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing to mint: a new token arrives with the file, and every request reads that.</summary>
    public ValueTask<bool> RenewAsync(HttpResponseMessage refusal, CancellationToken cancel) =>
        ValueTask.FromResult(false);

    public override string ToString() => $"SSWS {source}";
}
