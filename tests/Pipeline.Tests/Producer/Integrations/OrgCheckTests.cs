using Pipeline.Local.Simulation;
using Pipeline.Local.Simulation.Faults;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer.Integrations;

public sealed class OrgCheckTests
{
    [Theory]
    [InlineData("00good", "{}", true, "may be read")]
    [InlineData("00bad", "{}", false, "does not accept the credentials")]
    [InlineData("00good", """{"faults":[{"kind":"forbidden","at":1}]}""", false, "Read-only Administrator")]
    [InlineData(
        "00good",
        """{"faults":[{"kind":"forbidden","path":"/api/v1/users","at":1}]}""",
        false,
        "okta.users.read"
    )]
    public async Task The_check_asks_for_events_and_users_and_says_what_is_missing(
        string token,
        string faults,
        bool good,
        string said
    )
    {
        await using var org = await SimulatedOrg.StartAsync(
            new()
            {
                History = 5,
                Token = "00good",
                Faults = FaultScript.Parse(faults),
            },
            TimeProvider.System
        );
        using var http = new HttpMessageInvoker(OktaHttp.Handler(proxy: null));
        var options = new TenantOptions
        {
            Name = "acme",
            OrgUrl = org.Url.GetLeftPart(UriPartial.Authority),
            ApiToken = token,
        };
        var tenant = TenantCatalogue.Of("acme", options, new ProducerOptions(), http, TimeProvider.System);

        var (result, lines) = await new OrgCheck(http, TimeProvider.System)
            .RunAsync(tenant, readsUsers: true, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal(good, result);
        Assert.Contains(lines, x => x.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, x => x.Contains(token, StringComparison.Ordinal));
    }
}
