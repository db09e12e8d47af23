using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Pipeline.Local.Simulation;
using Pipeline.Producer.Okta;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Tests.Producer;

/// <summary>Real servers on loopback: one is the org, the other must never hear from us.</summary>
public sealed class CredentialDestinationTests
{
    private readonly ConcurrentQueue<string> _org = new();
    private readonly ConcurrentQueue<string> _foreign = new();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_of_the_api_is_not_followed(int status)
    {
        var failure = await AskAsync(oauth: false, (http, foreign) => Redirect(http, status, foreign));
        Assert.Equal(FailureKind.Configuration, failure!.Kind);
        Assert.Equal(["/api/v1/logs"], _org);
        Assert.Empty(_foreign);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_of_the_token_endpoint_is_not_followed(int status)
    {
        var failure = await AskAsync(oauth: true, (http, foreign) => Redirect(http, status, foreign));
        Assert.Equal(FailureKind.Configuration, failure!.Kind);
        Assert.Equal(["/oauth2/v1/token"], _org);
        Assert.Empty(_foreign);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_foreign_next_link_gets_nothing(bool oauth)
    {
        var failure = await AskAsync(
            oauth,
            (http, foreign) =>
            {
                if (http.Request.Path == "/oauth2/v1/token")
                {
                    return http.Response.WriteAsync(
                        """{"token_type":"Bearer","expires_in":3600,"access_token":"abc"}"""
                    );
                }

                http.Response.Headers.Link = $"<{foreign}api/v1/logs?after=1>; rel=\"next\"";
                return http.Response.WriteAsync("[]");
            }
        );
        Assert.Equal("foreign_host", failure!.Code);
        Assert.Empty(_foreign);
    }

    [Fact]
    public async Task A_stored_cursor_of_another_org_gets_nothing()
    {
        var failure = await AskAsync(oauth: false, (_, _) => Task.CompletedTask, toForeign: true);
        Assert.Equal("foreign_host", failure!.Code);
        Assert.Empty(_org);
        Assert.Empty(_foreign);
    }

    [Fact]
    public async Task A_next_link_that_repeats_the_token_is_not_kept()
    {
        var failure = await AskAsync(
            oauth: false,
            (http, _) =>
            {
                http.Response.Headers.Link =
                    $"<http://{http.Request.Host}/api/v1/logs?after=S3CR3T-token>; rel=\"next\"";
                return http.Response.WriteAsync("[]");
            }
        );
        Assert.Equal("leaking_link", failure!.Code);
        Assert.DoesNotContain("s3cr3t", failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<OktaFailure?> AskAsync(bool oauth, Func<HttpContext, Uri, Task> answer, bool toForeign = false)
    {
        await using var foreign = await LoopbackServer.StartAsync(IPAddress.Loopback, 0, http => Note(_foreign, http));
        var other = foreign.Url;
        await using var server = await LoopbackServer.StartAsync(
            IPAddress.Loopback,
            0,
            async http =>
            {
                await Note(_org, http);
                await answer(http, other);
            }
        );
        Assert.True(OrgUrl.TryParse(server.Url.ToString(), out var org, out _));
        var file = Path.GetTempFileName();
        using var rsa = RSA.Create(2048);
        await File.WriteAllTextAsync(file, rsa.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        using var http = new HttpMessageInvoker(OktaHttp.Handler(null));
        using var slots = new PageSlots(1);
        IOktaCredentials credentials = oauth
            ? new OAuthCredentials(
                org!,
                "client",
                new SigningKeyFile(file, null, null),
                DpopMode.Auto,
                TimeProvider.System
            )
            : new ApiTokenCredentials(new ConfiguredToken("s3cr3t-token"));
        var client = new PageClient(org!, credentials, http, slots, TimeProvider.System);
        var url = $"{(toForeign ? other.ToString().TrimEnd('/') : org!.Text)}/api/v1/logs?limit=1";
        using var page = await client.GetAsync(url, TestContext.Current.CancellationToken);
        File.Delete(file);
        return page.Failure;
    }

    private static Task Note(ConcurrentQueue<string> requests, HttpContext http)
    {
        requests.Enqueue(http.Request.Path.ToString());
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext http, int status, Uri to)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = to.ToString();
        return Task.CompletedTask;
    }
}
