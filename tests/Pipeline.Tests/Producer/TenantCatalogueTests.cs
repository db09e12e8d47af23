using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;

namespace Pipeline.Tests.Producer;

public sealed class TenantCatalogueTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    private static ProducerOptions Options(Action<ProducerOptions> change)
    {
        var options = new ProducerOptions
        {
            Tenants =
            [
                new()
                {
                    Name = "acme",
                    OrgUrl = "https://acme.okta.com",
                    ApiToken = "s3cr3t",
                },
            ],
        };
        change(options);
        return options;
    }

    public static TheoryData<string, Action<ProducerOptions>> Faults =>
        new()
        {
            { "no org to collect", x => x.Tenants.Clear() },
            { "Okta:Tenants:1:Name acme is used twice", x => x.Tenants.Add(x.Tenants[0]) },
            { "Okta:Tenants:0:Name", x => x.Tenants[0].Name = " " },
            { "Okta:Tenants:0:Name", x => x.Tenants[0].Name = "a/b" },
            { "Okta:Tenants:0:Name", x => x.Tenants[0].Name = "a|b" },
            { "Okta:Tenants:0:Name", x => x.Tenants[0].Name = "a\u0007b" },
            { "Okta:Tenants:0:OrgUrl", x => x.Tenants[0].OrgUrl = "https://acme-admin.okta.com" },
            { "Okta:Tenants:0:OrgUrl", x => x.Tenants[0].OrgUrl = null },
            { "Okta:Tenants:0 has no API token", x => x.Tenants[0].ApiToken = "" },
            { "Okta:Tenants:0 has both", x => x.Tenants[0].ApiTokenFile = "/nowhere" },
            { "Okta:Tenants:0:ApiToken ", x => x.Tenants[0].ApiToken = "s3cr3t with spaces" },
            { "Okta:Tenants:0:RateShare", x => x.Tenants[0].RateShare = 1.5 },
            { "Okta:RateShare", x => x.RateShare = 0 },
            { "Okta:PollInterval", x => x.PollInterval = TimeSpan.Zero },
            { "Okta:Since", x => x.Since = TimeSpan.FromDays(91) },
            { "Okta:Reconcile:Every", x => x.Reconcile.Every = TimeSpan.FromDays(2) },
            { "Okta:Reconcile:Delay", x => x.Reconcile.Delay = TimeSpan.FromDays(8) },
            { "Okta:Reconcile:RateReserve", x => x.Reconcile.RateReserve = 1 },
            { "Okta:Reconcile:MaxIds", x => x.Reconcile.MaxIds = 0 },
            { "Okta:Proxy", x => x.Proxy = "proxy" },
        };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void A_fault_is_one_sentence_with_its_key_and_no_secret(string key, Action<ProducerOptions> change)
    {
        var error = Assert.Throws<ConfigurationException>(() => TenantCatalogue.Of(Options(change)));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_token_file_is_refused(string content)
    {
        File.WriteAllText(_file, content);
        var error = Assert.Throws<ConfigurationException>(() => TenantCatalogue.Of(Options(UseFile)));
        Assert.Contains("Okta:Tenants:0:ApiTokenFile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_token_file_is_used_and_an_empty_moment_keeps_the_last()
    {
        File.WriteAllText(_file, "one\n");
        var source = new FileToken(_file);
        Assert.Equal("one", source.Current());
        File.WriteAllText(_file, "");
        Assert.Equal("one", source.Current());
        File.Delete(_file);
        Assert.Equal("one", source.Current());
        File.WriteAllText(_file, "two");
        Assert.Equal("two", source.Current());
    }

    [Fact]
    public void Nothing_shows_a_token()
    {
        var options = Options(_ => { });
        var shown = $"{options.Tenants[0]} {TenantCatalogue.Of(options)[0]}";
        Assert.DoesNotContain("s3cr3t", shown, StringComparison.Ordinal);
    }

    private void UseFile(ProducerOptions options)
    {
        options.Tenants[0].ApiToken = null;
        options.Tenants[0].ApiTokenFile = _file;
    }
}
