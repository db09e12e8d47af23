using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

public sealed class OrgUrlTests
{
    [Theory]
    [InlineData("https://acme.okta.example")]
    [InlineData("https://acme.okta.example/")]
    [InlineData("acme.okta.example")]
    [InlineData("  https://acme.okta.example  ")]
    [InlineData("https://ACME.okta.example")]
    [InlineData("https://acme.okta.example:443")]
    [InlineData("HTTPS://acme.okta.example")]
    public void Accepted_forms_are_reduced_to_scheme_and_host(string given)
    {
        Assert.True(OrgUrl.TryParse(given, out var url, out var fault));
        Assert.Null(fault);
        Assert.Equal("https://acme.okta.example", url!.Text);
        Assert.StartsWith(
            "https://acme.okta.example/api/v1/logs?since=",
            LogsUrl.First(url, DateTimeOffset.UnixEpoch),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("https://acme.okta.example/api/v1/logs", "https://acme.okta.example")]
    [InlineData("https://acme.okta.example/api/v1/logs?limit=1000", "https://acme.okta.example")]
    [InlineData("https://acme.okta.example/admin/dashboard", "https://acme.okta.example")]
    [InlineData("https://acme-admin.okta.example", "https://acme.okta.example")]
    [InlineData("http://acme.okta.example", "https://acme.okta.example")]
    [InlineData("https://user:secret@acme.okta.example", "https://acme.okta.example")]
    [InlineData("https://acme.okta.example#frag", "https://acme.okta.example")]
    [InlineData("https://", "https://acme.okta.com")]
    [InlineData("", "https://acme.okta.com")]
    [InlineData("   ", "https://acme.okta.com")]
    [InlineData("https://acme", "https://acme.okta.com")]
    [InlineData("ftp://acme.okta.example", "https://acme.okta.example")]
    [InlineData("https://acme.okta.example\\evil", "https://acme.okta.com")]
    [InlineData("file:///etc/passwd", "https://acme.okta.com")]
    public void Every_other_form_is_refused_with_the_form_to_use(string given, string right)
    {
        Assert.False(OrgUrl.TryParse(given, out var url, out var fault));
        Assert.Null(url);
        Assert.Contains(right, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080/", "http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    public void Plain_http_goes_to_this_machine_only(string given, string expected)
    {
        Assert.True(OrgUrl.TryParse(given, out var url, out _));
        Assert.Equal(expected, url!.Text);
        Assert.True(url.Owns(new Uri(expected + "/api/v1/logs")));
    }

    [Theory]
    [InlineData("https://acme.okta.example/api/v1/logs?after=1", true)]
    [InlineData("https://ACME.okta.example:443/x", true)]
    [InlineData("http://acme.okta.example/x", false)]
    [InlineData("https://acme.okta.example:8443/x", false)]
    [InlineData("https://acme.okta.example.evil.example/x", false)]
    [InlineData("https://acme.okta.example@evil.example/x", false)]
    [InlineData("https://user@acme.okta.example/x", false)]
    public void Only_its_own_scheme_host_and_port_are_its_own(string url, bool owned)
    {
        Assert.True(OrgUrl.TryParse("https://acme.okta.example", out var org, out _));
        Assert.Equal(owned, org!.Owns(new Uri(url)));
    }
}
