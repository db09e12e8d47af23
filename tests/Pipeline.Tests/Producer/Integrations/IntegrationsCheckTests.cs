using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;

namespace Pipeline.Tests.Producer.Integrations;

public sealed class IntegrationsCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("integrations-");

    private IntegrationDirectory Directories => new(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Good_integrations_have_no_fault()
    {
        Add("acme", "https://acme.okta.com");
        Add("beta", "https://beta.okta.com");
        var (tenants, faults) = Check();
        Assert.Empty(faults);
        Assert.Equal(["acme", "beta"], tenants.Select(x => x.Name));
    }

    [Fact]
    public void Duplicates_unreadable_and_invalid_files_are_told_and_the_others_are_used()
    {
        Add("acme", "https://acme.okta.com");
        Add("again", "https://acme.okta.com");
        Add("configured", "https://beta.okta.com");
        Add("console", "https://gamma-admin.okta.com");
        File.WriteAllText(Path.Combine(_folder.FullName, "broken.json"), "{");
        var (tenants, faults) = Check();
        Assert.Equal(["acme", "again"], tenants.Select(x => x.Name));
        Assert.Equal(4, faults.Count);
        Assert.Contains(faults, x => x.Contains("collected already, as acme", StringComparison.Ordinal));
        Assert.Contains(faults, x => x.Contains("configured is taken by the configuration", StringComparison.Ordinal));
        Assert.Contains(faults, x => x.Contains("https://gamma.okta.com", StringComparison.Ordinal));
        Assert.Contains(faults, x => x.Contains("broken.json is no integration", StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_that_everybody_may_read_is_told()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Add("acme", "https://acme.okta.com");
        var token = Path.Combine(_folder.FullName, "acme.token");
        File.SetUnixFileMode(token, File.GetUnixFileMode(token) | UnixFileMode.OtherRead);
        var fault = Assert.Single(Check().Faults);
        Assert.Contains($"{token} is open to every user", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("müller")]
    public void A_name_that_no_Secret_takes_is_refused(string name) =>
        Assert.Throws<ConfigurationException>(() =>
            KubernetesSecret.Of(new IntegrationFile { Name = name }, new Dictionary<string, string>())
        );

    private void Add(string name, string org) =>
        Directories.Add(
            new IntegrationFile
            {
                Name = name,
                OrgUrl = org,
                ApiTokenFile = IntegrationDirectory.TokenFile(name),
            },
            "00token"
        );

    private (IReadOnlyList<Tenant> Tenants, IReadOnlyList<string> Faults) Check()
    {
        var options = new ProducerOptions
        {
            IntegrationsDirectory = _folder.FullName,
            Tenants =
            [
                new()
                {
                    Name = "configured",
                    OrgUrl = "https://delta.okta.com",
                    ApiToken = "00token",
                },
            ],
        };
        return IntegrationsCheck.Of(options, TenantCatalogue.Of(options, TimeProvider.System), TimeProvider.System);
    }
}
