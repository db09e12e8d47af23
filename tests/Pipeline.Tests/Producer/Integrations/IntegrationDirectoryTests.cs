using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;

namespace Pipeline.Tests.Producer.Integrations;

public sealed class IntegrationDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integrations-");
    private readonly ListLogger _log = new();

    private IntegrationDirectory Sut => new(_folder.FullName);

    public void Dispose()
    {
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_is_saved_is_read_again_and_only_its_owner_may_read_it()
    {
        Sut.Add(Acme(), "00token");

        var (_, options, fault) = Assert.Single(Sut.Read());
        Assert.Null(fault);
        Assert.Equal(("acme", "https://acme.okta.com"), (options!.Name, options.OrgUrl));
        Assert.Equal("00token", File.ReadAllText(options.ApiTokenFile!).Trim());
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(
                _folder.GetFiles(),
                x => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, x.UnixFileMode)
            );
        }

        Assert.DoesNotContain(
            "00token",
            File.ReadAllText(Path.Combine(_folder.FullName, "acme.json")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_name_is_given_once_and_removed_with_its_token()
    {
        Sut.Add(Acme(), "00token");
        Assert.Throws<ConfigurationException>(() => Sut.Add(Acme(), "00other"));

        Sut.Remove("acme");

        Assert.Empty(_folder.GetFiles());
        Assert.Throws<ConfigurationException>(() => Sut.Remove("acme"));
    }

    [Fact]
    public async Task A_running_producer_goes_on_with_a_rotated_token()
    {
        Sut.Add(Acme(), "00old");
        var rig = new CollectionRig();
        rig.Org.Token = "00new";
        rig.Org.With(3);
        rig.Options.Tenants[0].ApiToken = null;
        rig.Options.Tenants[0].ApiTokenFile = Path.Combine(_folder.FullName, IntegrationDirectory.TokenFile("acme"));
        await rig.RunAsync(until: () =>
        {
            Sut.Rotate(Sut.Find("acme"), "00new");
            return false;
        });

        Assert.Contains(rig.Pause.Waits, x => x.Reason == "auth");
        Assert.Equal(rig.Uuids(3), rig.Raw);
        Assert.Equal(2, _folder.GetFiles().Length);
        Assert.Throws<ConfigurationException>(() => Sut.Find("beta"));
    }

    [Theory]
    [InlineData("../acme")]
    [InlineData(".hidden")]
    [InlineData("")]
    public void A_name_never_leads_out_of_the_directory(string name) =>
        Assert.Throws<ConfigurationException>(() => Sut.Add(Acme() with { Name = name }, "00token"));

    [Fact]
    public void A_directory_that_is_gone_for_a_while_ends_no_tenant()
    {
        Sut.Add(Acme(), "00token");
        var source = Source();
        var tenant = Assert.Single(source.Read());
        var elsewhere = _folder.FullName + "-unmounted";
        Directory.Move(_folder.FullName, elsewhere);
        try
        {
            Assert.Same(tenant, Assert.Single(source.Read()));
            source.Read();
            Assert.Single(_log.Lines, x => x.Contains("is gone", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Move(elsewhere, _folder.FullName);
        }

        Sut.Remove("acme");
        Assert.Empty(source.Read());
    }

    [Fact]
    public void An_unchanged_tenant_is_the_same_object_and_a_changed_one_another()
    {
        Sut.Add(Acme(), "00token");
        var source = Source();
        var first = Assert.Single(source.Read());
        Assert.Same(first, Assert.Single(source.Read()));

        File.WriteAllText(Path.Combine(_folder.FullName, "acme.token"), "00rotated");
        Assert.Same(first, Assert.Single(source.Read()));

        File.WriteAllText(Path.Combine(_folder.FullName, "acme.json"), (Acme() with { RateShare = 0.1 }).Text());
        Assert.NotSame(first, Assert.Single(source.Read()));
    }

    [Fact]
    public void A_broken_file_is_told_once_and_leaves_the_others_and_itself_as_it_was()
    {
        Sut.Add(Acme(), "00token");
        Sut.Add(
            Acme() with
            {
                Name = "beta",
                OrgUrl = "https://beta.okta.com",
                ApiTokenFile = "beta.token",
            },
            "00token"
        );
        var source = Source();
        var before = source.Read();

        File.WriteAllText(Path.Combine(_folder.FullName, "acme.json"), "{ no json");
        var after = source.Read();
        source.Read();

        Assert.Equal(before, after);
        Assert.Single(_log.Lines, x => x.Contains("acme.json", StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_has_the_file_and_the_token_and_shows_neither_in_the_clear()
    {
        var yaml = KubernetesSecret.Of(Acme(), new Dictionary<string, string> { ["acme.token"] = "00token" });
        Assert.Contains("name: okta-acme", yaml, StringComparison.Ordinal);
        Assert.Contains("  acme.json: ", yaml, StringComparison.Ordinal);
        Assert.Contains("  acme.token: MDB0b2tlbg==", yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("00token", yaml, StringComparison.Ordinal);
    }

    private TenantSource Source() =>
        new(new ProducerOptions { IntegrationsDirectory = _folder.FullName }, TimeProvider.System, _log);

    private static IntegrationFile Acme() =>
        new()
        {
            Name = "acme",
            OrgUrl = "https://acme.okta.com",
            ApiTokenFile = "acme.token",
        };
}
