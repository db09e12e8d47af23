using System.Text;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

public sealed class OktaFailureTests
{
    [Theory]
    [InlineData(400, true, nameof(FailureKind.CursorRejected))]
    [InlineData(400, false, nameof(FailureKind.Configuration))]
    [InlineData(401, true, nameof(FailureKind.Auth))]
    [InlineData(403, true, nameof(FailureKind.Auth))]
    [InlineData(404, true, nameof(FailureKind.Configuration))]
    [InlineData(302, true, nameof(FailureKind.Configuration))]
    [InlineData(408, true, nameof(FailureKind.Transient))]
    [InlineData(429, true, nameof(FailureKind.RateLimited))]
    [InlineData(500, true, nameof(FailureKind.Transient))]
    [InlineData(503, true, nameof(FailureKind.Transient))]
    [InlineData(204, true, nameof(FailureKind.Transient))]
    public void The_status_says_what_to_do(int status, bool hasCursor, string kind) =>
        Assert.Equal(kind, OktaFailure.Of(status, hasCursor, [], []).Kind.ToString());

    [Theory]
    [InlineData("<html>502</html>", null)]
    [InlineData("", null)]
    [InlineData("[]", null)]
    [InlineData("""{"errorCode":5}""", null)]
    [InlineData("""{"errorCode":"E0000009","errorSummary":"Internal\nServer Error"} trailing""", "E0000009")]
    [InlineData("""{"errorCode":"E0000009","errorSummary":"cut o""", null)]
    public void Any_body_is_read(string body, string? code)
    {
        var failure = OktaFailure.Of(500, true, Encoding.UTF8.GetBytes(body), []);
        Assert.Equal(code, failure.Code);
        Assert.StartsWith("HTTP 500", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
