using System.Security.Authentication;
using System.Text;
using Pipeline.Processor.Delivery.Policies;

namespace Pipeline.Tests.Delivery.Policies;

public sealed class ResponsePolicyTests
{
    [Theory]
    [InlineData("Acknowledged", 200, 201, 202, 204, 207, 409)]
    [InlineData("Retry", 408, 425, 429, 500, 502, 503, 504, 507, 522)]
    [InlineData("TooLarge", 413)]
    [InlineData("Rejected", 400, 415, 422)]
    [InlineData("FatalEndpoint", 300, 301, 302, 303, 307, 308, 304, 401, 403, 404, 405, 406, 410, 402, 451, 501, 505)]
    public void A_status_means_what_the_table_says(string kind, params int[] statuses) =>
        Assert.All(statuses, x => Assert.Equal(kind, new ResponsePolicy().Of(x).ToString()));

    [Fact]
    public void A_profile_may_say_more_successes_and_retries()
    {
        var policy = new ResponsePolicy([208, 412], [406]);
        Assert.Equal(VerdictKind.Retry, policy.Of(406));
        Assert.Equal(VerdictKind.Acknowledged, policy.Of(412));
        Assert.Equal(VerdictKind.FatalEndpoint, policy.Of(409));
    }

    [Fact]
    public void Only_the_certificate_and_the_rights_stop_the_line_among_exceptions()
    {
        var certificate = new HttpRequestException(
            HttpRequestError.SecureConnectionError,
            "x",
            new AuthenticationException("certificate")
        );
        var handshake = new HttpRequestException(HttpRequestError.SecureConnectionError, "x", new IOException("reset"));
        Assert.Equal(VerdictKind.FatalEndpoint, ResponsePolicy.Of(certificate).Kind);
        Assert.Equal(VerdictKind.FatalEndpoint, ResponsePolicy.Of(new UnauthorizedAccessException()).Kind);
        Assert.Equal(VerdictKind.Retry, ResponsePolicy.Of(handshake).Kind);
        Assert.Equal(VerdictKind.Retry, ResponsePolicy.Of(new TaskCanceledException()).Kind);
        Assert.Equal(VerdictKind.Retry, ResponsePolicy.Of(new IOException()).Kind);
    }

    [Fact]
    public void Items_have_their_own_fates_by_index_or_id()
    {
        var items = PartialResponse.Read(
            Encoding.UTF8.GetBytes(
                """{"errors":true,"items":[{"index":0,"status":201},{"id":"b","status":429},{"id":"c","status":403},{"index":99,"status":200}]}"""
            ),
            ["a", "b", "c", "d"],
            new ResponsePolicy()
        );
        Assert.Equal(
            [VerdictKind.Acknowledged, VerdictKind.Retry, VerdictKind.Rejected, VerdictKind.Retry],
            items!.OrderBy(x => x.Key).Select(x => x.Value.Kind)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("[1]")]
    [InlineData("""{"errors":false,"items":[{"index":0,"status":500}]}""")]
    public void An_opaque_or_clean_body_is_a_plain_success(string body) =>
        Assert.Null(PartialResponse.Read(Encoding.UTF8.GetBytes(body), ["a"], new ResponsePolicy()));
}
