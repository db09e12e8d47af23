using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;

namespace Pipeline.Tests.Kafka;

public sealed class KafkaConfigurationTests
{
    [Fact]
    public void A_key_that_is_not_known_is_named_with_those_that_are()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Kafka:BootstrapServerz", "localhost:9092")])
            .Build();
        var e = Assert.Throws<ConfigurationException>(() =>
            KafkaConfiguration.Bind<KafkaOptions>(configuration, "Kafka")
        );
        Assert.StartsWith("Kafka:BootstrapServerz is not known: there are BootstrapServers,", e.Message);
    }

    [Theory]
    [InlineData("Okta:Reconcile:Evry", "Okta:Reconcile:Evry is not known: there are Daily,")]
    [InlineData("Okta:Tenants:0:OrgURI", "Okta:Tenants:0:OrgURI is not known: there are Algorithm,")]
    public void Keys_inside_sections_and_lists_are_looked_at_too(string key, string sentence)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, "1")]).Build();
        var e = Assert.Throws<ConfigurationException>(() =>
            KafkaConfiguration.Bind<ProducerOptions>(configuration, "Okta")
        );
        Assert.StartsWith(sentence, e.Message);
    }

    [Fact]
    public void Any_case_of_a_key_and_any_setting_of_the_client_are_known()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Kafka:PARTITIONS", "3"), new("Kafka:Client:security.protocol", "ssl")])
            .Build();
        var options = KafkaConfiguration.Bind<KafkaOptions>(configuration, "Kafka");
        Assert.Equal((3, "ssl"), (options.Partitions, options.Client["security.protocol"]));
    }

    [Fact]
    public async Task A_section_of_the_file_that_nobody_reads_is_named_with_those_that_are()
    {
        var file = Path.GetTempFileName();
        try
        {
            var stop = TestContext.Current.CancellationToken;
            await File.WriteAllTextAsync(file, """{ "kafka": {}, "Detecton": { "Lateness": "00:20:00" } }""", stop);
            var e = Assert.Throws<ConfigurationException>(() => KafkaConfiguration.Of(file));
            Assert.Contains($"{file} has a section Detecton, which no program reads: there are Delivery,", e.Message);
            await File.WriteAllTextAsync(file, """{ "kafka": {}, "Logging": {} }""", stop);
            Assert.NotNull(KafkaConfiguration.Of(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_json_is_named_with_the_place()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{ broken", TestContext.Current.CancellationToken);
            var e = Assert.Throws<ConfigurationException>(() => KafkaConfiguration.Of(file));
            Assert.Contains(file, e.Message);
            Assert.Contains("LineNumber: 0", e.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_command_line_that_is_not_understood_is_a_wrong_configuration()
    {
        var invocation = new InvocationConfiguration { Output = TextWriter.Null, Error = TextWriter.Null };
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal(2, await CommandLine.RunAsync(new RootCommand(), ["--nonsense"], invocation, stop));
        Assert.Equal(0, await CommandLine.RunAsync(new RootCommand(), ["--help"], invocation, stop));
    }
}
