using System.Net.Http.Headers;

namespace Pipeline.Producer.Okta;

/// <summary>An API token: <c>Authorization: SSWS …</c>.</summary>
internal sealed class ApiTokenCredentials(ITokenSource source) : IOktaCredentials
{
    public ValueTask AuthorizeAsync(HttpRequestMessage request, HttpMessageInvoker http, CancellationToken cancel)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("SSWS", source.Current());
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing to mint: a new token arrives with the file, and every request reads that.</summary>
    public bool IsWorthRetrying(HttpRequestMessage request, HttpResponseMessage response) => false;

    public string Version => SecretVersion.Of(source.Current());

    public string Advice(int status) =>
        status == 403
            ? "Give the token's user a role that may read the System Log and list users, e.g. Read-only Administrator."
            : "Check that the API token exists (Okta drops one after 30 days without use), that it is allowed from "
                + "this address, and that its user is active; a new token in ApiTokenFile is used at once.";

    public override string ToString() => $"SSWS {source}";
}
